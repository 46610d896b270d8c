package eu.skyscrapers.ptc.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.api.server.ApiObject;
import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.Resource;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestApiServer.Encoding;
import eu.skyscrapers.ptc.api.server.Watch;
import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Drift;
import eu.skyscrapers.ptc.audit.DriftFinding;
import eu.skyscrapers.ptc.audit.Fold;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judge;
import eu.skyscrapers.ptc.kubeconfig.Environment;
import eu.skyscrapers.ptc.kubeconfig.Kubeconfig;
import eu.skyscrapers.ptc.kubeconfig.Overrides;
import eu.skyscrapers.ptc.kubeconfig.Secrets;
import eu.skyscrapers.ptc.manifests.FileSource;
import eu.skyscrapers.ptc.objects.LabelSelector;
import eu.skyscrapers.ptc.objects.LiveSource;
import eu.skyscrapers.ptc.objects.Progress;
import eu.skyscrapers.ptc.objects.Reading;
import eu.skyscrapers.ptc.objects.Scope;
import eu.skyscrapers.ptc.workload.ImageSink;
import eu.skyscrapers.ptc.workload.LiveSink;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.ReadError;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pods and the pod templates of workloads, read from a server. */
@ParameterizedClass
@EnumSource
class PodTemplatesTest {
    static {
        // As Program.standard does; the first client of a JVM decides for all of them.
        HttpClients.prepare();
    }

    private static final String ALL = "--resource=pods,replicationcontrollers,deployments.apps,statefulsets.apps,"
            + "daemonsets.apps,replicasets.apps,jobs.batch,cronjobs.batch";
    private static final Progress SILENT = (name, read, expected) -> {};

    @Parameter
    private Encoding encoding;

    @TempDir
    private Path folder;

    /** All that a source told, in lines. */
    private static final class Told implements ImageSink {
        private final List<PodImages> pods = new ArrayList<>();
        private final List<String> templates = new ArrayList<>();
        private final List<String> revisions = new ArrayList<>();
        private int starts;

        @Override
        public void accept(PodImages images) {
            if (images.template()) {
                templates.add(images.workload().kind() + "/" + images.name());
            } else {
                pods.add(images);
            }
        }

        @Override
        public void acceptRevision(PodImages template) {
            revisions.add(template.workload().kind() + "/" + template.name());
        }

        @Override
        public void startOver() {
            pods.clear();
            templates.clear();
            revisions.clear();
            starts++;
        }
    }

    private ClusterSource source(TestApiServer server, Scope scope, int pageSize) throws Exception {
        Path config = Kubeconfigs.in(folder).context("test", server).write();
        Environment environment = new Environment(Map.of(), "", folder, Duration.ofSeconds(1), new Secrets());
        RetryPolicy retries = new RetryPolicy(
                Duration.ofSeconds(10),
                System.nanoTime() + Duration.ofSeconds(60).toNanos(),
                Duration.ofSeconds(60),
                Duration.ofMillis(1),
                Duration.ofMillis(3));
        return new ClusterSource(
                Kubeconfig.load(config, Overrides.NONE, environment).access(null),
                scope,
                true,
                pageSize,
                retries,
                "test");
    }

    private static ApiObject object(String json) throws Exception {
        return ApiObject.of(new ObjectMapper().readTree(json.replace('\'', '"')));
    }

    private static ApiObject workload(String name, String metadata, String image) throws Exception {
        return object("{'metadata':{'name':'" + name + "','namespace':'n'" + metadata + "},'spec':{'template':{'spec':"
                + "{'containers':[{'name':'c','image':'" + image + "'}]}}}}");
    }

    private static ApiObject pod(String name, String metadata, String image) throws Exception {
        return object("{'metadata':{'name':'" + name + "','namespace':'n'" + metadata + "},'spec':"
                + "{'containers':[{'name':'c','image':'" + image + "'}]}}");
    }

