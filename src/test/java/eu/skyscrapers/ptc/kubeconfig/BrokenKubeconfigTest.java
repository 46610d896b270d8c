package eu.skyscrapers.ptc.kubeconfig;

import static eu.skyscrapers.ptc.kubeconfig.Configs.HTTPS;
import static eu.skyscrapers.ptc.kubeconfig.Configs.SECRET;
import static eu.skyscrapers.ptc.kubeconfig.Configs.base64;
import static eu.skyscrapers.ptc.kubeconfig.Configs.cluster;
import static eu.skyscrapers.ptc.kubeconfig.Configs.config;
import static eu.skyscrapers.ptc.kubeconfig.Configs.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every broken kubeconfig has its own words. The table is the specification: add a row, not code. */
class BrokenKubeconfigTest {
    private static final String EXEC = "exec:\n  command: aws\n  apiVersion: client.authentication.k8s.io/v1beta1\n";
    private static final String CA = "certificate-authority-data: "
            + base64(TestKeys.ec().certificatePem().strip());
    private static final String CERTIFICATE =
            "client-certificate-data: " + base64(TestKeys.ec().certificatePem());

    private static final String ENCRYPTED_PKCS1 = """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-256-CBC,00

        AAAA
        -----END RSA PRIVATE KEY-----
        """;

    @TempDir
    Path folder;

    record Row(String name, String yaml, List<String> words) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row row(String name, String yaml, String... words) {
        return new Row(name, yaml, List.of(words));
    }

    static Stream<Row> rows() {
        return Stream.of(
                        files(),
                        references(),
                        servers(),
                        proxies(),
                        authorities(),
                        otherReaders(),
                        identities(),
                        certificates(),
                        plugins())
                .flatMap(List::stream);
    }

    private static List<Row> files() {
        return List.of(
                row("empty", "", "config", "is empty", "--kubeconfig"),
                row("only a comment", "# nothing\n", "is empty"),
                row(
                        "not YAML",
                        "a: 1\nb: c: d\n",
                        "config:2: not valid YAML at column 5: a colon where no key can stand"),
                row("tab", "clusters:\n\t- name: x\n", "config:2: not valid YAML", "a tab; write spaces instead"),
                row("open quote", "a: 'x\n", "not valid YAML", "never closed"),
                row("reserved", user("password: `" + SECRET), "config:12: not valid YAML", "reserved character"),
                row("secret looks like an alias", user("token: *" + SECRET), "config:12: not valid YAML", "alias"),
                row("secret looks like a tag", user("token: !" + SECRET + "!x y"), "config:12: not valid YAML"),
                row("escape", user("token: \"\\" + SECRET + "\""), "config:12: not valid YAML"),
                row("control character", user("token: " + SECRET + "\u0007"), "not valid YAML", "control character"),
                row("broken JSON", "{\"clusters\": [}", "config:1: not valid YAML"),
                row("nested", "[".repeat(50_000), "nested too deeply"),
                row("several documents", user("token: x") + "---\na: b\n", "more than one YAML document"),
                row("list", "- a\n- b\n", "config:1: a kubeconfig must be a mapping, not a list"),
                row("text", "hello", "config:1: a kubeconfig must be a mapping, not a single value"),
                row("another kind", "apiVersion: v1\nkind: Pod\n", "not a kubeconfig, but of kind \"Pod\""),
                row(
                        "another version",
                        "apiVersion: v2\nkind: Config\n",
                        "not a kubeconfig of apiVersion v1, but of \"v2\""),
                row("something else", "registry: x\n", "config:1: not a kubeconfig: it has neither clusters nor users"),
                row("clusters no list", "clusters: {}\n", "config:1: clusters must be a list, not a mapping"),
                row(
                        "no name twice",
                        "contexts:\n- context: {}\n- context: {}\n",
                        "config:3: the name \"\" appears twice in contexts, first at"),
                row(
                        "context no mapping",
                        "contexts: [a]",
                        "config:1: contexts[0] must be a mapping, not a single value"),
                row(
                        "duplicate name",
                        "users:\n- name: a\n  user: {}\n- name: a\n  user: {}\n",
                        "config:4: the name \"a\" appears twice in users, first at",
                        "config:2"),
                row(
                        "duplicate key",
                        user("token: " + SECRET + "\ntoken: x"),
                        "config:13: the key \"token\" appears twice"),
                row("key is no text", user("[a]: b"), "config:12: a key must be text"));
    }

