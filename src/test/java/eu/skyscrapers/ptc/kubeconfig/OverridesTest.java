package eu.skyscrapers.ptc.kubeconfig;

import static eu.skyscrapers.ptc.kubeconfig.Configs.SECRET;
import static eu.skyscrapers.ptc.kubeconfig.Configs.authorization;
import static eu.skyscrapers.ptc.kubeconfig.Configs.base64;
import static eu.skyscrapers.ptc.kubeconfig.Configs.config;
import static eu.skyscrapers.ptc.kubeconfig.Configs.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.skyscrapers.ptc.text.ConfigurationException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the call says in place of the kubeconfig; {@code KubectlTest} compares much of it with kubectl itself. */
class OverridesTest {
    private static final String TWO = """
            current-context: one
            clusters:
            - name: one
              cluster: {server: "https://one:6443", tls-server-name: other}
            - name: two
              cluster: {server: "https://two:6443", insecure-skip-tls-verify: true}
            users:
            - name: one
              user: {tokenFile: token}
            - name: two
              user: {exec: {command: aws, apiVersion: client.authentication.k8s.io/v1beta1}}
            contexts:
            - name: one
              context: {cluster: one, user: one, namespace: ns}
            - name: two
              context: {cluster: two, user: two}
            """;

    @TempDir
    Path folder;

    /** An option and its value by turns. */
    private static Overrides overrides(String... words) {
        Map<Overrides.Option, List<String>> values = new EnumMap<>(Overrides.Option.class);
        for (int i = 0; i < words.length; i += 2) {
            for (Overrides.Option option : Overrides.Option.values()) {
                if (option.toString().equals(words[i])) {
                    values.computeIfAbsent(option, none -> new ArrayList<>()).add(words[i + 1]);
                }
            }
        }
        return new Overrides(values);
    }

    /** The provider alone would be refused. */
    @Test
    void aTokenTakesThePlaceOfAnAuthProvider() throws Exception {
        String config = TWO.replace("{tokenFile: token}", "{auth-provider: {name: gcp}}");
        Path file = write(folder, "config", config);
        Environment environment = Configs.environment(folder, Map.of());
        assertThat(authorization(Kubeconfig.load(file, overrides("--token", "given"), environment)
                        .access("one")))
                .isEqualTo("Bearer given");
        assertThatThrownBy(() -> Kubeconfig.load(file, overrides(), environment).access("one"))
                .hasMessageContaining("auth-provider");
    }

    private Kubeconfig load(String... words) throws ConfigurationException {
        write(folder, "token", "of-file");
        return Kubeconfig.load(write(folder, "config", TWO), overrides(words), Configs.environment(folder, Map.of()));
    }

    private Kubeconfig find(Map<String, String> environment, String... words) throws ConfigurationException {
        return Kubeconfig.load(null, overrides(words), Configs.environment(folder, environment));
    }

    private Map<String, String> pod() {
        Path files = folder.resolve("serviceaccount");
        write(files, "token", "of-the-pod");
        write(files, "ca.crt", TestKeys.ec().certificatePem());
        return Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBERNETES_SERVICE_PORT", "443");
    }

    /** kubectl would go on with the file's. */
    @Test
    void aTokenGoesBeforeATokenFileAndAPlugin() throws Exception {
        assertThat(authorization(load("--token", "given").access("one"))).isEqualTo("Bearer given");
        ClusterAccess access = load("--token", "given").access("two");
        assertThat(authorization(access)).isEqualTo("Bearer given");
        assertThat(access.warnings()).singleElement().asString().contains("of cluster \"two\" is not checked");
    }

