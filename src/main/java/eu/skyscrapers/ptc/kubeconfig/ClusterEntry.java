package eu.skyscrapers.ptc.kubeconfig;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A checked entry of {@code clusters}.
 *
 * @param authority the PEM of the cluster's CA; null where the JDK's CAs are meant
 * @param owner what messages call it
 * @param source the entry itself
 */
record ClusterEntry(
        String owner,
        URI server,
        ServerTrust trust,
        @Nullable HttpProxy proxy,
        @Nullable Material authority,
        Value source,
        List<String> warnings) {
    private static final String EXEC_EXTENSION = "client.authentication.k8s.io/exec";

    static ClusterEntry read(String name, Value source, Environment environment) throws ConfigurationException {
        String owner = name.isEmpty() ? "the cluster" : "cluster " + Words.quote(name);
        URI server = server(source, owner);
        Material authority = Material.read(source, "certificate-authority", owner);
        boolean insecure = source.flag("insecure-skip-tls-verify");
        if (authority != null && insecure) {
            throw source.problem(
                    owner + " has both a certificate authority and insecure-skip-tls-verify; remove the latter");
        }
        List<String> warnings = insecure && server.getScheme().equals("https")
                ? List.of(source.mapping("insecure-skip-tls-verify").place() + ": the certificate of " + owner
                        + " is not checked (insecure-skip-tls-verify): whoever answers at " + server
                        + " is believed, and is shown the credentials")
                : List.of();
        return new ClusterEntry(
                owner,
                server,
                trust(authority, insecure).named(serverName(source, owner)),
                proxy(source, owner, server, environment),
                authority,
                source,
                warnings);
    }

    private static URI server(Value source, String owner) throws ConfigurationException {
        String server = source.text("server");
        if (server == null) {
            throw source.problem(owner + " has no server; write server: https://HOST:PORT");
        }
        return source.mapping("server").meaning("server of " + owner, () -> ServerAddress.parseServer(server));
    }

    private static @Nullable String serverName(Value source, String owner) throws ConfigurationException {
        String name = source.text("tls-server-name");
        return name == null
                ? null
                : source.mapping("tls-server-name")
                        .meaning("tls-server-name of " + owner, () -> ServerAddress.parseName(name));
    }

    private static ServerTrust trust(@Nullable Material authority, boolean insecure) throws ConfigurationException {
        if (authority == null) {
            return insecure ? ServerTrust.insecure() : ServerTrust.jdk();
        }
        return authority.meaning(() -> ServerTrust.only(Pem.certificates(authority.content())));
    }

    private static @Nullable HttpProxy proxy(Value source, String owner, URI server, Environment environment)
            throws ConfigurationException {
        String url = source.text("proxy-url");
        if (url == null) {
            return HttpProxy.fromEnvironment(environment, server);
        }
        return source.mapping("proxy-url").meaning("proxy-url of " + owner, () -> HttpProxy.parse(url));
    }

    boolean isCompressed() throws ConfigurationException {
        return !source.flag("disable-compression");
    }

    /** The {@code spec.cluster} of an ExecCredential, for a plugin with {@code provideClusterInfo}. */
    String execCluster() throws ConfigurationException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("server", source.mapping("server").text());
            String serverName = trust.serverName();
            if (serverName != null) {
                json.writeStringField("tls-server-name", serverName);
            }
            if (trust.isInsecure()) {
                json.writeBooleanField("insecure-skip-tls-verify", true);
            }
            if (authority != null) {
                json.writeBinaryField("certificate-authority-data", authority.content());
            }
            String proxyUrl = source.text("proxy-url");
            if (proxyUrl != null) {
                json.writeStringField("proxy-url", proxyUrl);
            }
            if (source.flag("disable-compression")) {
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
        } catch (IOException e) {
            throw source.problem("the extension " + EXEC_EXTENSION + " is nested too deeply");
        }
        return text.toString();
    }
}
