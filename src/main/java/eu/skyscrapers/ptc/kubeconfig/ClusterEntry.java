package eu.skyscrapers.ptc.kubeconfig;

import com.fasterxml.jackson.core.JsonGenerator;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Value;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A checked entry of {@code clusters}.
 *
 * @param authority the cluster's CA; null where the JDK's CAs are meant
 */
record ClusterEntry(
        Entry entry,
        URI server,
        ServerTrust trust,
        @Nullable HttpProxy proxy,
        @Nullable Authority authority,
        List<String> warnings) {
    static final String EXEC_EXTENSION = "client.authentication.k8s.io/exec";

    private record Authority(String pem, ServerTrust trust) {}

    static ClusterEntry read(String name, Value source, Environment environment) throws ConfigurationException {
        Entry entry = Entry.of("cluster", name, source);
        String owner = entry.owner();
        URI server = entry.read("server", ServerAddress::parseServer);
        if (server == null) {
            throw source.problem(owner + " has no server; write server: https://HOST:PORT");
        }
        Authority authority = entry.readPem(
                "certificate-authority", pem -> new Authority(pem, ServerTrust.only(Pem.certificates(pem))));
        boolean insecure = source.flag("insecure-skip-tls-verify");
        if (authority != null && insecure) {
            throw source.problem(
                    owner + " has both a certificate authority and insecure-skip-tls-verify; remove the latter");
        }
        ServerTrust ofJdk = insecure ? ServerTrust.insecure() : ServerTrust.jdk();
        ServerTrust trust = (authority == null ? ofJdk : authority.trust())
                .named(entry.read("tls-server-name", ServerAddress::parseName));
        HttpProxy named = entry.read("proxy-url", HttpProxy::parse);
        HttpProxy proxy = named == null ? HttpProxy.fromEnvironment(environment, server) : named;
        boolean http = server.getScheme().equals("http");
        List<String> warnings = insecure && !http
                ? List.of(source.mapping("insecure-skip-tls-verify").place() + ": the certificate of " + owner
                        + " is not checked (insecure-skip-tls-verify): anyone who answers at " + server
                        + " is trusted, and gets the credentials")
                : List.of();
        if (http && (proxy != null || !ServerAddress.isLoopback(server))) {
            throw source.mapping("server")
                    .problem("server " + server + " of " + owner
                            + " is reached over plain http, so that anyone on the way can change the answers;"
                            + " write https, http is for loopback only");
        }
        return new ClusterEntry(entry, server, trust, proxy, authority, warnings);
    }

    /** Whether it is reached over plain http: {@code kubectl proxy} and its like, which need no credentials. */
    boolean isLocal() {
        return server.getScheme().equals("http");
    }

    boolean isCompressed() throws ConfigurationException {
        return !entry.source().flag("disable-compression");
    }

    /** The {@code spec.cluster} of an ExecCredential, for a plugin with {@code provideClusterInfo}. */
    void writeTo(JsonGenerator json) throws IOException, ConfigurationException {
        Value source = entry.source();
        json.writeObjectFieldStart("cluster");
        json.writeStringField("server", source.mapping("server").text());
        String serverName = trust.serverName();
        if (serverName != null) {
            json.writeStringField("tls-server-name", serverName);
        }
        if (trust.isInsecure()) {
            json.writeBooleanField("insecure-skip-tls-verify", true);
        }
        if (authority != null) {
            json.writeBinaryField("certificate-authority-data", authority.pem().getBytes(StandardCharsets.ISO_8859_1));
        }
        String proxyUrl = source.text("proxy-url");
        if (proxyUrl != null) {
            json.writeStringField("proxy-url", proxyUrl);
        }
        if (!isCompressed()) {
            json.writeBooleanField("disable-compression", true);
        }
        for (Value extension : source.list("extensions")) {
            Value value = extension.given("extension");
            if (EXEC_EXTENSION.equals(extension.text("name")) && value != null) {
                json.writeFieldName("config");
                value.writeTo(json);
            }
        }
        json.writeEndObject();
    }
}