    @Test
    void keyAndCertificateTakeThePlaceOfThoseWithinTheKubeconfig() throws Exception {
        String user = "client-certificate-data: " + base64(TestKeys.ec().certificatePem()) + "\nclient-key-data: "
                + base64(TestKeys.ec().pkcs8());
        Path config = write(folder, "config", config("server: https://one", user));
        String certificate =
                write(folder, "rsa.crt", TestKeys.rsa().certificatePem()).toString();
        String key = write(folder, "rsa.key", TestKeys.rsa().pkcs8()).toString();
        Environment environment = Configs.environment(folder, Map.of());

        Overrides both = overrides("--client-certificate", certificate, "--client-key", key);
        Credential credential = Kubeconfig.load(config, both, environment)
                .access(null)
                .credentials()
                .current();
        assertThat(((ClientCertificate) credential.keyManagers()[0]).getCertificateChain("client"))
                .containsExactly(TestKeys.rsa().certificate());
        assertThatThrownBy(() -> Kubeconfig.load(config, overrides("--client-key", key), environment)
                        .access(null))
                .hasMessageContainingAll("--client-key: client-key " + key, "of user \"u\"");
    }

    @Test
    void pathsAreRelativeToTheWorkingDirectory() throws Exception {
        assertThatThrownBy(() -> load("--certificate-authority", "src/ca.pem").access(null))
                .hasMessage("--certificate-authority: certificate-authority "
                        + Path.of("src/ca.pem").toAbsolutePath() + " of cluster \"one\" does not exist");
    }

    @Test
    void aServersOwnNameDoesNotOutliveIt() throws Exception {
        assertThat(load().access(null).trust().serverName()).isEqualTo("other");
        assertThat(load("--server", "https://x").access(null).trust().serverName())
                .isNull();
        assertThat(load("--server", "https://x", "--tls-server-name", "y")
                        .access(null)
                        .trust()
                        .serverName())
                .isEqualTo("y");
    }

    /** Reports are compared by that name: what is not the context must not go by its name. */
    @Test
    void whatIsAuditedHasTheNameThatTheCallGivesIt() throws Exception {
        assertThat(load().access(null).context()).isEqualTo("one");
        assertThat(load("--token", "x").access(null).context()).isEqualTo("one");
        assertThat(load("--cluster", "two").access(null).context()).isEqualTo("two");
        assertThat(load("--cluster", "two").access("one").context()).isEqualTo("two");
        // Rancher has many clusters behind one host.
        assertThat(load("--server", "https://x:1/k8s/a/").access(null).context())
                .isEqualTo("x:1/k8s/a");
        assertThat(load("--server", "https://x:1").access("one").context()).isEqualTo("one");
        assertThat(load("--server", "https://x:1", "--cluster", "two")
                        .access("one")
                        .context())
                .isEqualTo("two");
    }

    @Test
    void aServerUnderAnothersNameIsTold() throws Exception {
        assertThat(load("--server", "https://x:1").access("one").warnings())
                .containsExactly(
                        "--server: reports call this cluster \"one\", but it is read from https://x:1, which is not the server"
                                + " that the kubeconfig has for it");
        assertThat(load("--server", "https://x:1", "--cluster", "one")
                        .access(null)
                        .warnings())
                .singleElement()
                .asString()
                .contains("\"one\"");
        assertThat(load("--server", "https://x:1").access(null).warnings()).isEmpty();
        assertThat(load("--server", "https://one:6443/").access("one").warnings())
                .isEmpty();
        assertThat(load("--cluster", "one").access("two").warnings()).isEmpty();
    }

    @Test
    void whereThereIsNoKubeconfigThatIsSaid() {
        assertThatThrownBy(() -> find(Map.of(), "--server", "https://x", "--cluster", "c")
                        .access(null))
                .hasMessage("--cluster: there is no kubeconfig, so no cluster \"c\"");
        assertThatThrownBy(() ->
                        find(Map.of(), "--server", "https://x", "--user", "u").access(null))
                .hasMessage("--user: there is no kubeconfig, so no user \"u\"");
        assertThatThrownBy(() -> find(Map.of(), "--server", "https://x").access("prod"))
                .hasMessage("context \"prod\" does not exist: there is no kubeconfig");
        assertThatThrownBy(() ->
                        find(pod(), "--server", "https://x", "--token", "x").access("in-cluster"))
                .hasMessage("context \"in-cluster\" does not exist: there is no kubeconfig");
    }

