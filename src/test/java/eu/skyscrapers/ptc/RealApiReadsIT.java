package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.api.server.Json;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.RealApiServer;
import eu.skyscrapers.ptc.api.server.RealApiServer.Asked;
import eu.skyscrapers.ptc.api.server.TestPki;
import eu.skyscrapers.ptc.cli.Cli;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real API server holds the recorded cluster: the audit finds in it what kubectl finds, whoever asks and however. */
class RealApiReadsIT extends RealApi {
    @RegisterExtension
    static final RealApiServer SERVER = RealApiServer.filledBy(server -> {
        server.createAll(recorded("kubectl-get-pods.json"));
        for (String list : List.of("deployments.json", "statefulsets.json", "daemonsets.json", "jobs.json")) {
            server.createAll(recorded(list));
        }
        if (server.serves("batch/v1", "CronJob")) {
            server.createAll(recorded("cronjobs.json"));
        }
    });

    private static final List<String> WORKLOADS = List.of(
            "/api/v1/pods",
            "/apis/apps/v1/deployments",
            "/apis/apps/v1/statefulsets",
            "/apis/apps/v1/daemonsets",
            "/apis/batch/v1/jobs",
            "/apis/batch/v1/cronjobs");

    @Override
    RealApiServer server() {
        return SERVER;
    }

    /** Pods alone, of all namespaces, in either encoding; compressed or not. */
    @ParameterizedTest
    @ValueSource(strings = {"--page-size=500", "--page-size=7", "--disable-compression"})
    void everyImageOfEveryPod(String option) {
        Cli.Run run = audit("viewer", "-o", "json", option);
        JsonNode pods = SERVER.get(PODS);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(cluster(run).path("complete").asBoolean()).isTrue();
        assertThat(cluster(run).path("pods").asInt())
                .isEqualTo(pods.path("items").size());
        assertThat(images(cluster(run))).isEqualTo(pulled(pods)).hasSizeGreaterThan(38);
    }

    @Test
    void everyImageOfEveryTemplate() {
        SERVER.needs("batch/v1", "CronJob");
        Cli.Run run = audit("admin", "-o", "json", "--pod-templates");
        Set<String> expected = new TreeSet<>();
        WORKLOADS.forEach(path -> expected.addAll(pulled(SERVER.get(path))));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(images(cluster(run))).isEqualTo(expected);
        assertThat(stream(cluster(run).path("images")).flatMap(image -> stream(image.path("usedBy"))))
                .anySatisfy(use -> {
                    assertThat(use.path("kind").asText()).isEqualTo("CronJob");
                    assertThat(use.path("name").asText()).isEqualTo("verify-backups");
                });
    }

    /** The kind of the one use of an image. */
    private String use(String namespace, String image) {
        JsonNode cluster = cluster(audit("viewer", "-o", "json", "-n", namespace));
        return stream(cluster.path("images"))
                .filter(each -> each.path("image").asText().equals(image))
                .map(each -> each.at("/usedBy/0/containerType").asText())
                .findFirst()
                .orElse("not found: " + cluster);
    }

    @Test
    void aContainerThatWasAddedForDebugging() {
        SERVER.needsDebugging();
        SERVER.namespace("debugged");
        SERVER.create(pod("debugged", "a", CACHED));
        ObjectNode debugger = Json.MAPPER.createObjectNode();
        debugger.put("name", "debugger").put("image", "busybox:1.36").put("imagePullPolicy", "IfNotPresent");
        debugger.put("terminationMessagePolicy", "File");
        SERVER.debug(
                "/api/v1/namespaces/debugged/pods/a",
                Json.MAPPER.createArrayNode().add(debugger));
        assertThat(use("debugged", "busybox:1.36")).isEqualTo("ephemeralContainer");
    }

    @Test
    void anImageThatIsMounted() {
        ObjectNode pod = pod("mounted", "a", CACHED);
        pod.withObject("/spec").withArray("volumes").addObject().put("name", "weights");
        pod.withObject("/spec/volumes/0/image").put("reference", "quay.io/acme/weights:v6");
        SERVER.namespace("mounted");
        SERVER.needsField(pod, "/spec/volumes/0/image/reference");
        SERVER.create(pod);
        assertThat(use("mounted", "quay.io/acme/weights:v6")).isEqualTo("imageVolume");
    }