    private static String owner(String kind, String name) {
        return ",'ownerReferences':[{'kind':'" + kind + "','name':'" + name + "','controller':true}]";
    }

    private static List<String> paths(TestApiServer server) {
        return server.requests().stream()
                .filter(request -> request.method().equals("GET") && !request.isWatch())
                .map(Request::path)
                .toList();
    }

    @Test
    void theRecordedTemplatesAreReadLikePods() throws Exception {
        try (TestApiServer server = TestApiServer.http().encoding(encoding).recorded()) {
            Told told = new Told();
            List<String> progress = new ArrayList<>();
            Reading reading = source(server, Scope.ALL, 25)
                    .read(told, (name, read, expected) -> progress.add(read + "/" + expected));
            assertThat(reading.errors()).isEmpty();
            assertThat(told.pods).hasSize(62);
            assertThat(told.templates).hasSize(30).contains("Deployment/cert-manager", "DaemonSet/kube-proxy");
            assertThat(told.templates)
                    .filteredOn(each -> each.startsWith("CronJob/"))
                    .hasSize(2);
            assertThat(progress).startsWith("25/62", "50/62", "62/-1").endsWith("90/-1", "92/-1");
            assertThat(paths(server))
                    .containsExactly(
                            "/api/v1/pods",
                            "/api/v1/pods",
                            "/api/v1/pods",
                            "/api/v1/replicationcontrollers",
                            "/apis/apps/v1/deployments",
                            "/apis/apps/v1/statefulsets",
                            "/apis/apps/v1/daemonsets",
                            "/apis/apps/v1/replicasets",
                            "/apis/batch/v1/jobs",
                            "/apis/batch/v1/cronjobs");
        }
    }

    @Test
    void whatIstioFillsInIsNoImageOfATemplate() throws Exception {
        ApiObject gateway = object(
                "{'metadata':{'name':'gw','namespace':'n'},'spec':{'template':{'metadata':{'annotations':"
                        + "{'inject.istio.io/templates':'gateway'}},'spec':{'containers':[{'name':'istio-proxy','image':'auto'}]}}}}");
        try (TestApiServer server = TestApiServer.http()
                .encoding(encoding)
                .objects(Resource.DEPLOYMENTS, List.of(gateway, workload("web", "", "auto")))) {
            Fold fold = new Fold(true);
            Reading reading = source(server, Scope.ALL, 500).read(fold, SILENT);
            ClusterResult result = fold.result(
                    "test",
                    null,
                    reading.errors(),
                    "nothing",
                    Judge.of(Cache.builtIn("123456789012.dkr.ecr.eu-west-1.amazonaws.com")));
            assertThat(result.errors()).isEmpty();
            assertThat(result.templates()).isEqualTo(1);
            assertThat(result.images())
                    .flatExtracting(ImageFinding::usedBy)
                    .extracting(usage -> usage.workload().name())
                    .containsExactly("web");
            assertThat(result.passedOver().kinds())
                    .containsExactly(Map.entry("container (image: auto, filled in by Istio)", 1L));
        }
    }

    @Test
    void pagesOfTemplatesExpireAndBreakLikeThoseOfPods() throws Exception {
        try (TestApiServer server = TestApiServer.http()
                .encoding(encoding)
                .recorded()
                .fault(Request.first(1, request -> request.path().endsWith("/deployments")), Fault.truncated())) {
            // Until all is read again: the page behind the broken one is asked for twice, once ahead and in vain.
            server.fault(
                    request -> request.path().endsWith("/deployments")
                            && request.isContinued()
                            && server.requests().stream()
                                            .filter(each -> each.path().equals("/api/v1/pods") && !each.isContinued())
                                            .count()
                                    == 1,
                    Fault.expiredForGood());
            Told told = new Told();
            Reading reading = source(server, Scope.ALL, 7).read(told, SILENT);
            assertThat(reading.errors()).isEmpty();
            assertThat(reading.warnings()).singleElement().asString().contains("read again from the beginning");
            assertThat(told.starts).isEqualTo(1);
            assertThat(told.pods).hasSize(62);
            assertThat(told.templates).hasSize(30).doesNotHaveDuplicates();
        }
    }