    /** What kubectl refuses, or takes otherwise than YAML 1.2 has it; with kubectl 1.33 each was tried. */
    private static List<Row> otherReaders() {
        List<Row> rows = new ArrayList<>();
        for (String token : List.of(
                "123",
                "yes",
                "y",
                "on",
                "True",
                "0777",
                "0o777",
                "0x1F",
                "1_000",
                "1e3",
                "1.5",
                ".inf",
                "0b11",
                "+1",
                "1__2",
                "08",
                ".5_0",
                "5.",
                "-0b1",
                "0x_1F",
                "!!int \"12\"",
                "!!bool \"yes\"",
                "!!binary czNjcjN0",
                "!x a")) {
            rows.add(
                    row(
                            "token: " + token,
                            user("token: " + token),
                            "config:12: users[0].user.token must be a string, and kubectl takes it for something else; put it in"));
        }
        for (String user : List.of(
                "{token: a, <<: {token: S}}",
                "{<<: {token: a, <<: {token: S}}}",
                "{token: a, ! \"<<\": {token: S}}",
                "{token: a, !!merge \"<<\": {token: S}}",
                "{token: a, &m <<: {token: S}}",
                "{token: a, \"<<\": {token: S}}",
                "{token: a, <<: null}",
                "{token: a, <<: [[{token: S}]]}")) {
            rows.add(row(
                    user,
                    user(user.replace("S", SECRET)),
                    "config:12: programs that read YAML differ on its meaning: "));
        }
        rows.add(row(
                "two merge keys",
                user("{<<: &m {token: a}, <<: [{token: " + SECRET + "}, *m]}"),
                "config:12: the key \"<<\" appears twice"));
        for (String key : List.of("!!binary dG9rZW4=", "!x token")) {
            rows.add(row(key, user("{token: a, " + key + ": " + SECRET + "}"), "config:12: a key must be text"));
        }
        for (String end : List.of("\u0085", "\u2028", "\u2029")) {
            rows.add(row(
                    "line break " + (int) end.charAt(0),
                    user("token: a #" + end + "    token: " + SECRET),
                    "config:12: programs that read YAML differ on its meaning: the character U+",
                    "may end a line; remove it"));
        }
        rows.add(row(
                "server behind a key", cluster("{server: https://a, <<: {server: https://b}}"), "config:5: programs"));
        rows.add(row(
                "number for a plugin",
                config(
                        HTTPS + "\nextensions: [{name: client.authentication.k8s.io/exec, extension: {a: 0777}}]",
                        EXEC + "  provideClusterInfo: true"),
                "config:6: clusters[0].cluster.extensions[0].extension holds a number that JSON cannot hold"));
        return rows;
    }

