package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
import java.nio.file.Path;
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
 *
 * @param impersonation request headers
 */
record UserEntry(Credentials credentials, Map<String, List<String>> impersonation, List<String> warnings) {
    private static final Credentials NONE = new FixedCredentials(Credential.NONE);
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

    boolean isAnonymous() {
        return credentials == NONE;
    }

    static UserEntry read(
            String name, Value source, ClusterEntry cluster, Function<PluginCall, ExecCredentials> plugins)
            throws ConfigurationException {
        Reader reader = new Reader(source, name.isEmpty() ? "the user" : "user " + Words.quote(name), cluster, plugins);
        Map<String, List<String>> impersonation = Impersonation.headers(source, reader.owner);
        return new UserEntry(reader.credentials(), impersonation, reader.warnings);
    }

    /** Reads one entry; holds what every step of that needs. */
    private static final class Reader {
        private final Value source;
        private final String owner;
        private final ClusterEntry cluster;
        private final Function<PluginCall, ExecCredentials> plugins;
        private final List<String> warnings = new ArrayList<>();

        Reader(Value source, String owner, ClusterEntry cluster, Function<PluginCall, ExecCredentials> plugins) {
            this.source = source;
            this.owner = owner;
            this.cluster = cluster;
            this.plugins = plugins;
        }

        Credentials credentials() throws ConfigurationException {
            if (cluster.server().getScheme().equals("http")) {
                // As client-go has it (tools/clientcmd/client_config.go, ClientConfig).
                if (!Collections.disjoint(source.keys(), KEYS)) {
                    warnings.add(source.place() + ": " + cluster.server() + " is plain http, so the credentials of "
                            + owner + " are not sent, nor is a plugin run for them; kubectl does the same");
                }
                return NONE;
            }
            refuseAuthProvider();
            ClientCertificate certificate = clientCertificate();
            String token = source.text("token");
            String tokenFile = source.text("tokenFile");
            boolean basic = source.text("username") != null || source.text("password") != null;
            if (basic && (token != null || tokenFile != null)) {
                throw source.problem(owner + " has both a token and a user name or password; keep one");
            }
            Value exec = source.given("exec");
            if (exec == null || token != null || tokenFile != null || basic || certificate != null) {
                if (exec != null) {
                    warnings.add(exec.place() + ": " + owner
                            + " has an exec plugin beside other credentials; like kubectl, the plugin is not run");
                }
                return written(token, tokenFile, basic, certificate);
            }
            return plugins.apply(ExecEntry.read(exec, owner, cluster));
        }

        private Credentials written(
                @Nullable String token,
                @Nullable String tokenFile,
                boolean basic,
                @Nullable ClientCertificate certificate)
                throws ConfigurationException {
            if (tokenFile != null) {
                Value place = source.mapping("tokenFile");
                Path file = place.meaning("tokenFile of " + owner, () -> source.resolve(tokenFile));
                return place.meaning(
                        "tokenFile " + file + " of " + owner, () -> new TokenFileCredentials(file, certificate));
            }
            if (token != null) {
                return bearer(token, certificate);
            }
            if (basic) {
                return basic(certificate);
            }
            if (certificate != null) {
                return new FixedCredentials(Credential.certificate(certificate));
            }
            if (source.given("token") != null) {
                return bearer("", null);
            }
            return NONE;
        }

        private Credentials bearer(String token, @Nullable ClientCertificate certificate)
                throws ConfigurationException {
            return source.mapping("token")
                    .meaning(
                            "the token of " + owner, () -> new FixedCredentials(Credential.bearer(token, certificate)));
        }

        private Credentials basic(@Nullable ClientCertificate certificate) throws ConfigurationException {
            String user = source.text("username");
            String password = source.text("password");
            if (user == null || password == null) {
                throw source.problem(owner + " has only one of username and password");
            }
            return new FixedCredentials(Credential.basic(user, password, certificate));
        }

        private @Nullable ClientCertificate clientCertificate() throws ConfigurationException {
            Material chain = Material.read(source, "client-certificate", owner);
            Material key = Material.read(source, "client-key", owner);
            if (chain == null) {
                if (key == null) {
                    return null;
                }
                throw key.problem("has no certificate beside it");
            }
            if (key == null) {
                throw chain.problem("has no key beside it");
            }
            var certificates = chain.meaning(() -> Pem.certificates(chain.content()));
            ClientCertificate certificate = key.meaning(() -> ClientCertificate.of(certificates, key.content()));
            warnAbout(certificate);
            return certificate;
        }

        private void warnAbout(ClientCertificate certificate) {
            if (certificate.expires().isBefore(Instant.now())) {
                warnings.add(source.place() + ": the client certificate of " + owner + " expired at "
                        + certificate.expires());
            }
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
}
