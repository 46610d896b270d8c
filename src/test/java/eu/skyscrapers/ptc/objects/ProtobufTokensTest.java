package eu.skyscrapers.ptc.objects;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.api.server.Protobuf;
import eu.skyscrapers.ptc.api.server.Recordings;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.PullFailure;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON is the judge: a list says the same in both encodings; and no damaged one is taken for a whole one. */
class ProtobufTokensTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] PAGE = Recordings.bytes("pods-page-1.pb");
    private static final int ROUNDS = 3000;

    /** All that a list told. */
    private static final class Told implements Findings {
        private final List<Object> told = new ArrayList<>();

        @Override
        public void found(PodImages images) {
            told.add(sorted(images));
        }

        @Override
        public void owned(PodImages images, Workload owner) {
            told.add(List.of("owned", sorted(images)));
        }

        /** In protobuf those of init containers come behind the others; nobody goes by the order of failures. */
        private static PodImages sorted(PodImages pod) {
            return new PodImages(
                    pod.name(),
                    pod.workload(),
                    pod.template(),
                    pod.endsBy(),
                    pod.finished(),
                    pod.revision(),
                    pod.deployer(),
                    pod.pullFailures().stream()
                            .sorted(Comparator.comparing(PullFailure::toString))
                            .toList(),
                    pod.images(),
                    pod.priorityClass(),
                    pod.node(),
                    pod.filledIn());
        }

        @Override
        public void passedOver(String kind) {
            told.add("passed over " + kind);
        }

        @Override
        public void leftOut() {
            told.add("left out");
        }

        @Override
        public void problem(long line, String what) {
            told.add(what);
        }

        @Override
        public void page(ListPage page) {
            told.add(page);
        }
    }

    /** Gives as little at a time as a network may, so that everything is cut somewhere. */
    private static final class Pieces extends FilterInputStream {
        private final Random random;
        private final int most;

        Pieces(byte[] bytes, Random random, int most) {
            super(new ByteArrayInputStream(bytes));
            this.random = random;
            this.most = most;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(most)));
        }
    }

    private static List<Object> told(InputStream in, boolean protobuf, String itemKind) throws IOException {
        Told told = new Told();
        told.told.add(Documents.readList(
                in, protobuf, itemKind, Scope.ALL, told, token -> told.told.add("continues with " + token)));
        return told.told;
    }

    private static List<Object> told(byte[] body) throws IOException {
        return told(new ByteArrayInputStream(body), true, "Pod");
    }

    private static void assertSameInBoth(JsonNode list, Random random) throws IOException {
        String kind = list.path("kind").asText().replaceFirst("List$", "");
        byte[] json = list.toString().getBytes(UTF_8);
        byte[] protobuf = Protobuf.of(list);
        assertThat(told(new Pieces(protobuf, random, 1 + random.nextInt(60)), true, kind))
                .as(list.toString())
                .isEqualTo(told(new ByteArrayInputStream(json), false, kind));
    }

    private static void assertMalformed(byte[] body, String message) {
        assertThatThrownBy(() -> told(body))
                .isInstanceOfSatisfying(
                        MalformedException.class,
                        e -> assertThat(e.cutOff()).as(e.getMessage()).isFalse())
                .hasMessageContaining(message);
    }

    @Test
    void theRecordedAnswersSayTheSame() throws IOException {
        assertThat(told(PAGE))
                .isEqualTo(told(new ByteArrayInputStream(Recordings.bytes("pods-page-1.json")), false, "Pod"))
                .hasSize(27);
        for (String file : List.of(
                "pods-page-2.json",
                "pods-page-3.json",
                "deployments.json",
                "statefulsets.json",
                "daemonsets.json",
                "cronjobs.json",
                "jobs.json")) {
            assertSameInBoth(JSON.readTree(Recordings.bytes(file)), new Random(1));
        }
    }

    /** Lists of any kind with any of the fields that anybody reads, and some more. */
    private static final class Lists {
        private static final List<String> TEXTS = List.of(
                "",
                "",
                "a",
                "nginx",
                "Node",
                "ReplicaSet",
                "x-1234567x",
                "Succeeded",
                "ErrImagePull",
                "ImagePullBackOff",
                "Helm",
                "7",
                "é",
                "日本",
                "😀\ufffd",
                "\u0000\u001b[2K\r\n",
                "\u202egnp.exe",
                "<script>\"'\\",
                "x".repeat(97),
                "ü".repeat(90),
                "y".repeat(70_000));
        private static final List<String> MARKS = List.of(
                "pod-template-hash",
                "controller-revision-hash",
                "pod-template-generation",
                "app.kubernetes.io/managed-by",
                "app.kubernetes.io/instance",
                "deprecated.daemonset.template.generation",
                "argocd.argoproj.io/tracking-id",
                "helm.toolkit.fluxcd.io/name",
                "kubectl.kubernetes.io/last-applied-configuration",
                "");
        private final Random random;

        Lists(Random random) {
            this.random = random;
        }

        ObjectNode list() {
            String[] kind = pick(List.of(
                            "v1 Pod",
                            "v1 Pod",
                            "v1 Pod",
                            "v1 ReplicationController",
                            "apps/v1 Deployment",
                            "apps/v1 StatefulSet",
                            "apps/v1 DaemonSet",
                            "apps/v1 ReplicaSet",
                            "batch/v1 Job",
                            "batch/v1 CronJob"))
                    .split(" ", -1);
            ObjectNode list =
                    JSON.createObjectNode().put("kind", kind[1] + "List").put("apiVersion", kind[0]);
            ObjectNode metadata = list.putObject("metadata").put("resourceVersion", "329");
            sometimes(() -> metadata.put("continue", "token"));
            sometimes(() -> metadata.put("remainingItemCount", random.nextInt(3)));
            ArrayNode items = list.putArray("items");
            times(() -> item(items.addObject(), kind[1]));
            return list;
        }

        private void item(ObjectNode item, String kind) {
            metadata(item.putObject("metadata"));
            ObjectNode spec = item.putObject("spec");
            ObjectNode status = item.putObject("status");
            switch (kind) {
                case "Pod" -> {
                    podSpec(spec);
                    status.put("phase", text());
                    for (String of :
                            List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses")) {
                        times(() -> containerStatus(status.withArray(of).addObject()));
                    }
                }
                case "CronJob" ->
                    template(spec.putObject("jobTemplate").putObject("spec").putObject("template"));
                default -> template(spec.putObject("template"));
            }
            if (kind.equals("StatefulSet")) {
                sometimes(() -> status.put("observedGeneration", 1 + random.nextInt(2)));
                sometimes(() -> status.put("updateRevision", text()));
            }
        }

        private void template(ObjectNode template) {
            List<String> inject = List.of("true", "false", "");
            times(() -> template.withObject("/metadata/labels").put(IstioInjector.INJECT, pick(inject)));
            times(() -> template.withObject("/metadata/annotations").put(IstioInjector.INJECT, pick(inject)));
            times(() -> template.withObject("/metadata/annotations").put(IstioInjector.TEMPLATES, text()));
            podSpec(template.putObject("spec"));
        }

        private void metadata(ObjectNode metadata) {
            sometimes(() -> metadata.put("name", text()));
            sometimes(() -> metadata.put("generateName", text()));
            sometimes(() -> metadata.put("namespace", text()));
            sometimes(() -> metadata.put("generation", 1 + random.nextInt(2)));
            sometimes(() -> metadata.put("creationTimestamp", "2026-11-21T17:12:03Z"));
            sometimes(() -> metadata.put(
                    "deletionTimestamp",
                    pick(List.of("2026-11-21T17:12:03Z", "1969-12-31T23:59:59Z", "0001-01-01T00:00:01Z"))));
            times(() -> metadata.withObject("/labels").put(pick(MARKS), text()));
            times(() -> metadata.withObject("/annotations").put(pick(MARKS), text()));
            times(() -> {
                ObjectNode owner = metadata.withArray("ownerReferences").addObject();
                owner.put("apiVersion", "v1")
                        .put("kind", text())
                        .put("name", text())
                        .put("uid", "u");
                sometimes(() -> owner.put("controller", random.nextBoolean()));
            });
            times(() -> {
                ObjectNode managed = metadata.withArray("managedFields").addObject();
                managed.put("manager", text()).putObject("fieldsV1").put(text(), text());
            });
            times(() -> metadata.withArray("finalizers").add(text()));
        }

        private void podSpec(ObjectNode spec) {
            times(() -> container(spec.withArray("containers").addObject()));
            times(() -> container(spec.withArray("initContainers").addObject()));
            times(() -> {
                ObjectNode container = spec.withArray("ephemeralContainers").addObject();
                container(container);
                sometimes(() -> container.put("targetContainerName", text()));
            });
            times(() -> {
                ObjectNode volume = spec.withArray("volumes").addObject().put("name", text());
                switch (random.nextInt(3)) {
                    case 0 -> volume.putObject("image").put("reference", text()).put("pullPolicy", "Always");
                    case 1 -> volume.putObject("emptyDir");
                    default -> volume.putObject("projected").put("defaultMode", 420);
                }
            });
            sometimes(() -> spec.put("nodeName", text()));
            sometimes(() -> spec.put("priorityClassName", text()));
            sometimes(() -> spec.withObject("/nodeSelector").put("a", text()));
            sometimes(() -> spec.withArray("tolerations").addObject().put("tolerationSeconds", -1));
        }

        private void container(ObjectNode container) {
            container.put("name", text()).put("image", random.nextInt(4) == 0 ? "auto" : text());
            sometimes(() -> container.put("imagePullPolicy", text()));
            times(() -> container.withArray("args").add(text()));
            times(() -> container.withArray("env").addObject().put("name", "A").put("value", text()));
            sometimes(() ->
                    container.putObject("livenessProbe").putObject("httpGet").put("port", 80));
            sometimes(() -> container.withObject("/resources/requests").put("cpu", "10m"));
        }

        private void containerStatus(ObjectNode status) {
            status.put("name", text()).put("image", text());
            sometimes(() -> status.withObject("/lastState/waiting").put("reason", "ErrImagePull"));
            ObjectNode state = status.putObject("state");
            if (random.nextBoolean()) {
                state.putObject("waiting").put("reason", text()).put("message", text());
            } else {
                state.putObject("running").put("startedAt", "2026-11-21T17:12:03Z");
            }
        }

        private void sometimes(Runnable what) {
            if (random.nextBoolean()) {
                what.run();
            }
        }

        private void times(Runnable what) {
            for (int i = random.nextInt(4); i > 0; i--) {
                what.run();
            }
        }

        private String text() {
            return pick(TEXTS);
        }

        private String pick(List<String> of) {
            return of.get(random.nextInt(of.size()));
        }
    }

    @Test
    void anyListSaysTheSame() throws IOException {
        for (int seed = 0; seed < ROUNDS / 10; seed++) {
            Random random = new Random(seed);
            assertSameInBoth(new Lists(random).list(), random);
        }
    }

    @Test
    void noBeginningOfAListIsAList() {
        for (int length = 1; length < PAGE.length; length++) {
            InputStream cut = new ByteArrayInputStream(PAGE, 0, length);
            assertThatThrownBy(() -> told(cut, true, "Pod"))
                    .as("%d bytes", length)
                    .isInstanceOfSatisfying(
                            MalformedException.class,
                            e -> assertThat(e.cutOff()).isTrue());
        }
        assertMalformed(new byte[0], "not a list of Kubernetes objects");
    }

    /** Damage may be read as another text, and never as another number of pods. */
    @Test
    void aDamagedListIsRefusedOrAsLong() throws IOException {
        int refused = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] page = PAGE.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                page[random.nextInt(page.length)] = (byte) random.nextInt();
            }
            Told told = new Told();
            try {
                ListPage read =
                        Documents.readList(new Pieces(page, random, 8000), true, "Pod", Scope.ALL, told, token -> {});
                assertThat(read.items()).as("seed %d", seed).isEqualTo(25);
            } catch (MalformedException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(ROUNDS / 50);
    }

    @Test
    void anyBytesAreRefusedOrRead() {
        for (int seed = 0; seed < 10 * ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                // Small numbers, so that there is a sense in some of it.
                bytes[i] = random.nextInt(4) == 0 ? bytes[i] : (byte) (bytes[i] & 0x1F);
            }
            byte[] body = Protobuf.envelope("v1", "PodList", bytes);
            assertThatThrownBy(() -> {
                        told(body);
                        throw new MalformedException(1, "read");
                    })
                    .as("seed %d", seed)
                    .isInstanceOf(MalformedException.class);
        }
    }

    private static byte[] list(String hexAfterMetadata) {
        return Protobuf.envelope("v1", "PodList", HexFormat.of().parseHex("0a00" + hexAfterMetadata.replace(" ", "")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            12 ff ff ff ff 07                   | a part that is longer than the whole
            12 ff ff ff ff ff ff ff ff 7f       | a part that is longer than the whole
            12 ff ff ff ff ff ff ff ff ff 01    | a part that is longer than the whole
            12 80 80 80 80 80 80 80 80 80 02    | longer than need be
            12 80 80 80 80 80 80 80 80 80 80 01 | longer than need be
            12 80 00                            | longer than need be
            12                                  | a part that is shorter than its contents
            12 04 12 04 12 00                   | a part that is longer than the whole
            12 01 80                            | a part that is shorter than its contents
            02 00                               | without a number
            80 80 80 80 80 01 00                | without a number
            10 00                               | of another type
            15 00 00 00 00                      | of another type
            13 14                               | of another type
            1a 00                               | a field 3
            18 01                               | a field 3
            12 03 0a 01 7b                      | a value of the type 3
            12 03 0a 01 7e                      | a value of the type 6
            12 03 0a 01 7c                      | a value of the type 4
            12 03 0a 01 7f                      | a value of the type 7
            12 04 0a 02 08 01                   | of another type
            12 05 0a 03 7d 00 00                | a part that is longer than the whole
            12 05 0a 03 79 00 00                | a part that is longer than the whole
            12 05 0a 03 7a 02 00                | a part that is longer than the whole
            12 04 0a 02 5a 00                   | a part that is shorter than its contents
            12 06 0a 04 5a 02 12 00             | not a key and a value
            12 06 0a 04 5a 02 0a 00             | a part that is shorter than its contents
            12 0a 0a 08 5a 06 0a 00 12 00 18 01 | more than key and value
            12 06 0a 04 4a 02 18 01             | not a time
            """)
    void refuses(String hex, String message) {
        assertMalformed(list(hex), message);
    }

    /** An API server takes such a text in protobuf, and sends it as U+FFFD in JSON: one pod must not spoil the list. */
    @ParameterizedTest
    @CsvSource({"12 0a 12 08 12 06 0a 01 63 12 01 ff", "12 0b 12 09 12 07 0a 01 63 12 02 c0 80"})
    void whatIsNotUtf8IsTheCharacterForThat(String hex) throws IOException {
        assertThat(told(list(hex)))
                .filteredOn(PodImages.class::isInstance)
                .singleElement()
                .satisfies(pod -> assertThat(((PodImages) pod).images())
                        .singleElement()
                        .satisfies(use -> assertThat(use.image()).startsWith("\uFFFD")));
    }

    /** As when an unsigned length is announced for a body that does not come: it is waited for, and not made room for. */
    @Test
    void whatIsAnnouncedAndDoesNotComeIsCutOff() {
        for (String hex : List.of("ffffffff07", "ffffffff0f", "ffffffffffffff7f")) {
            byte[] body = bytes("k8s\0", "0a0d0a0276311207506f644c69737412" + hex + "0a0012ff7e0aff7d0a807d");
            assertThatThrownBy(() -> told(body))
                    .isInstanceOfSatisfying(
                            MalformedException.class,
                            e -> assertThat(e.cutOff()).isTrue());
        }
        byte[] kind = bytes("k8s\0", "0affffffff071280c2d72f00");
        assertMalformed(kind, "a text of more than");
    }

    private static byte[] bytes(String text, String hex) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(text.getBytes(ISO_8859_1));
        bytes.writeBytes(HexFormat.of().parseHex(hex));
        return bytes.toByteArray();
    }

    @Test
    void anEnvelopeIsWholeAndHoldsOneList() throws IOException {
        byte[] none = list("");
        assertThat(told(none)).containsExactly(new ListPage("PodList", "", "", -1, 0));
        String hex = HexFormat.of().formatHex(none);

        assertMalformed(HexFormat.of().parseHex(hex + "00"), "more after the end");
        assertMalformed(HexFormat.of().parseHex(hex + hex), "more after the end");
        assertMalformed(HexFormat.of().parseHex(hex.replace("1a002200", "1a01782200")), "encoded once more");
        assertMalformed(HexFormat.of().parseHex(hex.replace("1a002200", "22001a00")), "in the place of 3");
        assertMalformed(HexFormat.of().parseHex(hex.replace("12020a00", "1200")), "without metadata");
        assertMalformed(Protobuf.envelope("v1", "PodList", new byte[0]), "without metadata");
        assertMalformed(
                Protobuf.envelope("v1", "ServiceList", new byte[0]), "of the kind 'ServiceList', not a PodList");
        assertMalformed(Protobuf.envelope("metrics.k8s.io/v1", "PodList", new byte[] {10, 0}), "without items");
        assertMalformed(Protobuf.envelope("", "", new byte[0]), "of the kind '', not a PodList");
        assertMalformed(Recordings.bytes("pods-page-1.json"), "does not begin as");
        assertMalformed("<html>".getBytes(UTF_8), "does not begin as");
        assertMalformed(Protobuf.envelope("v1", "PodList", Recordings.bytes("pods-page-1.json")), "a field 15");
        // The object before its type, and twice.
        assertMalformed(bytes("k8s\0", "12020a000a0d0a0276311207506f644c6973741a002200"), "in the place of 1");
        assertMalformed(bytes("k8s\0", "0a0d0a0276311207506f644c69737412020a0012020a001a002200"), "in the place of 3");
        assertMalformed(bytes("k8s\0", "0a0f0a0276311207506f644c6973741a0012020a001a002200"), "a field 3");
    }

    @Test
    void aStatusInPlaceOfAListSaysItsMessage() throws IOException {
        byte[] status = Protobuf.of(
                JSON.readTree(
                        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"etcd\",\"code\":500}"));
        assertMalformed(status, "it is of the kind 'Status', not a PodList, and says: etcd");
        assertThat(Documents.statusMessage(status, true)).isEqualTo("etcd");
        assertThat(Documents.statusMessage(status, false)).isEmpty();
        assertThat(Documents.statusMessage(PAGE, true)).isEmpty();
        assertThat(Documents.statusMessage(Arrays.copyOf(status, status.length - 5), true))
                .isEqualTo("etcd");
        assertThat(Documents.statusMessage(new byte[0], true)).isEmpty();
    }

    private static byte[] field(int number, byte[]... parts) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            inner.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Protobuf.bytes(out, number, inner.toByteArray());
        return out.toByteArray();
    }

    private static byte[] text(int number, String text) {
        return field(number, text.getBytes(UTF_8));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** No server does it; but the format allows it, and nothing may get lost. */
    @Test
    void listsThatAreInterruptedAreReadToTheirEnd() throws IOException {
        byte[] nginx = field(2, text(1, "a"), text(2, "nginx"));
        byte[] redis = field(2, text(1, "b"), text(2, "redis"));
        byte[] label = field(11, text(1, "app.kubernetes.io/managed-by"), text(2, "Helm"));
        byte[] instance = field(11, text(1, "app.kubernetes.io/instance"), text(2, "it"));
        byte[] pod = joined(
                field(1, label, text(1, "p"), instance),
                field(2, nginx, text(3, "Always"), redis, field(20, text(2, "init")), nginx));
        byte[] body = Protobuf.envelope(
                "v1", "PodList", joined(field(2, pod), field(1, text(3, "more")), field(2, pod), field(2, pod)));
        List<Object> told = told(body);
        assertThat(told).hasSize(4).endsWith(new ListPage("PodList", "", "more", -1, 3));
        assertThat(told.get(0)).isInstanceOfSatisfying(PodImages.class, images -> {
            assertThat(images.images())
                    .extracting(use -> use.image())
                    .containsExactly("nginx", "redis", "nginx", "init");
            assertThat(images.deployer()).isNotNull();
        });
    }

    private static void assertTokens(byte[] pod, Consumer<List<String>> asserts) throws IOException {
        ProtobufTokens tokens = new ProtobufTokens(
                new ByteArrayInputStream(Protobuf.envelope("v1", "PodList", joined(field(1), field(2, pod)))));
        List<String> read = new ArrayList<>();
        for (Tokens.Token token; (token = tokens.next()) != Tokens.Token.END; ) {
            boolean text = token == Tokens.Token.FIELD || token == Tokens.Token.SCALAR;
            read.add(text ? tokens.text() : token.toString());
        }
        assertThat(read).startsWith("OBJECT", "kind", "PodList", "metadata", "OBJECT", "END_OBJECT", "items", "ARRAY");
        asserts.accept(read.subList(8, read.size() - 2));
    }

    @Test
    void tokensAreThoseOfTheJson() throws IOException {
        byte[] pod = joined(
                field(1, text(1, "p"), text(2, ""), field(9, HexFormat.of().parseHex("08e3a187d8061000"))),
                field(2, field(1, text(1, "v"), field(2, field(30, text(1, "i"))))),
                field(2, field(34, field(1, text(2, "e"), text(1, "n")), text(2, "target"))));
        assertTokens(
                pod,
                tokens -> assertThat(tokens)
                        .containsExactly(
                                ("OBJECT metadata OBJECT name p deletionTimestamp 2026-11-21T17:12:03Z END_OBJECT"
                                                + " spec OBJECT volumes ARRAY OBJECT name v image OBJECT reference i END_OBJECT"
                                                + " END_OBJECT END_ARRAY END_OBJECT"
                                                + " spec OBJECT ephemeralContainers ARRAY OBJECT image e name n END_OBJECT"
                                                + " END_ARRAY END_OBJECT END_OBJECT")
                                        .split(" ", -1)));
        // Beyond all calendars: the number itself, which is then no time to anybody.
        assertTokens(
                field(1, field(9, HexFormat.of().parseHex("08ffffffffffffffff7f"))),
                tokens -> assertThat(tokens).contains(Long.toString(Long.MAX_VALUE)));
        assertTokens(
                field(1, field(9)),
                tokens ->
                        assertThat(tokens).containsExactly("OBJECT", "metadata", "OBJECT", "END_OBJECT", "END_OBJECT"));
    }

    @Test
    void whatIsPassedOverIsNotAskedFor() throws IOException {
        String huge = "x".repeat(3 * ProtobufTokens.READ_AHEAD);
        byte[] pod = field(1, text(1, huge), text(5, huge), field(11, text(1, huge), text(2, huge)), text(3, "n"));
        ProtobufTokens tokens = new ProtobufTokens(new Pieces(
                Protobuf.envelope("v1", "PodList", joined(field(1), field(2, pod, field(2)), field(2))),
                new Random(1),
                20_000));
        for (int i = 0; i < 9; i++) {
            tokens.next();
        }
        assertThat(tokens.next()).isEqualTo(Tokens.Token.FIELD);
        assertThat(tokens.text()).isEqualTo("metadata");
        assertThat(tokens.next()).isEqualTo(Tokens.Token.OBJECT);
        tokens.skip();
        assertThat(tokens.next()).isEqualTo(Tokens.Token.FIELD);
        assertThat(tokens.text()).isEqualTo("spec");
        assertThat(tokens.next()).isEqualTo(Tokens.Token.OBJECT);
        tokens.skip();
        tokens.skip();
        assertThat(tokens.next()).isEqualTo(Tokens.Token.END_OBJECT);
        assertThat(tokens.next()).isEqualTo(Tokens.Token.OBJECT);
        assertThat(tokens.next()).isEqualTo(Tokens.Token.END_OBJECT);
        assertThat(tokens.next()).isEqualTo(Tokens.Token.END_ARRAY);
        assertThat(tokens.next()).isEqualTo(Tokens.Token.END_OBJECT);
        assertThat(tokens.next()).isEqualTo(Tokens.Token.END);
    }
}