    private static List<Row> references() {
        String two = "contexts:\n- name: prod\n  context: {}\n- name: staging\n  context: {}\n";
        return List.of(
                row("no current context", two, "no current context is set", "--context", "\"prod\", \"staging\""),
                row("no contexts", "kind: Config\n", "no current context is set", "there is none"),
                row("empty current context", "current-context: ''\n" + two, "no current context is set"),
                row(
                        "unknown current context",
                        "current-context: prdo\n" + two,
                        "config:1: current context \"prdo\" does not exist; did you mean \"prod\"?"),
                row("no cluster", "current-context: prod\n" + two, "config:4: context \"prod\" names no cluster"),
                row(
                        "unknown cluster",
                        cluster("{}").replace("name: k", "name: kk"),
                        "config:8: context \"c\" names the cluster \"k\", which does not exist",
                        "there are \"kk\""),
                row(
                        "unknown user",
                        config(HTTPS, "token: x").replace("user: u}", "user: uu}"),
                        "config:8: context \"c\" names the user \"uu\", which does not exist; did you mean \"u\"?"),
                row(
                        "no user",
                        config(HTTPS, "token: x").replace(", user: u}", "}"),
                        "config:8: context \"c\" names no user, so there are no credentials at all"),
                row(
                        "empty user",
                        config(HTTPS, "token: x").replace("user: u}", "user: ''}"),
                        "names no user, so there are no credentials at all"),
                row(
                        "context is a list",
                        "current-context: c\ncontexts:\n- name: c\n  context: [a]\n",
                        "config:4: contexts[0].context must be a mapping, not a list"),
                row(
                        "current context is a list",
                        "current-context: [a]\n" + two,
                        "config:1: current-context must be a string, not a list"));
    }

    private static List<Row> servers() {
        return List.of(
                row("no server", cluster("{}"), "config:5: cluster \"k\" has no server"),
                row("no cluster body", cluster("null"), "cluster \"k\" has no server"),
                row("empty server", cluster("server: ''"), "cluster \"k\" has no server"),
                row(
                        "no scheme",
                        cluster("server: 10.0.0.1:6443"),
                        "config:5: server of cluster \"k\" has no scheme; write https://10.0.0.1:6443"),
                row("no scheme, a name", cluster("server: api.example.com"), "write https://api.example.com"),
                row(
                        "no scheme, a password",
                        cluster("server: u:" + SECRET + "@10.0.0.1"),
                        "has no scheme; write https://HOST:PORT"),
                row("other scheme", cluster("server: ftp://x"), "has the scheme \"ftp\"; an API server speaks https"),
                row("no URL", cluster("server: 'https://a b'"), "config:5: server of cluster \"k\" is not a URL"),
                row("no host", cluster("server: https:///x"), "has no valid host name"),
                row("underscore", cluster("server: https://a_b:6443"), "has no valid host name"),
                row("port", cluster("server: https://a:70000"), "has a port that does not exist: 70000"),
                row("port zero", cluster("server: https://a:0"), "has a port that does not exist: 0"),
                row(
                        "user information",
                        cluster("server: https://admin:" + SECRET + "@10.0.0.1"),
                        "holds a user name or password"),
                row(
                        "server is a list",
                        cluster("server: [a]"),
                        "config:5: clusters[0].cluster.server must be a string, not a list"),
                row(
                        "plain http",
                        cluster("server: http://10.0.0.1:8080"),
                        "config:5: server http://10.0.0.1:8080 of cluster \"k\" is reached over plain http"),
                row("plain http without credentials", config("server: http://10.0.0.1:8080", "{}"), "plain http"),
                row("plain http by a deceptive name", cluster("server: http://127.0.0.1.example.com"), "plain http"),
                row(
                        "plain http by localhost's subdomain",
                        cluster("server: http://localhost.example.com"),
                        "plain http"),
                row(
                        "plain http through a proxy",
                        cluster("server: http://127.0.0.1:8080\nproxy-url: http://p:3128"),
                        "plain http"),
                row(
                        "tls-server-name",
                        cluster(HTTPS + "\ntls-server-name: kubernetes/default"),
                        "config:6: tls-server-name of cluster \"k\" is not the name of a host"));
    }

    private static List<Row> proxies() {
        return List.of(
                row(
                        "socks5",
                        cluster(HTTPS + "\nproxy-url: socks5://u:" + SECRET + "@p:1080"),
                        "config:6: proxy-url of cluster \"k\" names a SOCKS proxy"),
                row(
                        "TLS to the proxy",
                        cluster(HTTPS + "\nproxy-url: https://u:" + SECRET + "@p"),
                        "itself reached over TLS"),
                row(
                        "no scheme",
                        cluster(HTTPS + "\nproxy-url: u:" + SECRET + "@p:3128"),
                        "has no scheme; write http://HOST:PORT"),
                row(
                        "other scheme",
                        cluster(HTTPS + "\nproxy-url: ftp://u:" + SECRET + "@p:3128"),
                        "has the scheme \"ftp\""),
                row(
                        "no URL",
                        cluster(HTTPS + "\nproxy-url: 'http://u:" + SECRET + "^@p:3128'"),
                        "is not a URL",
                        "percent-encoded"),
                row("no host", cluster(HTTPS + "\nproxy-url: http://u:" + SECRET + "@/"), "has no valid host name"));
    }

