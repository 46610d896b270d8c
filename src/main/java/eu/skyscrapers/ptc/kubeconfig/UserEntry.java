package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A checked entry of {@code users}: which credentials count is what client-go makes of them (tools/clientcmd/validation.go,
 * transport/round_trippers.go, plugin/pkg/client/auth/exec/exec.go).
 */
final class UserEntry {
    private static final Set<String> KEYS = Set.of(
            "token",
            "tokenFile",
            "username",
            "password",
            "client-certificate",
            "client-certificate-data",
            "client-key",
            "client-key-data",
            "exec",
            "auth-provider");

    /** Request headers. */
    final Map<String, List<String>> impersonation;

    final List<String> warnings = new ArrayList<>();
    final Credentials credentials;
    private final Entry entry;
    private final Value source;
    private final String owner;

    UserEntry(String name, Value source, ClusterEntry cluster, Function<PluginCall, ExecCredentials> plugins)
            throws ConfigurationException {
        this.source = source;
        this.entry = Entry.of("user", name, source);
        this.owner = entry.owner();
        this.impersonation = Impersonation.headers(source, owner);
        this.credentials = read(cluster, plugins);
    }

    boolean isAnonymous() {
        return credentials == Credential.NONE;
    }

    private Credentials read(ClusterEntry cluster, Function<PluginCall, ExecCredentials> plugins)
            throws ConfigurationException {
        if (cluster.isLocal()) {
            // As client-go has it (tools/clientcmd/client_config.go, ClientConfig).
            if (!Collections.disjoint(source.keys(), KEYS)) {
                warnings.add(source.place() + ": " + cluster.server() + " is plain http, so the credentials of " + owner
                        + " are not sent, nor is a plugin run for them; kubectl does the same");
            }
            return Credential.NONE;
        }
        refuseAuthProvider();
        ClientCertificate certificate = clientCertificate();
        String token = source.text("token");
        String user = source.text("username");
        String password = source.text("password");
        boolean bearer = token != null || source.text("tokenFile") != null;
        boolean basic = user != null || password != null;
        if (basic && bearer) {
            throw source.problem(owner + " has both a token and a user name or password; keep one");
        }
        Value exec = source.given("exec");
        if (exec != null && !bearer && !basic && certificate == null) {
            return plugins.apply(PluginCall.read(exec, owner, cluster));
        }
        if (exec != null) {
            warnings.add(exec.place() + ": " + owner
                    + " has an exec plugin beside other credentials; like kubectl, the plugin is not run");
        }
        Credentials rotated = entry.readFile("tokenFile", file -> new TokenFileCredentials(file, certificate));
        if (rotated != null) {
            return rotated;
        }
        if (basic) {
            if (user == null || password == null) {
                throw source.problem(owner + " has only one of username and password");
            }
            return Credential.basic(user, password, certificate);
        }
        if (token == null && certificate != null) {
            return Credential.certificate(certificate);
        }
        // An empty one is complained about.
        Value written = source.given("token");
        return written == null
                ? Credential.NONE
                : written.meaning("the token of " + owner, () -> Credential.bearer(written.raw(), certificate));
    }

    private @Nullable ClientCertificate clientCertificate() throws ConfigurationException {
        boolean hasKey = source.text("client-key") != null || source.text("client-key-data") != null;
        List<X509Certificate> chain = entry.readPem("client-certificate", pem -> {
            if (!hasKey) {
                throw new InvalidValueException("has no key beside it");
            }
            return Pem.certificates(pem);
        });
        ClientCertificate certificate = entry.readPem("client-key", pem -> {
            if (chain == null) {
                throw new InvalidValueException("has no certificate beside it");
            }
            return new ClientCertificate(chain, pem);
        });
        if (certificate != null && certificate.expires().isBefore(Instant.now())) {
            warnings.add(
                    source.place() + ": the client certificate of " + owner + " expired at " + certificate.expires());
        }
        return certificate;
    }

    private void refuseAuthProvider() throws ConfigurationException {
        Value provider = source.given("auth-provider");
        if (provider == null) {
            return;
        }
        String name = provider.text("name");
        String instead = switch (name == null ? "" : name) {
            case "gcp" -> "the exec plugin gke-gcloud-auth-plugin (gcloud container clusters get-credentials)";
            case "azure" -> "the exec plugin kubelogin (kubelogin convert-kubeconfig)";
            case "oidc" -> "the exec plugin kubectl oidc-login";
            default -> "an exec plugin";
        };
        throw provider.problem("auth-provider " + (name == null ? "" : Words.quote(name) + " ") + "of " + owner
                + " is of the old kind that is built into a client, which cannot be used here; use " + instead);
    }
}