    @Test
    void namespacesAndSelectorNarrowEveryList() throws Exception {
        try (TestApiServer server =
                TestApiServer.http().encoding(encoding).recorded().namespace("empty")) {
            Scope scope = new Scope(Set.of("velero", "empty"), LabelSelector.parse("app.kubernetes.io/name=velero"));
            Told told = new Told();
            assertThat(source(server, scope, 500).read(told, SILENT).errors()).isEmpty();
            assertThat(told.templates).containsExactly("Deployment/velero");
            assertThat(paths(server))
                    .hasSize(17)
                    .contains("/apis/apps/v1/namespaces/velero/deployments", "/apis/batch/v1/namespaces/empty/cronjobs")
                    .containsOnlyOnce("/api/v1/namespaces/empty");
            assertThat(server.requests())
                    .filteredOn(request -> request.path().contains("/namespaces/velero/"))
                    .hasSize(8)
                    .allSatisfy(request ->
                            assertThat(request.query("labelSelector")).isEqualTo("app.kubernetes.io/name=velero"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneListThatIsForbiddenIsToldAndTheOthersAreRead(Resource which) throws Exception {
        String path = "/" + which.name().replace("_", "").toLowerCase(Locale.ROOT);
        try (TestApiServer server = TestApiServer.http()
                .encoding(encoding)
                .recorded()
                .forbid(request -> request.path().endsWith(path))) {
            Told told = new Told();
            Reading reading = source(server, Scope.ALL, 500).read(told, SILENT);
            assertThat(reading.errors())
                    .extracting(ReadError::message)
                    .singleElement()
                    .asString()
                    .startsWith("context test (http://127.0.0.1:")
                    .contains("403 Forbidden: " + path.substring(1))
                    .contains(ALL);
            assertThat(told.pods.size() + told.templates.size()).isBetween(30, 92);
            assertThat(paths(server)).doesNotHaveDuplicates().hasSize(8);
        }
    }

    @Test
    void allThatIsMissingIsGrantedByOneCommandBehindTheLastRefusal() throws Exception {
        try (TestApiServer server = TestApiServer.http()
                .encoding(encoding)
                .recorded()
                .forbid(request -> !request.path().endsWith("/pods"))) {
            Told told = new Told();
            Reading reading = source(server, Scope.ALL, 500).read(told, SILENT);
            assertThat(told.pods).hasSize(62);
            assertThat(reading.errors())
                    .hasSize(7)
                    .extracting(ReadError::message)
                    .allSatisfy(error -> assertThat(error).contains("403 Forbidden: "))
                    .filteredOn(error -> error.contains("kubectl"))
                    .singleElement()
                    .asString()
                    .contains("403 Forbidden: cronjobs.batch is forbidden")
                    .endsWith("; grant the missing permissions with: kubectl create clusterrole audit-ecr-ptc-list"
                            + " --verb=list,watch " + ALL + " && kubectl create clusterrolebinding audit-ecr-ptc-list"
                            + " --clusterrole=audit-ecr-ptc-list --user=nobody, or name namespaces that it may list"
                            + " with -n");
        }
    }

    @Test
    void whatIsWrongWithTheWholeServerIsToldOnce() throws Exception {
        try (TestApiServer server =
                TestApiServer.http().encoding(encoding).recorded().fault(Request.any(), Fault.html())) {
            assertThat(source(server, Scope.ALL, 500).read(new Told(), SILENT).errors())
                    .singleElement()
                    .asString()
                    .contains("login page");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void faultsSayWhatWasListed() throws Exception {
        try (TestApiServer server = TestApiServer.http()
                .encoding(encoding)
                .recorded()
                .fault(request -> request.path().endsWith("/cronjobs"), Fault.recorded("notfound-404.http"))) {
            Reading reading = source(server, Scope.ALL, 500).read(new Told(), SILENT);
            assertThat(reading.errors()).singleElement().asString().contains("): cronjobs.batch: 404 Not Found");
        }
    }

    @Test
    void nothingAtAllIsSaidToBeNeither() throws Exception {
        try (TestApiServer server = TestApiServer.http().encoding(encoding)) {
            assertThat(source(server, Scope.ALL, 500).read(new Told(), SILENT).nothingFound())
                    .endsWith("nothing to audit: no pod and no pod template");
        }
    }

    private TestApiServer withDrift() throws Exception {
        String replicaSet = owner("Deployment", "web");
        return TestApiServer.http()
                .encoding(encoding)
                .objects(Resource.DEPLOYMENTS, List.of(workload("web", "", "quay.io/web:2")))
                .objects(
                        Resource.REPLICA_SETS,
                        List.of(
                                workload("alone", "", "quay.io/alone:1"),
                                workload("web-1", replicaSet, "quay.io/web:1"),
                                workload("web-2", replicaSet, "quay.io/web:2")))
                .objects(
                        Resource.JOBS,
                        List.of(
                                workload("migrate", "", "quay.io/job:1"),
                                workload("wf-1", owner("Workflow", "wf"), "quay.io/wf:1")))
                .pods(
                        pod(
                                "web-1-a",
                                ",'labels':{'pod-template-hash':'1'}" + owner("ReplicaSet", "web-1"),
                                "quay.io/web:1"),
                        pod(
                                "web-2-a",
                                ",'labels':{'pod-template-hash':'2'}" + owner("ReplicaSet", "web-2"),
                                "quay.io/web:2"),
                        pod(
                                "web-2-b",
                                ",'labels':{'pod-template-hash':'2'}" + owner("ReplicaSet", "web-2"),
                                "cache/web:2"),
                        pod("wf-1-a", owner("Job", "wf-1"), "cache/wf:1"));
    }

    @Test
    void whatHasAnOwnerIsNoTemplateOfItsOwn() throws Exception {
        try (TestApiServer server = withDrift()) {
            Told told = new Told();
            Reading reading = source(server, Scope.ALL, 1).read(told, SILENT);
            assertThat(reading.errors()).isEmpty();
            assertThat(told.templates).containsExactly("Deployment/web", "ReplicaSet/alone", "Job/migrate");
            assertThat(told.revisions).containsExactly("ReplicaSet/web-1", "ReplicaSet/web-2", "Job/wf-1");
        }
    }

    @Test
    void podsAreComparedWithTheirTemplates() throws Exception {
        Drift drift = new Drift();
        try (TestApiServer server = withDrift()) {
            source(server, Scope.ALL, 2).read(drift, SILENT);
        }
        assertThat(shown(drift))
                .containsExactly(
                        "Deployment/web quay.io/web:2 -> cache/web:2 rewritten",
                        "Deployment/web quay.io/web:2 -> quay.io/web:1 old",
                        "Job/wf-1 quay.io/wf:1 -> cache/wf:1 rewritten");
    }

    @Test
    void podsAndTemplatesInFilesAreComparedToo() throws Exception {
        Path file = Files.writeString(folder.resolve("all.yaml"), """
                kind: Pod
                metadata:
                  name: web-2-b
                  labels: {pod-template-hash: "2"}
                  ownerReferences: [{kind: ReplicaSet, name: web-2, controller: true}]
                spec: {containers: [{name: c, image: "cache/web:2"}]}
                ---
                kind: ReplicaSet
                metadata: {name: web-2, ownerReferences: [{kind: Deployment, name: web, controller: true}]}
                spec: {template: {spec: {containers: [{name: c, image: "quay.io/web:2"}]}}}
                ---
                kind: Deployment
                metadata: {name: web}
                spec: {template: {spec: {containers: [{name: c, image: "quay.io/web:2"}]}}}
                """);
        Drift drift = new Drift();
        Reading reading = FileSource.of(List.of(file.toString()), InputStream.nullInputStream(), Scope.ALL, false)
                .read(drift, SILENT);
        assertThat(reading.errors()).isEmpty();
        assertThat(shown(drift)).containsExactly("Deployment/web quay.io/web:2 -> cache/web:2 rewritten");
    }

    @Test
    void theRecordedClusterDoesNotDrift() throws Exception {
        Drift drift = new Drift();
        try (TestApiServer server = TestApiServer.http().encoding(encoding).recorded()) {
            source(server, Scope.ALL, 500).read(drift, SILENT);
        }
        assertThat(shown(drift)).isEmpty();
    }

    private static List<String> shown(Drift drift) {
        return drift.findings().stream().map(PodTemplatesTest::shown).toList();
    }

    private static String shown(DriftFinding each) {
        return each.workload().kind() + "/" + each.workload().name() + " " + each.templateImage() + " -> "
                + each.podImage() + " " + each.cause().key();
    }

    /** What one followed list told, in lines. */
    private static final class Followed implements LiveSink {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        @Override
        public void accept(PodImages images) {
            lines.add("accept " + images.workload().kind() + "/" + images.name() + " "
                    + images.images().get(0).image());
        }

        @Override
        public void acceptRevision(PodImages template) {
            lines.add("revision " + template.workload().kind() + "/" + template.name());
        }

        @Override
        public void gone(String namespace, String name) {
            lines.add("gone " + namespace + "/" + name);
        }

        @Override
        public void startOver() {}

        @Override
        public void settled(List<ReadError> errors) {
            lines.add("settled " + errors);
        }

        @Override
        public void stale(List<ReadError> errors) {
            lines.add("stale " + errors);
        }

        private String next() throws InterruptedException {
            return String.valueOf(lines.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void templatesAreFollowedAsPodsAre() throws Exception {
        try (TestApiServer server = withDrift()) {
            List<LiveSource.Part> parts = source(server, Scope.ALL, 500).parts();
            assertThat(parts).hasSize(8);
            Followed sink = new Followed();
            Thread thread = new Thread(() -> parts.get(5).follow(sink, SILENT), "follow");
            thread.start();
            try {
                Watch watch = server.nextWatch();
                assertThat(watch.request().path()).isEqualTo("/apis/apps/v1/replicasets");
                assertThat(sink.next()).isEqualTo("accept ReplicaSet/alone quay.io/alone:1");
                assertThat(sink.next()).isEqualTo("revision ReplicaSet/web-1");
                assertThat(sink.next()).isEqualTo("revision ReplicaSet/web-2");
                assertThat(sink.next()).isEqualTo("settled []");
                assertThat(sink.next()).as("the watch goes on from there").isEqualTo("settled []");
                watch.say(event("MODIFIED", workload("alone", "", "quay.io/alone:2")));
                assertThat(sink.next()).isEqualTo("accept ReplicaSet/alone quay.io/alone:2");
                assertThat(sink.next()).isEqualTo("settled []");
                watch.say(event("MODIFIED", workload("alone", owner("Deployment", "d"), "quay.io/alone:2")));
                assertThat(sink.next()).isEqualTo("gone n/alone");
                assertThat(sink.next()).isEqualTo("revision ReplicaSet/alone");
                assertThat(sink.next()).isEqualTo("settled []");
                watch.say(event("DELETED", workload("alone", owner("Deployment", "d"), "quay.io/alone:2")));
                assertThat(sink.next()).isEqualTo("gone n/alone");
            } finally {
                thread.interrupt();
                thread.join(20_000);
            }
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static String event(String type, ApiObject replicaSet) {
        return "{\"type\":\"" + type + "\",\"object\":{\"kind\":\"ReplicaSet\",\"apiVersion\":\"apps/v1\","
                + new String(replicaSet.json(), UTF_8).substring(1) + "}\n";
    }
}