    private static List<Row> authorities() {
        return List.of(
                row(
                        "missing",
                        cluster(HTTPS + "\ncertificate-authority: ca.crt"),
                        "config:6: certificate-authority ",
                        "ca.crt of cluster \"k\" does not exist"),
                row("directory", cluster(HTTPS + "\ncertificate-authority: ."), " of cluster \"k\" is a directory"),
                row("no path", cluster(HTTPS + "\ncertificate-authority: \"a\\0b\""), "config:6:", "is not a path"),
                row(
                        "no base64",
                        cluster(HTTPS + "\ncertificate-authority-data: '%%" + SECRET + "'"),
                        "config:6: certificate-authority-data of cluster \"k\" is not valid base64"),
                row(
                        "no PEM",
                        cluster(HTTPS + "\ncertificate-authority-data: " + base64(SECRET)),
                        "certificate-authority-data of cluster \"k\" holds no certificate in PEM form"),
                row(
                        "no certificate",
                        cluster(HTTPS + "\ncertificate-authority-data: "
                                + base64(TestKeys.pem("CERTIFICATE", new byte[] {1, 2, 3}))),
                        "holds a certificate that cannot be read"),
                row(
                        "block is no base64",
                        cluster(HTTPS + "\ncertificate-authority-data: "
                                + base64("-----BEGIN CERTIFICATE-----\n%%\n-----END CERTIFICATE-----")),
                        "holds a PEM block that is not base64"),
                row(
                        "file and data",
                        cluster(HTTPS + "\ncertificate-authority: ca.crt\n" + CA),
                        "cluster \"k\" has both certificate-authority and certificate-authority-data"),
                row(
                        "insecure beside it",
                        cluster(HTTPS + "\ninsecure-skip-tls-verify: true\n" + CA),
                        "cluster \"k\" has both a certificate authority and insecure-skip-tls-verify"),
                row(
                        "insecure is a text",
                        cluster(HTTPS + "\ninsecure-skip-tls-verify: 'true'"),
                        "config:6: clusters[0].cluster.insecure-skip-tls-verify must be true or false"),
                row(
                        "insecure is a word",
                        cluster(HTTPS + "\ninsecure-skip-tls-verify: maybe"),
                        "must be true or false"));
    }

