package eu.skyscrapers.ptc.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.kubeconfig.ClusterAccess;
import eu.skyscrapers.ptc.kubeconfig.Environment;
import eu.skyscrapers.ptc.kubeconfig.Kubeconfig;
import eu.skyscrapers.ptc.kubeconfig.Overrides;
import eu.skyscrapers.ptc.workload.ReadError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
    @TempDir
    private Path folder;

    private ApiException refused(int code, String body, String server, String user) throws Exception {
        Path config = Files.writeString(
                folder.resolve("config"),
                "current-context: c\ncontexts: [{name: c, context: {cluster: k, user: u}}]\n"
                        + "clusters: [{name: k, cluster: {server: '" + server + "'}}]\n"
                        + "users: [{name: u, user: {" + user + "}}]\n");
        ClusterAccess access = Kubeconfig.load(config, Overrides.NONE, new Environment(Map.of(), ""))
                .access(null);
        return new Faults(access, RetryPolicy.of(Duration.ofSeconds(30), Duration.ZERO))
                .refused(
                        code,
                        body.getBytes(UTF_8),
                        false,
                        -1,
                        access.credentials().current());
    }

    private static String status(String message) {
        return "{\"kind\":\"Status\",\"message\":\"" + message.replace("\"", "\\\"") + "\"}";
    }

    /** EKS gives no reason, so all that it may be is named; elsewhere none of that is of use. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://A1.gr7.eu-west-1.eks.amazonaws.com    | x              | true",
                "https://A1.yl4.cn-north-1.EKS.amazonaws.com.cn | x             | true",
                "https://A1.ab.eks-cluster.eu-west-1.api.aws   | x              | true",
                "https://localhost:8443                        | k8s-aws-v1.aHR | true",
                "https://10.0.0.1                              | x              | false",
                "https://eks.example.com                       | ak8s-aws-v1.x  | false"
            })
    void theCausesThatLookAlikeOnEks(String server, String token, boolean eks) throws Exception {
        ApiException refused = refused(401, status("Unauthorized"), server, "token: " + token);
        assertThat(refused.kind()).isEqualTo(ApiException.Kind.UNAUTHORIZED);
        assertThat(refused.message()).startsWith("401 Unauthorized: the server does not accept the credentials; ");
        if (eks) {
            assertThat(refused.message())
                    .contains(
                            "they have expired (aws sts get-caller-identity",
                            "no access entry in this cluster (aws eks list-access-entries --cluster-name NAME)",
                            "another cluster's name (aws eks describe-cluster --name NAME --query cluster.endpoint")
                    .doesNotContain(token.length() > 1 ? token : "x)");
        } else {
            assertThat(refused.message()).endsWith("credentials; are they expired?");
        }
    }

    /** Each was refused, and allowed after the command, by a real server. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "as: jane | users \"jane\" is forbidden: User \"viewer\" cannot impersonate resource \"users\" in API group \"\" at"
                        + " the cluster scope | --resource=users --resource-name=jane | --user=viewer",
                "as: jane, as-groups: [g, \"it's\"] | groups \"g\" is forbidden: User \"viewer\" cannot impersonate resource"
                        + " \"groups\" in API group \"\" at the cluster scope | --resource=users,groups"
                        + " --resource-name=jane --resource-name=g '--resource-name=it'\\''s' | --user=viewer",
                "as: system:serviceaccount:ns:sa | serviceaccounts \"sa\" is forbidden: User \"system:serviceaccount:a:b\""
                        + " cannot impersonate resource \"serviceaccounts\" in API group \"\" in the namespace \"ns\" |"
                        + " --resource=serviceaccounts --resource-name=sa | --serviceaccount=a:b",
                "as: jane, as-user-extra: {Example.com/Scope: [read]} | x cannot impersonate resource \"users\" |"
                        + " --resource=users,userextras.authentication.k8s.io/example.com/scope --resource-name=jane"
                        + " --resource-name=read | --user=NAME",
                "as: jane, as-uid: \"7\" | x cannot impersonate resource \"uids\" | --resource=users"
                        + " --resource-name=jane --resource-name=7 | --user=NAME; its UID takes a rule that kubectl create"
                        + " cannot write: apiGroups [authentication.k8s.io], resources [uids], verbs [impersonate]",
                "as: jane | pods is forbidden: User \"viewer\" cannot impersonate-on:user-info:list resource \"pods\" in API"
                        + " group \"\" at the cluster scope | --resource=users --resource-name=jane | --user=viewer",
                "as: jane | users.authentication.k8s.io \"jane\" is forbidden: User \"viewer\" cannot impersonate:user-info"
                        + " resource \"users\" in API group \"authentication.k8s.io\" at the cluster scope |"
                        + " --resource=users --resource-name=jane | --user=viewer"
            })
    void whatImpersonationLacksIsGrantedForItsNamesAlone(String user, String message, String what, String whom)
            throws Exception {
        ApiException refused = refused(403, status(message), "https://h", "token: x, " + user);
        assertThat(refused.kind()).isEqualTo(ApiException.Kind.FINAL);
        assertThat(refused.message())
                .isEqualTo("403 Forbidden: " + message
                        + "; let it impersonate with: kubectl create clusterrole audit-ecr-ptc-impersonate"
                        + " --verb=impersonate " + what
                        + " && kubectl create clusterrolebinding audit-ecr-ptc-impersonate"
                        + " --clusterrole=audit-ecr-ptc-impersonate " + whom);
    }

    /** Of Go's server, and of nginx. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Client sent an HTTP request to an HTTPS server.\n",
                "<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>"
            })
    void plainTextToAPortWithTls(String body) throws Exception {
        assertThat(refused(400, body, "http://127.0.0.1:6443", "").message())
                .isEqualTo("the server speaks TLS on this port; write https:// in place of http://");
        assertThat(refused(400, "Bad Request", "http://127.0.0.1:6443", "").message())
                .isEqualTo("400: not an answer of a Kubernetes API server");
    }

    @ParameterizedTest
    @CsvSource({
        "301, x, MALFORMED",
        "401, x, UNAUTHORIZED",
        "403, x, FORBIDDEN",
        "403, x cannot impersonate resource, FORBIDDEN",
        "403, system:anonymous, UNAUTHORIZED",
        "404, x, NOT_FOUND",
        "404, '', MALFORMED",
        "407, x, UNREACHABLE",
        "418, x, UNAVAILABLE",
        "418, '', MALFORMED",
        "429, x, UNAVAILABLE",
        "503, x, UNAVAILABLE"
    })
    void eachAnswerHasItsKind(int code, String message, ReadError.Kind kind) throws Exception {
        assertThat(refused(code, status(message), "https://h", "token: x").reported())
                .isEqualTo(kind);
    }
}
