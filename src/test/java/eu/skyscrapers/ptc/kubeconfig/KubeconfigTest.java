package eu.skyscrapers.ptc.kubeconfig;

import static eu.skyscrapers.ptc.kubeconfig.Configs.HTTPS;
import static eu.skyscrapers.ptc.kubeconfig.Configs.SECRET;
import static eu.skyscrapers.ptc.kubeconfig.Configs.authorization;
import static eu.skyscrapers.ptc.kubeconfig.Configs.base64;
import static eu.skyscrapers.ptc.kubeconfig.Configs.cluster;
import static eu.skyscrapers.ptc.kubeconfig.Configs.config;
import static eu.skyscrapers.ptc.kubeconfig.Configs.user;
import static eu.skyscrapers.ptc.kubeconfig.Configs.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.skyscrapers.ptc.text.ConfigurationException;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigTest {
    private static final String POD = "token-of-the-pod";

    @TempDir
    Path folder;

    private Kubeconfig find(Map<String, String> environment) throws ConfigurationException {
        return Kubeconfig.load(null, Overrides.NONE, Configs.environment(folder, environment));
    }

    private String file(String folder, String server) {
        return write(this.folder.resolve(folder), "config", Configs.config("server: https://" + server, "token: x"))
                .toString();
    }

    private void pod() {
        Path files = folder.resolve("serviceaccount");
        write(files, "token", POD + "\n");
        write(files, "ca.crt", TestKeys.ec().certificatePem());
        write(files, "namespace", "shared-tooling\n");
    }

    private static Map<String, String> podOn(String host) {
        return Map.of("KUBERNETES_SERVICE_HOST", host, "KUBERNETES_SERVICE_PORT", "443");
    }

    @Test
    void theNamedFileGoesBeforeTheVariableAndTheHomeFolder() throws Exception {
        Path named = Path.of(file("named", "named"));
        Map<String, String> variables = Map.of("KUBECONFIG", file("listed", "listed"));
        file("home/.kube", "home");
        Environment environment = Configs.environment(folder, variables);

        assertThat(Kubeconfig.load(named, Overrides.NONE, environment)
                        .access(null)
                        .server())
                .hasHost("named");
        assertThat(Kubeconfig.load(null, Overrides.NONE, environment)
                        .access(null)
                        .server())
                .hasHost("listed");
        assertThat(find(Map.of("KUBECONFIG", "")).access(null).server()).hasHost("home");
    }

    @Test
    void theHomeFolderGoesBeforeThePod() throws Exception {
        pod();
        file("home/.kube", "home");
        assertThat(find(podOn("10.0.0.1")).access(null).server()).hasHost("home");
    }

    @Test
    void anEmptyFileInTheHomeFolderDoesNotHideThePod() throws Exception {
        pod();
        write(folder.resolve("home/.kube"), "config", "");
        assertThat(find(podOn("10.0.0.1")).currentContext()).isEqualTo("in-cluster");
    }

    @Test
    void noneAtAllListsWhatWasTried() {
        assertThatThrownBy(() -> find(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "--kubeconfig is not given",
                        "KUBECONFIG is not set",
                        Path.of("home", ".kube", "config") + " does not exist",
                        "KUBERNETES_SERVICE_HOST is not set");
        assertThatThrownBy(() -> find(podOn("10.0.0.1")))
                .hasMessageContaining(Path.of("serviceaccount", "token") + " does not exist");
    }

    @Test
    void aListedFileMayBeMissingButNotAllOfThem() throws Exception {
        String there = file("there", "there");
        String list = String.join(File.pathSeparator, "", folder + "/gone", there, there, "");
        assertThat(find(Map.of("KUBECONFIG", list)).access(null).server()).hasHost("there");

        pod();
        file("home/.kube", "home");
        assertThatThrownBy(() -> find(Map.of("KUBECONFIG", folder + "/gone")))
                .hasMessageContainingAll("none of the files in KUBECONFIG exists", "/gone");
        assertThatThrownBy(() -> find(Map.of("KUBECONFIG", File.pathSeparator)))
                .hasMessageContaining("KUBECONFIG lists no file");
    }

    @Test
    void theFirstFileToNameAnEntryHasAllOfIt() throws Exception {
        Path first = write(folder, "first", """
            contexts:
            - name: shared
              context: {cluster: k, user: u, namespace: first}
            users:
            - name: u
              user: {username: first, password: p}
            """);
        Path second = write(folder, "second", """
            current-context: shared
            clusters:
            - name: k
              cluster: {server: "https://second"}
            contexts:
            - name: shared
              context: {cluster: other, user: other, namespace: second}
            - name: own
              context: {cluster: k, user: u}
            users:
            - name: u
              user: {token: second}
            """);
        Path third = write(folder, "third", "current-context: own\n");
        Kubeconfig merged =
                find(Map.of("KUBECONFIG", first + File.pathSeparator + second + File.pathSeparator + third));

        assertThat(merged.contextNames()).containsExactly("shared", "own");
        assertThat(merged.currentContext()).isEqualTo("shared");
        ClusterAccess access = merged.access(null);
        assertThat(access.context()).isEqualTo("shared");
        assertThat(access.namespace()).isEqualTo("first");
        assertThat(access.server()).hasHost("second");
        // Not a mixture of both users: that would be a user name and a token, which is refused.
        assertThat(authorization(access)).isEqualTo("Basic " + base64("first:p"));
        assertThat(merged.access("own").namespace()).isNull();
    }

    @Test
    void pathsAreRelativeToTheFileThatHoldsThem() throws Exception {
        write(folder.resolve("a/keys"), "token", "from-a");
        write(folder.resolve("b/keys"), "token", "from-b");
        Path first = write(folder.resolve("a"), "config", config(HTTPS, "tokenFile: keys/token"));
        Path second = write(folder.resolve("b"), "config", """
            contexts:
            - name: b
              context: {cluster: k, user: b}
            users:
            - name: b
              user: {tokenFile: ../b/keys/token}
            """);
        Kubeconfig merged = find(Map.of("KUBECONFIG", first + File.pathSeparator + second));

        assertThat(authorization(merged.access("c"))).isEqualTo("Bearer from-a");
        assertThat(authorization(merged.access("b"))).isEqualTo("Bearer from-b");
    }

    /** As kubectl 1.33 sends them, for all that they look like. */
    @ParameterizedTest
    @ValueSource(strings = {"1:20", "2001-01-01", "tRUE", "0b2", "0xG", "1e", "_1", "0.1.2", "=", "Y.", "<<"})
    void whatKubectlTakesForATokenIsOne(String token) throws Exception {
        assertThat(authorization(Configs.access(folder, user("token: " + token))))
                .isEqualTo("Bearer " + token);
    }

    /** To kubectl no name is one, and no current context the context of that name. */
    @Test
    void theContextWithoutAName() throws Exception {
        String yaml = """
            clusters:
            - name: k
              cluster: {server: "https://h:6443/k8s"}
            users:
            - {name: u, user: {token: x}}
            - {user: {token: nobodys}}
            contexts:
            - context: {cluster: k, user: u}
            """;
        ClusterAccess access = Configs.access(folder, yaml);
        assertThat(access.context()).isEqualTo("h:6443/k8s");
        assertThat(authorization(access)).isEqualTo("Bearer x");

        Kubeconfig two =
                Configs.load(folder, yaml + "- name: c\n  context: {cluster: k, user: u}\ncurrent-context: c\n");
        assertThat(two.access(null).context()).isEqualTo("c");
        assertThat(two.contextNames()).containsExactly("", "c");
        assertThat(two.access("").context()).isEqualTo("h:6443/k8s");
    }

    @Test
    void aMistakeInAnotherContextDoesNotMatter() throws Exception {
        String yaml = user("token: x") + "- name: broken\n  user: [1]\n";
        assertThat(authorization(Configs.access(folder, yaml))).isEqualTo("Bearer x");
    }

    @Test
    void jsonIndentedByTabs() throws Exception {
        String json = """
            {
            \t"kind": "Config", "apiVersion": "v1", "current-context": "c",
            \t"clusters": [{"name": "k", "cluster": {"server": "https:\\/\\/h:6443", "unknown": [1]}}],
            \t"users": [{"name": "u", "user": {"token": "x"}}],
            \t"contexts": [{"name": "c", "context": {"cluster": "k", "user": "u"}}]
            }
            """;
        assertThat(Configs.access(folder, json).server()).isEqualTo(URI.create("https://h:6443"));
    }

    @Test
    void utf16WithByteOrderMark() throws Exception {
        byte[] content = ("\ufeff" + user("token: x")).getBytes(StandardCharsets.UTF_16LE);
        Path file = Files.write(folder.resolve("config"), content);
        Kubeconfig kubeconfig = Kubeconfig.load(file, Overrides.NONE, Configs.environment(folder, Map.of()));
        assertThat(authorization(kubeconfig.access(null))).isEqualTo("Bearer x");
    }

    @Test
    void aliasesAndMergeKeys() throws Exception {
        String yaml = """
            current-context: c
            clusters:
            - name: k
              cluster: &base {server: "https://h", certificate-authority: gone}
            - name: l
              cluster:
                <<: [{server: "https://first"}, *base]
                certificate-authority: ~
            contexts:
            - {name: c, context: {cluster: l, user: &who u}}
            users:
            - name: *who
              user: &self {token: x, <<: *self}
            """;
        ClusterAccess access = Configs.access(folder, yaml);
        assertThat(access.server()).hasHost("first");
        assertThat(authorization(access)).isEqualTo("Bearer x");
    }

    @ParameterizedTest
    @CsvSource({
        "https://10.0.0.1:6443, https://10.0.0.1:6443",
        "https://ABC.gr7.eu-west-1.eks.amazonaws.com, https://ABC.gr7.eu-west-1.eks.amazonaws.com",
        "https://rancher.example.com/k8s/clusters/c-1/, https://rancher.example.com/k8s/clusters/c-1",
        "HTTPS://h/, https://h",
        "https://h/a%20b?token=s3cr3t#f, https://h/a%20b",
        "'https://[2001:db8::1]:6443', 'https://[2001:db8::1]:6443'",
    })
    void server(String written, String meant) throws Exception {
        assertThat(Configs.access(folder, cluster("server: '" + written + "'")).server())
                .isEqualTo(URI.create(meant));
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:8001", "http://localhost:8001", "'http://[::1]:8001'", "http://127.8.9.1"})
    void kubectlProxyNeedsNoCredentials(String server) throws Exception {
        Credential credential = Configs.access(folder, config("server: '" + server + "'", "{}"))
                .credentials()
                .current();
        assertThat(credential.authorization()).isNull();
        assertThat(credential.keyManagers()).isEmpty();

        String without = config("server: '" + server + "'", "{}").replace(", user: u}", "}");
        assertThat(Configs.access(folder, without).credentials().current()).isSameAs(credential);
    }

    @Test
    void basicAuthentication() throws Exception {
        assertThat(authorization(Configs.access(folder, user("username: jürgen\npassword: '12345'"))))
                .isEqualTo("Basic " + base64("jürgen:12345"));
    }

    @Test
    void theTokenFileGoesBeforeTheTokenAndIsReadAgain() throws Exception {
        Path file = write(folder, "token", "one\n");
        Credentials credentials =
                Configs.access(folder, user("token: other\ntokenFile: token")).credentials();
        Credential first = credentials.current();
        assertThat(first.authorization()).isEqualTo("Bearer one");
        assertThat(credentials.renew(first)).isFalse();
        assertThat(credentials.current()).isSameAs(first);

        Files.writeString(file, "two\n");
        assertThat(credentials.renew(first)).isTrue();
        assertThat(credentials.current().authorization()).isEqualTo("Bearer two");

        Files.delete(file);
        assertThat(credentials.current().authorization()).isEqualTo("Bearer two");
        Files.writeString(file, "");
        assertThat(credentials.current().authorization()).isEqualTo("Bearer two");
    }

    @Test
    void aTokenInTheKubeconfigCannotBeRenewed() throws Exception {
        Credentials credentials = Configs.access(folder, user("token: x")).credentials();
        assertThat(credentials.renew(credentials.current())).isFalse();
    }

    @Test
    void tokenAndCertificateAreBothShown() throws Exception {
        Credential credential = Configs.access(folder, user("token: x\n" + certificate(TestKeys.ec())))
                .credentials()
                .current();
        assertThat(credential.authorization()).isEqualTo("Bearer x");
        assertThat(credential.keyManagers()).hasSize(1);
    }

    @Test
    void warnings() throws Exception {
        String insecure = cluster(HTTPS + "\ninsecure-skip-tls-verify: yes");
        ClusterAccess access = Configs.access(folder, insecure);
        assertThat(access.trust().isInsecure()).isTrue();
        assertThat(access.warnings())
                .singleElement()
                .asString()
                .contains("config:6: the certificate of cluster \"k\" is not checked");

        String off = cluster(HTTPS + "\ninsecure-skip-tls-verify: false");
        assertThat(Configs.access(folder, off).trust().isInsecure()).isFalse();
        assertThat(Configs.access(folder, off).warnings()).isEmpty();

        assertThat(Configs.access(folder, user(certificate(TestKeys.expired()))).warnings())
                .singleElement()
                .asString()
                .contains("the client certificate of user \"u\" expired at ");
        String exec = "\nexec: {command: aws, apiVersion: client.authentication.k8s.io/v1beta1}";
        ClusterAccess both = Configs.access(folder, user("token: x" + exec));
        assertThat(authorization(both)).isEqualTo("Bearer x");
        assertThat(both.warnings()).singleElement().asString().contains("the plugin is not run");
        ClusterAccess certificate = Configs.access(folder, user(certificate(TestKeys.ec()) + exec));
        assertThat(certificate.credentials().atHand()).isNotNull();
        assertThat(certificate.warnings()).singleElement().asString().contains("the plugin is not run");
    }

    /** As kubectl, which reads no credentials for plain http, and so does not miss their files. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "token: x",
                "tokenFile: none",
                "username: a",
                "client-certificate: none",
                "client-key-data: eA==",
                "exec: {command: none, apiVersion: client.authentication.k8s.io/v1beta1}",
                "auth-provider: {name: gcp}"
            })
    void plainHttpIsSentNoCredentials(String user) throws Exception {
        ClusterAccess access = Configs.access(folder, config("server: http://localhost:8001", user + "\nas: jane"));
        Credential credential = access.credentials().current();
        assertThat(credential.authorization()).isNull();
        assertThat(credential.keyManagers()).isEmpty();
        assertThat(access.impersonation()).containsOnlyKeys("Impersonate-User");
        assertThat(access.warnings())
                .singleElement()
                .asString()
                .contains("config:12: http://localhost:8001 is plain http, so the credentials of user \"u\" are not");
        assertThat(Configs.access(folder, config("server: http://localhost:8001", "as: jane"))
                        .warnings())
                .isEmpty();
    }

    @Test
    void whatTwoFilesNameAlikeIsWarnedOfOnceWhereItIsUsed() throws Exception {
        String file = """
            clusters: [{name: k, cluster: {server: "https://NUMBER"}}]
            users: [{name: u, user: {token: x}}, {name: onlyNUMBER, user: {token: x}}]
            contexts:
            - {name: c, context: {cluster: k, user: onlyfirst}}
            - {name: NUMBER, context: {cluster: k, user: u}}
            current-context: NUMBER
            """;
        Path first = write(folder, "first", file.replace("NUMBER", "first"));
        Path second = write(folder, "second", file.replace("NUMBER", "second"));
        Map<String, String> list = Map.of("KUBECONFIG", first + File.pathSeparator + second);
        assertThat(find(list).access(null).warnings())
                .containsExactly(
                        second + ":1: this cluster \"k\" is ignored: the one at " + first
                                + ":1 has the same name and comes first in KUBECONFIG; rename one of them",
                        second + ":2: this user \"u\" is ignored: the one at " + first
                                + ":2 has the same name and comes first in KUBECONFIG; rename one of them");

        Kubeconfig all = find(list);
        List<String> warnings = new ArrayList<>();
        for (String context : all.contextNames()) {
            warnings.addAll(all.access(context).warnings());
        }
        assertThat(warnings).hasSize(5);
        assertThat(warnings.get(0)).startsWith(second + ":4: this context \"c\" is ignored");
        assertThat(warnings.get(1)).startsWith(second + ":1: this cluster \"k\"");
        assertThat(warnings.get(2)).startsWith(second + ":2: this user \"u\"");
        assertThat(warnings.subList(3, 5))
                .containsExactly(
                        "contexts \"c\" and \"first\" have the same server, https://first, which is audited twice; is it"
                                + " the right one for both?",
                        "contexts \"c\" and \"second\" have the same server, https://first, which is audited twice; is it"
                                + " the right one for both?");
    }

    /** One address may lead to several clusters: by another proxy, or by another name (SNI). */
    @Test
    void oneAddressIsNotAlwaysOneServer() throws Exception {
        Kubeconfig config = Configs.load(folder, """
            clusters:
            - {name: a, cluster: {server: "https://h"}}
            - {name: b, cluster: {server: "https://h", proxy-url: "http://p"}}
            - {name: c, cluster: {server: "https://h", tls-server-name: c.example}}
            - {name: d, cluster: {server: "https://h/d"}}
            users: [{name: u, user: {token: x}}]
            contexts:
            - {name: a, context: {cluster: a, user: u}}
            - {name: b, context: {cluster: b, user: u}}
            - {name: c, context: {cluster: c, user: u}}
            - {name: d, context: {cluster: d, user: u}}
            """);
        for (String context : config.contextNames()) {
            assertThat(config.access(context).warnings()).isEmpty();
        }
    }

    @Test
    void impersonation() throws Exception {
        String yaml = user("""
            token: x
            as: system:serviceaccount:a:b
            as-uid: "7"
            as-groups: [one, two]
            as-user-extra:
              example.com/scope: [read, write]
            """);
        assertThat(Configs.access(folder, yaml).impersonation())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Impersonate-User", List.of("system:serviceaccount:a:b"),
                        "Impersonate-Uid", List.of("7"),
                        "Impersonate-Group", List.of("one", "two"),
                        "Impersonate-Extra-example.com%2Fscope", List.of("read", "write")));
    }

    @Test
    void thePodsServiceAccount() throws Exception {
        pod();
        Kubeconfig kubeconfig = find(podOn("fd00::1"));
        assertThat(kubeconfig.contextNames()).containsExactly("in-cluster");
        ClusterAccess access = kubeconfig.access("in-cluster");
        assertThat(access.server()).isEqualTo(URI.create("https://[fd00::1]:443"));
        assertThat(access.namespace()).isEqualTo("shared-tooling");
        assertThat(access.trust()).hasToString("1 of the cluster");
        assertThat(authorization(access)).isEqualTo("Bearer " + POD);

        Files.writeString(folder.resolve("serviceaccount/token"), "rotated");
        assertThat(authorization(access)).isEqualTo("Bearer rotated");

        Files.delete(folder.resolve("serviceaccount/namespace"));
        ClusterAccess without = find(podOn("10.0.0.1")).access(null);
        assertThat(without.server()).isEqualTo(URI.create("https://10.0.0.1:443"));
        assertThat(without.namespace()).isNull();
    }

    @Test
    void aBrokenPod() throws Exception {
        pod();
        Kubeconfig kubeconfig = find(podOn("10.0.0.1"));
        assertThatThrownBy(() -> kubeconfig.access("prod"))
                .hasMessage("context \"prod\" does not exist: there is no kubeconfig here, only the pod's service"
                        + " account, known as \"in-cluster\"");
        assertThatThrownBy(() -> find(podOn("a b")).access(null))
                .hasMessageContaining("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT is not a URL");
        Files.delete(folder.resolve("serviceaccount/ca.crt"));
        assertThatThrownBy(() -> kubeconfig.access(null))
                .hasMessageContaining("ca.crt of cluster \"in-cluster\" does not exist");
        write(folder.resolve("serviceaccount"), "ca.crt", TestKeys.ec().certificatePem());
        Files.writeString(folder.resolve("serviceaccount/token"), "");
        assertThatThrownBy(() -> kubeconfig.access(null)).hasMessageContaining("token of user \"in-cluster\" is empty");
    }

    @Test
    void nothingPrintsASecret() throws Exception {
        String exec = "exec: {command: aws, args: [s3cr3t], env: [{name: A, value: s3cr3t}], "
                + "apiVersion: client.authentication.k8s.io/v1beta1}";
        Files.writeString(folder.resolve("token"), SECRET);
        for (String user : List.of("token: " + SECRET, "username: a\npassword: " + SECRET, "tokenFile: token", exec)) {
            String yaml = config(HTTPS + "\nproxy-url: http://u:" + SECRET + "@p:1", user);
            ClusterAccess access =
                    Configs.load(folder, yaml, Map.of("A", SECRET)).access(null);
            assertThat(access.toString()).doesNotContain(SECRET, base64("u:" + SECRET), base64("a:" + SECRET));
            if (!user.equals(exec)) {
                assertThat(access.credentials().current().toString()).doesNotContain(SECRET, base64("a:" + SECRET));
            }
        }
        assertThat(Configs.environment(folder, Map.of("A", SECRET)).toString()).doesNotContain(SECRET);
        assertThat(new PluginCall("aws", List.of(SECRET), Map.of("A", SECRET), SECRET, SECRET, SECRET).toString())
                .doesNotContain(SECRET);
    }

    private static String certificate(TestKeys keys) {
        return "client-certificate-data: " + base64(keys.certificatePem()) + "\nclient-key-data: "
                + base64(keys.pkcs8());
    }
}