    private static List<Row> identities() {
        return List.of(
                row("none", user("{}"), "config:12: user \"u\" of context \"c\" has no credentials at all"),
                row("null", user("null"), "user \"u\" of context \"c\" has no credentials at all"),
                row(
                        "none on loopback with https",
                        config("server: https://127.0.0.1:6443", "{}"),
                        "has no credentials at all"),
                row("only impersonation", user("as: jane"), "has no credentials at all"),
                row("empty token", user("token: ''"), "config:12: the token of user \"u\" is empty"),
                row(
                        "token with a line break",
                        user("token: |\n  " + SECRET + "\n"),
                        "config:12: the token of user \"u\" holds white space"),
                row(
                        "token with a control character",
                        user("token: \"" + SECRET + "\\e\""),
                        "the token of user \"u\" holds"),
                row(
                        "token is a list",
                        user("token: [" + SECRET + "]"),
                        "config:12: users[0].user.token must be a string, not a list"),
                row("token is a mapping", user("token: {a: " + SECRET + "}"), "must be a string, not a mapping"),
                row(
                        "token file missing",
                        user("tokenFile: t"),
                        "config:12: tokenFile ",
                        "t of user \"u\" does not exist"),
                row("token file empty", user("tokenFile: empty"), "empty of user \"u\" is empty"),
                row("token file broken", user("tokenFile: two-lines"), "two-lines of user \"u\" holds white space"),
                row("token file a directory", user("tokenFile: ."), " of user \"u\" is a directory"),
                row(
                        "token and password",
                        user("token: " + SECRET + "\nusername: a\npassword: " + SECRET),
                        "config:12: user \"u\" has both a token and a user name or password"),
                row(
                        "token file and password",
                        user("tokenFile: two-lines\npassword: " + SECRET),
                        "has both a token and a user name"),
                row("only a password", user("password: " + SECRET), "has only one of username and password"),
                row("only a user name", user("username: admin"), "has only one of username and password"),
                row(
                        "gcp",
                        user("auth-provider: {name: gcp, config: {access-token: " + SECRET + "}}"),
                        "config:12: auth-provider \"gcp\" of user \"u\"",
                        "gke-gcloud-auth-plugin"),
                row("azure", user("auth-provider: {name: azure}"), "auth-provider \"azure\"", "kubelogin"),
                row("oidc", user("auth-provider: {name: oidc}"), "auth-provider \"oidc\"", "oidc-login"),
                row(
                        "another provider",
                        user("auth-provider: {name: openstack}"),
                        "auth-provider \"openstack\"",
                        "an exec plugin"),
                row("provider and plugin", user("auth-provider: {}\n" + EXEC), "auth-provider of user \"u\""),
                row(
                        "provider and token",
                        user("token: " + SECRET + "\nauth-provider: {name: gcp}"),
                        "auth-provider \"gcp\""),
                row(
                        "groups without user",
                        user("token: " + SECRET + "\nas-groups: [a]"),
                        "config:13: user \"u\" impersonates a uid, groups or extra values without a user"),
                row("uid without user", user("token: " + SECRET + "\nas-uid: a"), "without a user"),
                row("extra without user", user("token: " + SECRET + "\nas-user-extra: {a: [b]}"), "without a user"),
                row(
                        "user no header",
                        user("token: " + SECRET + "\nas: \"a\\r\\nX: y\""),
                        "config:13: as holds a character that cannot be sent"),
                row(
                        "groups no list",
                        user("token: " + SECRET + "\nas: a\nas-groups: b"),
                        "config:14: users[0].user.as-groups must be a list"));
    }

    private static List<Row> certificates() {
        String rsaKey = "\nclient-key-data: " + base64(TestKeys.rsa().pkcs8());
        return List.of(
                row(
                        "missing certificate",
                        user("client-certificate: a.crt\nclient-key: a.key"),
                        "config:12: client-certificate ",
                        "a.crt of user \"u\" does not exist"),
                row(
                        "missing key",
                        user(CERTIFICATE + "\nclient-key: a.key"),
                        "config:13: client-key ",
                        "a.key of user \"u\" does not exist"),
                row(
                        "certificate without key",
                        user(CERTIFICATE),
                        "config:12: client-certificate-data of user \"u\" has no key beside it"),
                row(
                        "key without certificate",
                        user("token: x" + rsaKey),
                        "config:13: client-key-data of user \"u\" has no certificate beside it"),
                row(
                        "file and data",
                        user(CERTIFICATE + "\nclient-certificate: a.crt" + rsaKey),
                        "has both client-certificate and client-certificate-data"),
                row(
                        "key file and data",
                        user(CERTIFICATE + "\nclient-key: a" + rsaKey),
                        "has both client-key and client-key-data"),
                row(
                        "certificate no base64",
                        user("client-certificate-data: '%" + SECRET + "'" + rsaKey),
                        "config:12: client-certificate-data of user \"u\" is not valid base64"),
                row(
                        "key no base64",
                        user(CERTIFICATE + "\nclient-key-data: '%" + SECRET + "'"),
                        "config:13: client-key-data of user \"u\" is not valid base64"),
                row(
                        "certificate no PEM",
                        user("client-certificate-data: " + base64(SECRET) + rsaKey),
                        "config:12: client-certificate-data of user \"u\" holds no certificate in PEM form"),
                row(
                        "key no PEM",
                        user(CERTIFICATE + "\nclient-key-data: " + base64(SECRET)),
                        "config:13: client-key-data of user \"u\" holds no private key in PEM form"),
                row(
                        "key of another kind",
                        user(CERTIFICATE + rsaKey),
                        "client-key-data of user \"u\" holds no readable EC key"),
                row(
                        "key of another certificate",
                        user(CERTIFICATE + "\nclient-key-data: "
                                + base64(TestKeys.expired().pkcs8())),
                        "client-key-data of user \"u\" does not belong to the client certificate"),
                row(
                        "encrypted PKCS#8",
                        user(CERTIFICATE + "\nclient-key-data: "
                                + base64(TestKeys.pem("ENCRYPTED PRIVATE KEY", new byte[9]))),
                        "client-key-data of user \"u\" is encrypted",
                        "openssl pkey"),
                row(
                        "encrypted PKCS#1",
                        user(CERTIFICATE + "\nclient-key-data: " + base64(ENCRYPTED_PKCS1)),
                        "is encrypted"));
    }