    /** @param flags where URL and FOLDER stand for the server and a folder with certificates */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-n team-shop",
                "-n=team-shop",
                "--namespace team-data",
                "-n nowhere",
                "-l app",
                "-l !app",
                "-l app=redis",
                "-l app!=redis",
                "-l app.kubernetes.io/name=grafana",
                "-l app.kubernetes.io/name!=grafana",
                "-l app.kubernetes.io/name=grafana,app.kubernetes.io/name!=loki",
                "-l 'app.kubernetes.io/name in (grafana, loki)'",
                "-l 'app.kubernetes.io/name notin (grafana, loki)'",
                "-n kube-system -l k8s-app",
                "--as viewer",
                "--as none",
                "--as none --as-group system:masters",
                "--as none --as-uid 7 --as-group audit-ecr-ptc",
                "--as viewer --token viewertoken",
                "--token listertoken",
                "--token nonetoken",
                "--token wrong",
                "--context viewer",
                "--context none",
                "--context certificate",
                "--context files",
                "--context stranger",
                "--cluster viewer --user lister",
                "--user certificate --token listertoken",
                "--client-certificate FOLDER/EC.crt --client-key FOLDER/EC.key --user nobody",
                "--kubeconfig FOLDER/none -s URL --certificate-authority FOLDER/ca.pem --token viewertoken",
                "--kubeconfig FOLDER/none -s URL --certificate-authority FOLDER/other-ca.pem --token viewertoken",
                "--kubeconfig FOLDER/none -s URL --insecure-skip-tls-verify --token viewertoken",
                "--kubeconfig FOLDER/none -s URL --certificate-authority FOLDER/ca.pem"
                        + " --client-certificate FOLDER/RSA.crt --client-key FOLDER/RSA.key",
                "--tls-server-name localhost",
                "--tls-server-name kubernetes.example",
                "--disable-compression",
            })
    void whatKubectlGets(String flags) throws Exception {
        List<String> call = new ArrayList<>(words(flags));
        if (!flags.contains("--kubeconfig")) {
            call.addAll(List.of("--kubeconfig", kubeconfig().toString()));
        }
        List<String> theirs = new ArrayList<>(List.of("get", "pods", "-o", "json", "--request-timeout", "60s"));
        theirs.addAll(call);
        if (!flags.matches(".*(-n|--namespace)[ =].*")) {
            theirs.add("-A");
        }
        ProcessRun kubectl = kubectl(theirs.toArray(String[]::new));
        SERVER.forgetAsked();
        Cli.Run run = new Cli()
                .run(Stream.concat(Stream.of(REGISTRY, "-o", "json"), call.stream())
                        .toArray(String[]::new));

        if (kubectl.exitCode() != 0) {
            assertThat(run.exitCode()).as("%s, this: %s", kubectl, run.err()).isIn(2, 3);
            assertThat(run.out().isEmpty() || images(cluster(run)).isEmpty()).isTrue();
            String prefix = "Error from server (Forbidden): ";
            kubectl.err()
                    .lines()
                    // That of an impersonation it does not know.
                    .filter(line -> line.startsWith(prefix) && !line.endsWith("unknown"))
                    .forEach(line -> assertThat(run.err()).contains(line.substring(prefix.length())));
            return;
        }
        JsonNode list = Json.read(kubectl.out().getBytes(StandardCharsets.UTF_8));
        assertThat(images(cluster(run))).as(run.err()).isEqualTo(pulled(list));
        assertThat(cluster(run).path("pods").asInt())
                .isEqualTo(list.path("items").size());
        boolean empty = list.path("items").isEmpty();
        boolean clean = cluster(run).at("/summary/direct").asInt() == 0;
        assertThat(run.exitCode()).as(run.err()).isEqualTo(empty ? 3 : clean ? 0 : 1);
        assertThat(SERVER.asked()).extracting(Asked::code).contains(200);
    }

    private List<String> words(String flags) {
        return Stream.of(flags.split(" (?=([^']*'[^']*')*[^']*$)"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.replace("'", ""))
                .map(word -> word.replace("URL", SERVER.uri().toString()).replace("FOLDER", folder.toString()))
                .toList();
    }

    private Path kubeconfig() throws Exception {
        Files.write(folder.resolve("ca.pem"), TestPki.ca());
        Files.write(folder.resolve("other-ca.pem"), TestPki.otherCa());
        for (TestPki.Client client : TestPki.Client.values()) {
            Files.write(folder.resolve(client + ".crt"), client.certificatePem());
            Files.write(folder.resolve(client + ".key"), client.keyPem());
        }
        Kubeconfigs configs = SERVER.kubeconfigs(folder);
        return configs.context("certificate", SERVER.uri(), Kubeconfigs.certificate(TestPki.Client.RSA))
                .context("files", SERVER.uri(), configs.certificateFiles(TestPki.Client.EC))
                .context("stranger", SERVER.uri(), Kubeconfigs.certificate(TestPki.Client.OF_OTHER_CA))
                .context("nobody", SERVER.uri(), Map.of())
                .write();
    }
}
