package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.Admission;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.CacheRule;
import eu.skyscrapers.ptc.audit.Classifier;
import eu.skyscrapers.ptc.audit.ClassifierCorpusTest;
import eu.skyscrapers.ptc.audit.ClusterDefinition;
import eu.skyscrapers.ptc.audit.Expectations;
import eu.skyscrapers.ptc.audit.Glob;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.Tier;
import eu.skyscrapers.ptc.image.ReferenceGenerator;
import eu.skyscrapers.ptc.report.View.Binding;
import eu.skyscrapers.ptc.workload.Workload;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionPolicyReportTest {
    private static final int CONTAINERS = 20;
    private static final String DIGEST = "sha256:" + "5e".repeat(32);
    private static final Admission BUILT_IN =
            Admission.of("dev", Cache.builtIn(Samples.REGISTRY), null, Expectations.BUILT_IN);

    /** Caches and definitions that decide differently. */
    static Stream<String> judges() {
        return Stream.of("built-in", "tiers off", "paths", "root", "overshadowed");
    }

    private static Cache cache(String judge) {
        return switch (judge) {
            case "paths" -> rules("dh=docker.io/library", "bitnami-images=docker.io/bitnami", "q=quay.io/prometheus");
            case "root" -> rules("ROOT=docker.io", "quay=quay.io", "library=registry.k8s.io", "acme=acme.azurecr.io");
            case "overshadowed" ->
                rules(
                        "quay=quay.io",
                        "quay/prometheus=ghcr.io",
                        "k8s=docker.io",
                        "k8s/library/nginx=registry.k8s.io",
                        "a1=quay.io");
            default -> Cache.builtIn(Samples.REGISTRY);
        };
    }

    private static Cache rules(String... texts) {
        return Cache.of(
                Samples.REGISTRY,
                Stream.of(texts)
                        .map(text -> {
                            String[] sides = text.split("=", 2);
                            String[] from = sides[1].split("/", 2);
                            String prefix = sides[0].equals("ROOT") ? "" : sides[0];
                            String path = from.length < 2 ? "" : from[1];
                            return new CacheRule(prefix, from[0], path, null, null, null, false, "test");
                        })
                        .toList());
    }

    private static ClusterDefinition definition(String judge) {
        Set<Tier> off = judge.equals("tiers off") ? Set.of(Tier.DOCKER_HUB, Tier.GHCR) : Set.of();
        return new ClusterDefinition(true, null, off, "dev.yaml");
    }

    private static String report(Admission admission) {
        return report(admission, Binding.DEFAULT);
    }

    private static String report(Admission admission, Binding binding) {
        AuditResult recorded = Samples.all().get("recorded");
        Review review = new Review(null, List.of(), List.of(), List.of(), List.of(), admission);
        AuditResult result = new AuditResult(
                recorded.failOn(), recorded.failAlso(), recorded.clusters(), review, recorded.hints(), recorded.run());
        return Samples.write(Format.ADMISSION_POLICY, result, Samples.view(80).with(binding));
    }

    /** Made-up references of every kind: good ones, and what is none. */
    private static List<String> madeUp(int number) {
        List<String> references = new ArrayList<>();
        ReferenceGenerator generator = new ReferenceGenerator(15);
        IntStream.range(0, number / 2).forEach(i -> {
            references.add(generator.reference());
            references.add(generator.hostile());
        });
        for (String start : List.of("", "docker.io/", "registry-1.docker.io/", "QUAY.IO:443/prometheus/", "ghcr.io/")) {
            // Behind another of Docker Hub's hosts the classifier counts no library/: what is longer with it, CEL
            // leaves alone.
            int longest = start.startsWith("registry-1.") ? 247 : 257;
            IntStream.rangeClosed(241, longest).forEach(length -> references.add(start + "a".repeat(length)));
        }
        return references;
    }

    private static List<String> references(String judge) {
        if (!judge.equals("built-in")) {
            return madeUp(400);
        }
        List<String> references = new ArrayList<>(ClassifierCorpusTest.images());
        references.addAll(madeUp(1_200));
        assertThat(references).hasSizeGreaterThan(2_000);
        return references;
    }

    @ParameterizedTest
    @MethodSource("judges")
    void saysOfEveryReferenceWhatTheClassifierSays(String judge) {
        Classifier classifier = new Classifier(cache(judge), definition(judge));
        PolicyRun policy =
                new PolicyRun(report(Admission.of("dev", cache(judge), definition(judge), Expectations.BUILT_IN)));
        List<String> references = references(judge);
        int replaced = 0;
        for (int start = 0; start < references.size(); start += CONTAINERS) {
            List<String> images = references.subList(start, Math.min(references.size(), start + CONTAINERS));
            Map<String, String> expected = new LinkedHashMap<>();
            for (int i = 0; i < images.size(); i++) {
                String replacement = classifier.classify(images.get(i)).replacement();
                if (replacement != null) {
                    expected.put("/spec/containers/" + i + "/image", replacement);
                }
            }
            replaced += expected.size();
            assertThat(policy.patches(pod(images), null, "n")).as("%s", images).isEqualTo(expected);
        }
        assertThat(replaced).as(judge).isGreaterThan(references.size() / 40);
    }

    private static Map<String, ?> pod(List<String> images) {
        return pod(Map.of("name", "p"), Map.of("containers", named("c", images.toArray(new String[0]))));
    }

    private static Map<String, ?> pod(Map<String, ?> metadata, Map<String, ?> spec) {
        return Map.of("metadata", metadata, "spec", spec);
    }

    private static List<Map<String, ?>> named(String start, String... images) {
        return IntStream.range(0, images.length)
                .<Map<String, ?>>mapToObj(i -> Map.of("name", start + i, "image", images[i]))
                .toList();
    }

    private static PolicyRun builtIn(AcceptedImage... entries) {
        Expectations expectations = new Expectations(List.of(entries), null, LocalDate.of(2026, 11, 30));
        return new PolicyRun(report(Admission.of("dev", cache("built-in"), null, expectations)));
    }

    private static final Map<String, ?> EVERYWHERE = Map.of(
            "containers", named("c", "nginx", Samples.REGISTRY + "/docker-hub/library/nginx", "public.ecr.aws/x/y"),
            "initContainers", List.of(Map.of("name", "i"), Map.of("name", "j", "image", "redis:7@" + DIGEST)),
            "ephemeralContainers", named("e", "gcr.io/x/y", "busybox:1"),
            "volumes",
                    List.of(
                            Map.of("name", "v", "emptyDir", Map.of()),
                            Map.of("name", "w", "image", Map.of("reference", "GHCR.io/a/b:2")),
                            Map.of("name", "x", "image", Map.of())));

    @Test
    void reachesEveryImageOfAPodAndNoneTwice() {
        Map<String, String> patches = builtIn().patches(pod(Map.of("name", "p"), EVERYWHERE), null, "n");
        assertThat(patches)
                .isEqualTo(Map.of(
                        "/spec/containers/0/image", Samples.REGISTRY + "/docker-hub/library/nginx",
                        "/spec/initContainers/1/image", Samples.REGISTRY + "/docker-hub/library/redis:7@" + DIGEST,
                        "/spec/ephemeralContainers/1/image", Samples.REGISTRY + "/docker-hub/library/busybox:1",
                        "/spec/volumes/1/image/reference", Samples.REGISTRY + "/ghcr/a/b:2"));
        assertThat(builtIn().patches(pod(patches.values().stream().toList()), null, "n"))
                .isEmpty();
    }

    /** A running container would start again, and an ephemeral one cannot be changed. */
    @Test
    void leavesWhatAPodHasHadBefore() {
        Map<String, ?> before = pod(Map.of("name", "p"), EVERYWHERE);
        assertThat(builtIn().patches(before, before, "n")).isEmpty();

        Map<String, Object> spec = new HashMap<>(EVERYWHERE);
        spec.put("ephemeralContainers", named("e", "gcr.io/x/y", "busybox:1", "busybox:2"));
        assertThat(builtIn().patches(pod(Map.of("name", "p"), spec), before, "n"))
                .isEqualTo(Map.of(
                        "/spec/ephemeralContainers/2/image", Samples.REGISTRY + "/docker-hub/library/busybox:2"));
    }

    @Test
    void leavesTheMirrorOfAStaticPod() {
        Map<String, ?> annotations = Map.of("kubernetes.io/config.mirror", "0123");
        assertThat(builtIn().patches(pod(Map.of("annotations", annotations), EVERYWHERE), null, "n"))
                .isEmpty();
        assertThat(builtIn().patches(pod(Map.of("annotations", Map.of("a", "b")), EVERYWHERE), null, "n"))
                .isNotEmpty();
    }

    private record Owned(Workload workload, String kind, String name) {
        Map<String, ?> metadata() {
            return kind.isEmpty()
                    ? Map.of("name", name)
                    : Map.of(
                            "ownerReferences", List.of(Map.of("kind", kind, "name", name)), "generateName", name + "-");
        }
    }

    private static final List<Owned> OWNED = List.of(
            new Owned(new Workload("shop", "Deployment", "web"), "ReplicaSet", "web-5d4f8c7b9"),
            new Owned(new Workload("shop", "ReplicaSet", "web"), "ReplicaSet", "web"),
            new Owned(new Workload("shop", "CronJob", "nightly"), "Job", "nightly-28901234"),
            new Owned(new Workload("data", "DaemonSet", "node-agent"), "DaemonSet", "node-agent"),
            new Owned(new Workload("data", "Pod", "debug-me"), "", "debug-me"));

    private static @Nullable Glob glob(String text) {
        return text.equals("-") ? null : new Glob(text);
    }

    /** What is accepted is never rewritten; what is not may stay for its workload, which a pod does not name plainly. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "docker.io/library/* | - | - | - | 5",
                "docker.io/library/nginx | - | - | - | 5",
                "*/n?inx | - | - | - | 5",
                "quay.io/*/x.z | - | - | - | 10",
                "- | shop | - | - | 4",
                "- | * | - | - | 0",
                "- | s*p | - | c1 | 7",
                "docker.io/* | d?ta | - | c0 | 8",
                "- | - | web | - | 6",
                "- | - | Deployment/w* | - | 8",
                "- | - | CronJob/nightly | - | 8",
                "- | - | */nightly | - | 8",
                "quay.io/* | - | DaemonSet/*-agent | - | 9",
                "- | - | Pod/debug-me | - | 8",
                "- | - | nobody | - | 10",
                "gcr.io/* | - | - | - | 10",
            })
    void leavesWhatIsAccepted(String image, String namespace, String workload, String container, int rewritten) {
        AcceptedImage entry = new AcceptedImage(
                glob(image), glob(namespace), glob(workload), glob(container), null, "why", null, "test");
        Expectations expectations = new Expectations(List.of(entry), null, LocalDate.EPOCH);
        Classifier classifier = new Classifier(cache("built-in"));
        PolicyRun policy = builtIn(entry);
        List<String> images = List.of("nginx", "quay.io/a/xyz");
        int all = 0;
        for (Owned owned : OWNED) {
            Map<String, String> patches = policy.patches(
                    pod(owned.metadata(), Map.of("containers", named("c", images.toArray(new String[0])))),
                    null,
                    owned.workload.namespace());
            for (int i = 0; i < images.size(); i++) {
                if (expectations.of("dev", classifier.classify(images.get(i)), owned.workload, "c" + i) != null) {
                    assertThat(patches).as("%s", owned).doesNotContainKey("/spec/containers/" + i + "/image");
                } else if (workload.equals("-")) {
                    assertThat(patches).as("%s", owned).containsKey("/spec/containers/" + i + "/image");
                }
            }
            all += patches.size();
        }
        assertThat(all).isEqualTo(rewritten);
    }

    /** What a user writes into a pattern is text in CEL, and CEL is text in YAML. */
    @Test
    void aPatternIsNeitherAnExpressionNorYaml() {
        for (String text :
                List.of("\"", "\\", "\" || true || \"", "\n  - name: x", "#", "\ud83d", "\u2028(", "a\tb]})")) {
            for (String pattern : List.of(text, text + "*", "?" + text)) {
                AcceptedImage entry = new AcceptedImage(null, new Glob(pattern), null, null, null, "why", null, "test");
                assertThat(builtIn(entry).patches(pod(List.of("nginx")), null, "n"))
                        .as("%s", pattern)
                        .hasSize(1);
            }
        }
    }

    /** The API server takes no number and no truth value for a key. */
    @ParameterizedTest
    @CsvSource({"123", "true", "null", "1e3"})
    void aLabelIsATextWhateverItLooksLike(String label) {
        assertThat(report(BUILT_IN, new Binding("v1", label, null))).contains("key: \"" + label + "\"");
    }

    @Test
    void theLongestPatternOfAWorkloadHasRoom() {
        Glob longest = new Glob("p" + "*".repeat(Glob.LONGEST - 1));
        AcceptedImage entry = new AcceptedImage(null, null, longest, null, null, "why", null, "test");
        assertThat(builtIn(entry).patches(pod(Map.of("name", "pod"), EVERYWHERE), null, "n"))
                .isEmpty();
        assertThat(builtIn(entry).patches(pod(Map.of("name", "other"), EVERYWHERE), null, "n"))
                .isNotEmpty();
    }

    /** An entry for another cluster, one that has expired, and one for an upstream without a rule say nothing here. */
    @Test
    void holdsOnlyWhatIsAcceptedHereAndNow() {
        Glob nginx = new Glob("*/nginx");
        LocalDate past = LocalDate.of(2026, 11, 29);
        AcceptedImage[] entries = {
            new AcceptedImage(nginx, null, null, null, new Glob("prod"), "why", null, "test"),
            new AcceptedImage(nginx, null, null, null, null, "why", past, "test"),
            new AcceptedImage(new Glob("gcr.io/*"), null, null, null, null, "why", null, "test")
        };
        assertThat(builtIn(entries).patches(pod(List.of("nginx")), null, "n")).hasSize(1);
        Expectations expectations = new Expectations(List.of(entries), null, past.plusDays(1));
        assertThat(report(Admission.of("dev", cache("built-in"), null, expectations)))
                .isEqualTo(report(Admission.of("dev", cache("built-in"), null, Expectations.BUILT_IN)));
    }

    @Test
    void makesNoPolicyWhereTheCacheIsNotUsed() {
        ClusterDefinition disabled = new ClusterDefinition(false, null, Set.of(), "dev.yaml");
        String report = report(Admission.of("dev", cache("built-in"), disabled, Expectations.BUILT_IN));
        assertThat(report.lines())
                .allMatch(line -> line.startsWith("# "))
                .anyMatch(line -> line.startsWith("# No policy"));
    }

    @Test
    void keepsItsForm() {
        Golden.assertMatches("recorded.policy.yaml", report(BUILT_IN));
    }

    /** The API's own types know every field, as the API server's strict validation does. */
    @ParameterizedTest
    @ValueSource(strings = {"v1", "v1beta1"})
    void isWhatTheApiKnows(String api) throws ReflectiveOperationException, JsonProcessingException {
        String report = report(BUILT_IN, new Binding(api, "team", null));
        ObjectMapper strict = new ObjectMapper();
        strict.setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
            @Override
            public Boolean hasAnySetter(Annotated member) {
                return false;
            }
        });
        List<Map<?, ?>> documents = PolicyRun.documents(report);
        assertThat(documents).hasSize(2);
        for (Map<?, ?> document : documents) {
            Class<?> type = Class.forName(
                    "io.fabric8.kubernetes.api.model.admissionregistration." + api + "." + document.get("kind"));
            JsonNode tree = strict.valueToTree(document);
            JsonNode back = strict.valueToTree(strict.treeToValue(tree, type));
            assertThat(back).isEqualTo(tree);
            ((ObjectNode) tree.get("spec")).put("failurepolicy", "Ignore");
            assertThatThrownBy(() -> strict.treeToValue(tree, type)).hasMessageContaining("failurepolicy");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "team | a | [{key=team, operator=In, values=[a]}, KUBE_SYSTEM]",
                "team | - | [{key=team, operator=Exists}, KUBE_SYSTEM]",
                "kubernetes.io/metadata.name | shop | [{key=NAME, operator=In, values=[shop]}, KUBE_SYSTEM]",
                "kubernetes.io/metadata.name | kube-system | [{key=NAME, operator=In, values=[kube-system]}]",
                "team | kube-system | [{key=team, operator=In, values=[kube-system]}, KUBE_SYSTEM]",
            })
    void isBoundToTheLabelAndToKubeSystemOnlyByItsName(String key, @Nullable String value, String expected) {
        Map<?, ?> binding = PolicyRun.documents(report(BUILT_IN, new Binding("v1", key, value)))
                .get(1);
        assertThat(binding.get("spec").toString().replace("kubernetes.io/metadata.name", "NAME"))
                .contains("matchExpressions="
                        + expected.replace("KUBE_SYSTEM", "{key=NAME, operator=NotIn, values=[kube-system]}"));
    }
}