    /** curl takes a user with a password; with other colons it may be a name that was misspelt. */
    @Test
    void aUserWithAPasswordIsNotRepeated() {
        assertThatThrownBy(() -> load("--user", "admin:" + SECRET).access(null))
                .hasMessageContaining("has no user of that name (not repeated, as it may hold a password); there are")
                .hasMessageNotContaining(SECRET);
        assertThatThrownBy(() -> find(Map.of(), "--server", "https://x", "--user", "admin:" + SECRET)
                        .access(null))
                .hasMessage("--user: there is no kubeconfig, so no user of that name (not repeated, as it may hold a"
                        + " password)");
        String arn = "arn:aws:eks:eu-west-1:123456789012:cluster/prod";
        assertThatThrownBy(() -> load("--user", arn).access(null)).hasMessageContaining("has no user \"" + arn);
        assertThatThrownBy(() -> load("--cluster", "a:b").access(null)).hasMessageContaining("\"a:b\"");
    }

    @Test
    void noKubeconfigIsNeededForAServer() throws Exception {
        ClusterAccess access = find(Map.of(), "--server", "https://x:1", "--token", "given", "--as", "jane")
                .access(null);
        assertThat(access.server()).isEqualTo(URI.create("https://x:1"));
        assertThat(access.context()).isEqualTo("x:1");
        assertThat(access.trust()).hasToString("JDK");
        assertThat(authorization(access)).isEqualTo("Bearer given");
        assertThat(access.impersonation()).containsOnly(Map.entry("Impersonate-User", List.of("jane")));
        assertThatThrownBy(() -> find(Map.of(), "--server", "https://x:1").access(null))
                .hasMessage("--server: no user is named, so there are no credentials at all; give one with --user,"
                        + " --token or --client-certificate");
        assertThatThrownBy(() -> find(Map.of(), "--token", "given"))
                .hasMessageContaining("no kubeconfig found")
                .hasMessageContaining("or a server with --server");
    }

    @Test
    void aPodsTokenIsNotShownToAnotherServer() throws Exception {
        Map<String, String> pod = pod();
        assertThatThrownBy(() -> find(pod, "--server", "https://x").access(null))
                .hasMessageContaining("no credentials at all");
        assertThat(authorization(
                        find(pod, "--server", "https://x", "--token", "given").access(null)))
                .isEqualTo("Bearer given");
    }

    @Test
    void aPodsServiceAccountIsOverriddenAsAKubeconfigIs() throws Exception {
        Map<String, String> pod = pod();
        ClusterAccess access = find(pod, "--token", "given", "--tls-server-name", "kubernetes.default", "--as", "jane")
                .access(null);
        assertThat(access.context()).isEqualTo("in-cluster");
        assertThat(access.server()).isEqualTo(URI.create("https://10.0.0.1:443"));
        assertThat(authorization(access)).isEqualTo("Bearer given");
        assertThat(access.trust()).hasToString("1 of the cluster");
        assertThat(access.trust().serverName()).isEqualTo("kubernetes.default");
        assertThat(access.impersonation()).containsKey("Impersonate-User");
        ClusterAccess insecure = find(pod, "--insecure-skip-tls-verify", "true").access(null);
        assertThat(insecure.trust().isInsecure()).isTrue();
        assertThat(authorization(insecure)).isEqualTo("Bearer of-the-pod");
        assertThatThrownBy(() -> find(pod, "--user", "prod").access(null))
                .hasMessage("--user: there is no kubeconfig here, only the pod's service account, known as"
                        + " \"in-cluster\", so no user \"prod\"");
    }