    private static List<Row> plugins() {
        return List.of(
                row(
                        "no command",
                        user("exec: {apiVersion: client.authentication.k8s.io/v1}"),
                        "config:12: the exec plugin of user \"u\" has no command"),
                row("no apiVersion", user("exec: {command: aws}"), "the exec plugin of user \"u\" has no apiVersion"),
                row(
                        "v1alpha1",
                        user("exec: {command: aws, apiVersion: client.authentication.k8s.io/v1alpha1}"),
                        "config:12: apiVersion",
                        "v1alpha1",
                        "was removed in Kubernetes 1.24"),
                row(
                        "unknown version",
                        user("exec: {command: aws, apiVersion: v7}"),
                        "apiVersion \"v7\"",
                        "is not known"),
                row(
                        "v1 without mode",
                        user("exec: {command: aws, apiVersion: client.authentication.k8s.io/v1}"),
                        "has no interactiveMode"),
                row(
                        "interactive",
                        user(EXEC + "  interactiveMode: Always"),
                        "config:15: the exec plugin of user \"u\" wants a terminal (interactiveMode Always)"),
                row(
                        "unknown mode",
                        user(EXEC + "  interactiveMode: Perhaps"),
                        "interactiveMode \"Perhaps\"",
                        "is not known"),
                row("no path", user(EXEC.replace("aws", "\"C:/a\\0\"")), "config:13: the command of", "is not a path"),
                row(
                        "args no list",
                        user(EXEC + "  args: " + SECRET),
                        "config:15: users[0].user.exec.args must be a list, not a single value"),
                row(
                        "arg no string",
                        user(EXEC + "  args: [{a: " + SECRET + "}]"),
                        "users[0].user.exec.args[0] must be a string, not a mapping"),
                row(
                        "NUL in args",
                        user(EXEC + "  args: [\"" + SECRET + "\\0\"]"),
                        "an argument of the exec plugin of user \"u\" holds a NUL"),
                row(
                        "env without name",
                        user(EXEC + "  env: [{value: " + SECRET + "}]"),
                        "an env entry of the exec plugin of user \"u\" has no name"),
                row(
                        "env with a bad name",
                        user(EXEC + "  env: [{name: a=b, value: " + SECRET + "}]"),
                        "holds a character that no environment can hold"),
                row(
                        "env with a bad value",
                        user(EXEC + "  env: [{name: a, value: \"" + SECRET + "\\0\"}]"),
                        "holds a character that no environment can hold"),
                row(
                        "endless extension",
                        config(
                                HTTPS
                                        + "\n"
                                        + "extensions:\n"
                                        + "- name: client.authentication.k8s.io/exec\n"
                                        + "  extension: &x [*x]",
                                EXEC + "  provideClusterInfo: true"),
                        "nested too deeply"),
                row(
                        "alias bomb",
                        config(HTTPS + "\n" + bomb(), EXEC + "  provideClusterInfo: true"),
                        "is too large for a credential plugin"));
    }

