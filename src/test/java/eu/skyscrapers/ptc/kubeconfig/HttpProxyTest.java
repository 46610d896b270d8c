package eu.skyscrapers.ptc.kubeconfig;

import static eu.skyscrapers.ptc.kubeconfig.Configs.SECRET;
import static eu.skyscrapers.ptc.kubeconfig.Configs.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.skyscrapers.ptc.text.ConfigurationException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProxyTest {
    @TempDir
    Path folder;

    private @Nullable HttpProxy proxy(String cluster, Map<String, String> environment) throws ConfigurationException {
        return Configs.load(folder, Configs.cluster(cluster), environment)
                .access(null)
                .proxy();
    }

    /** The table of golang.org/x/net/http/httpproxy, in the cases that a cluster's address can be. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "https://api.example.com      | -                                | yes",
                "https://api.example.com      | ''                               | yes",
                "https://api.example.com      | *                                | no",
                "https://api.example.com      | a.com,example.com                | no",
                "https://api.example.com      | ' Example.COM '                  | no",
                "https://api.example.com      | .example.com                     | no",
                "https://example.com          | .example.com                     | yes",
                "https://example.com          | *.example.com                    | yes",
                "https://api.example.com      | *.example.com                    | no",
                "https://example.com          | example.com                      | no",
                "https://badexample.com       | example.com                      | yes",
                "https://api.example.com      | ple.com                          | yes",
                "https://api.example.com      | example.com:443                  | no",
                "https://api.example.com:6443 | example.com:443                  | yes",
                "https://api.example.com:6443 | example.com:6443                 | no",
                "https://10.1.2.3             | 10.0.0.0/8                       | no",
                "https://11.1.2.3             | 10.0.0.0/8                       | yes",
                "https://10.1.2.3             | 10.1.2.0/31                      | yes",
                "https://10.1.2.3             | 10.1.2.2/31                      | no",
                "https://10.1.2.3             | 10.1.2.3                         | no",
                "https://10.1.2.3             | 10.1.2.3/32                      | no",
                "https://10.1.2.3             | 10.1.2.3/33,10.1.2.3/99          | yes",
                "https://10.0.0.0             | 10.0.0.0/99                      | yes",
                "https://[2001:db8::1]        | 2001:db8::1/128                  | no",
                "https://[2001:db8::1]        | 2001:db8::1/129                  | yes",
                "https://10.1.2.3:6443        | 10.1.2.3:6443                    | no",
                "https://10.1.2.3:6443        | 10.1.2.3:443                     | yes",
                "https://10.1.2.3             | 10.1.2.0/33,10.1.2.0/x,x/8,/,:,: | yes",
                "https://10.1.2.3             | .3                               | yes",
                "https://api.example.com      | 0.0.0.0/0                        | yes",
                "https://[2001:db8::1]        | 2001:db8::/32                    | no",
                "https://[2001:db8::1]        | 2001:DB8:0::1                    | no",
                "https://[2001:db8::1]        | [2001:db8::1]                    | no",
                "https://[2001:db8::1]:6443   | [2001:db8::1]:6443               | no",
                "https://[2001:db8::1]:6443   | [2001:db8::1]:443                | yes",
                "https://[2001:db8::1]        | 0.0.0.0/0                        | yes",
                "https://localhost:6443       | -                                | no",
                "https://127.0.0.1:6443       | -                                | no",
                "https://[::1]:6443           | -                                | no",
                "http://localhost:8001        | -                                | no",
            })
    void noProxy(String server, @Nullable String noProxy, String proxied) throws Exception {
        Map<String, String> environment = noProxy == null
                ? Map.of("HTTPS_PROXY", "http://p:3128")
                : Map.of("HTTPS_PROXY", "http://p:3128", "NO_PROXY", noProxy);
        HttpProxy proxy = proxy("server: '" + server + "'", environment);
        assertThat(proxy).isEqualTo(proxied.equals("yes") ? new HttpProxy("p", 3128, null) : null);
    }

    @Test
    void theVariables() throws Exception {
        String server = Configs.HTTPS;
        assertThat(proxy(server, Map.of("https_proxy", "p:3128"))).isEqualTo(new HttpProxy("p", 3128, null));
        assertThat(proxy(server, Map.of("HTTPS_PROXY", "http://p", "https_proxy", "http://q")))
                .isEqualTo(new HttpProxy("p", 80, null));
        assertThat(proxy(server, Map.of("HTTPS_PROXY", "http://p", "no_proxy", "10.0.0.1")))
                .isNull();
        assertThat(proxy(server, Map.of("HTTPS_PROXY", "http://p", "NO_PROXY", "x", "no_proxy", "*")))
                .isEqualTo(new HttpProxy("p", 80, null));
        // Of no use for https, in Go as here.
        assertThat(proxy(server, Map.of("HTTP_PROXY", "http://p", "ALL_PROXY", "http://p")))
                .isNull();
        assertThat(proxy(server, Map.of("HTTPS_PROXY", "http://u:" + SECRET + "%40@[fd00::1]:1")))
                .isEqualTo(new HttpProxy("fd00::1", 1, "Basic " + base64("u:" + SECRET + "@")));
    }

    @Test
    void theKubeconfigGoesBeforeTheEnvironment() throws Exception {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "http://q", "NO_PROXY", "*");
        assertThat(proxy(Configs.HTTPS + "\nproxy-url: HTTP://u@p:3128", environment))
                .isEqualTo(new HttpProxy("p", 3128, "Basic " + base64("u:")));
        assertThat(proxy("server: https://127.0.0.1\nproxy-url: http://p", environment))
                .isEqualTo(new HttpProxy("p", 80, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://u:s3cr3t@p", "https://u:s3cr3t@p", "http://u:s3cr3t^@p", "u:s3cr3t@p:x"})
    void whatCannotBeHonouredIsRefused(String value) throws Exception {
        assertThatThrownBy(() -> proxy(Configs.HTTPS, Map.of("HTTPS_PROXY", value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("environment variable HTTPS_PROXY: its value ")
                .hasMessageEndingWith("or list 10.0.0.1 in NO_PROXY")
                .hasMessageNotContaining(SECRET);
        assertThat(proxy(Configs.HTTPS, Map.of("HTTPS_PROXY", value, "NO_PROXY", "*")))
                .isNull();
    }

    @Test
    void hostsAreNeverLookedUp() {
        assertThat(ServerAddress.literal("localhost")).isNull();
        assertThat(ServerAddress.literal("999.1.1.1")).isNull();
        assertThat(ServerAddress.literal("1.2")).isNull();
        assertThat(ServerAddress.literal("01.2.3.4")).isNull();
        assertThat(ServerAddress.isLoopback(URI.create("https://LOCALHOST"))).isTrue();
    }
}