    @Test
    void whatElseIsKnownOfAUserIsMergedByItsKey() throws Exception {
        String user = "token: x\nas: a\nas-user-extra: {kept: [k], scope: [old]}";
        Path config = write(folder, "config", config("server: https://one", user));
        Overrides extra = overrides("--as-user-extra", "scope=read", "--as-user-extra", "scope=a=b", "--as-uid", "7");
        assertThat(Kubeconfig.load(config, extra, Configs.environment(folder, Map.of()))
                        .access(null)
                        .impersonation())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Impersonate-User", List.of("a"),
                        "Impersonate-Uid", List.of("7"),
                        "Impersonate-Extra-kept", List.of("k"),
                        "Impersonate-Extra-scope", List.of("read", "a=b")));
    }

    /** As client-go merges them: the name that is given does not take away what goes with the kubeconfig's. */
    @Test
    void whatElseTheKubeconfigSaysOfAnotherUserStays() throws Exception {
        String user = "token: x\nas: a\nas-uid: '6'\nas-groups: [readers]\nas-user-extra: {scope: [view]}";
        Path config = write(folder, "config", config("server: https://one", user));
        assertThat(Kubeconfig.load(config, overrides("--as", "jane"), Configs.environment(folder, Map.of()))
                        .access(null)
                        .impersonation())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Impersonate-User", List.of("jane"),
                        "Impersonate-Uid", List.of("6"),
                        "Impersonate-Group", List.of("readers"),
                        "Impersonate-Extra-scope", List.of("view")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "--server                   | one:6443          | --server: server of cluster \"one\" has no scheme; write https://one:6443",
                "--server                   | admin:s3cr3t      | --server: server of cluster \"one\" has no scheme; write https://HOST:PORT",
                "--server                   | http://one        | --server: server http://one of cluster \"one\" is reached over plain http",
                "--server                   | https://a:s3cr3t@b | credentials belong to the context's user",
                "--cluster                  | tow               | has no cluster \"tow\"; did you mean \"two\"?",
                "--user                     | tow               | has no user \"tow\"; did you mean \"two\"?",
                "--token                    | ~~                | --token: its value is empty; is a variable not set?",
                "--token                    | s3cr3t s3cr3t     | --token: the token of user \"one\" holds white space",
                "--tls-server-name          | a/b               | --tls-server-name: tls-server-name of cluster \"one\" is not the name of a host",
                "--client-key               | config            | --client-key: client-key ",
                "--client-certificate       | config            | --client-certificate: client-certificate ",
                "--certificate-authority    | /                 | is a directory",
                "--as-group                 | a                 | --as-group: user \"one\" impersonates a uid, groups or extra values without a user; add as (--as)",
                "--as-uid                   | a                 | --as-uid: user \"one\" impersonates",
                "--as-user-extra            | a=b               | --as-user-extra: user \"one\" impersonates",
                "--as-user-extra            | a                 | --as-user-extra: takes KEY=VALUE"
            })
    void whatIsWrongIsToldByTheOptionsName(String option, String value, String message) {
        assertThatThrownBy(() -> load(
                                option,
                                value.replace("config", folder.resolve("config").toString()))
                        .access(null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void whatExcludesEachOtherIsRefused() {
        assertThatThrownBy(() -> load("--certificate-authority", "a", "--insecure-skip-tls-verify", "true"))
                .hasMessage("--certificate-authority and --insecure-skip-tls-verify exclude each other");
    }

    @Test
    void aKeyInThePlaceOfItsFileIsNotPrinted() {
        assertThatThrownBy(() -> load("--client-key", TestKeys.ec().pkcs8()))
                .hasMessage("--client-key: takes the name of a file, not its content");
    }

    @Test
    void nothingPrintsASecret() throws Exception {
        assertThat(overrides("--token", SECRET).toString()).isEqualTo("Overrides[--token]");
        assertThat(load("--token", SECRET).access(null).toString()).doesNotContain(SECRET);
        assertThat(Files.readString(folder.resolve("config"))).doesNotContain(SECRET);
    }
}