    private static String bomb() {
        StringBuilder yaml = new StringBuilder("extensions:\n- name: a\n  extension: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            yaml.append("- name: a").append(i).append("\n  extension: &a").append(i);
            yaml.append(" [*a").append(i - 1).append(", *a").append(i - 1).append("]\n");
        }
        return yaml.append("- name: client.authentication.k8s.io/exec\n  extension: *a39")
                .toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void isRefusedInWords(Row row) throws Exception {
        Files.writeString(folder.resolve("empty"), "\n");
        Files.writeString(folder.resolve("two-lines"), SECRET + "\n" + SECRET);

        ConfigurationException refusal =
                catchThrowableOfType(ConfigurationException.class, () -> Configs.access(folder, row.yaml()));

        assertThat(refusal).as("nothing was refused").isNotNull();
        assertThat(refusal)
                .hasMessageContainingAll(row.words().toArray(String[]::new))
                .hasNoCause();
        assertThat(refusal.getMessage()).doesNotContain(SECRET, "\n", base64(SECRET));
    }

    @Test
    void missing() {
        refuses(folder.resolve("none"), "none does not exist; check the path given with --kubeconfig");
    }

    @Test
    void directory() {
        refuses(folder, "is a directory; name a readable file");
    }

    @Test
    void unreadable() {
        // Readable by nobody, root included: its first page is never mapped.
        Path file = Path.of("/proc/self/mem");
        Assumptions.assumeTrue(Files.exists(file));
        refuses(file, "kubeconfig /proc/self/mem cannot be read: ");
    }

    @Test
    void noText() throws Exception {
        refuses(
                Files.write(folder.resolve("config"), new byte[] {'a', ':', ' ', (byte) 0xff, (byte) 0xfe}),
                "not UTF-8");
    }

    @Test
    void endless() {
        Path file = Path.of("/dev/zero");
        Assumptions.assumeTrue(Files.exists(file));
        refuses(file, "is larger than 16 MB");
    }

    @Test
    void namesWithLineBreaksStayOnOneLine() {
        ConfigurationException refusal = catchThrowableOfType(
                ConfigurationException.class,
                () -> Configs.access(folder, "current-context: \"a\\n  b\"\ncontexts: []\n"));
        assertThat(refusal).hasMessageContaining("current context \"a b\" does not exist");
    }

    @Test
    void unknownContext() throws Exception {
        StringBuilder yaml = new StringBuilder("contexts:\n");
        for (int i = 0; i < 16; i++) {
            yaml.append("- name: arn:aws:eks:eu-west-1:123456789012:cluster/shop-")
                    .append(i)
                    .append("\n");
        }
        Kubeconfig kubeconfig = Configs.load(folder, yaml.toString());
        assertThat(catchThrowableOfType(ConfigurationException.class, () -> kubeconfig.access("shop-7")))
                .hasMessageContaining("context \"shop-7\" does not exist; did you mean \"arn:aws:eks:eu-west-1:")
                .hasMessageContaining("cluster/shop-7\"? there are 16 of them");
    }

    @Test
    void theNearestNamesComeFirst() {
        assertThat(Words.suggestions("prod", List.of("prodd-1", "prod-eu-1", "other", "pro", "xrody")))
                .isEqualTo("did you mean \"pro\", \"xrody\", \"prodd-1\"? "
                        + "there are \"prodd-1\", \"prod-eu-1\", \"other\", \"pro\", \"xrody\"");
        assertThat(Words.suggestions("x", List.of("a", "b"))).isEqualTo("there are \"a\", \"b\"");
    }

    private void refuses(Path file, String words) {
        Environment environment = Configs.environment(folder, Map.of());
        assertThat(catchThrowableOfType(
                        ConfigurationException.class, () -> Kubeconfig.load(file, Overrides.NONE, environment)))
                .hasMessageContaining(words);
    }
}
