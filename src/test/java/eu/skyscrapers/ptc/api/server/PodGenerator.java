package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Any number of pods, each made when it is asked for, sorted by key. Each is about 11 KB of JSON: a recorded pod, grown to
 * what a busy cluster holds. Every pod runs the image of its own ReplicaSet, and all of them share one init container's.
 */
public final class PodGenerator extends AbstractList<ApiObject> implements RandomAccess {
    private static final int NAMESPACES = 100;
    private static final int SETTINGS = 36;
    private static final String TIME = "2026-11-21T17:12:03Z";
    private static final String SHARED = "«shared»";
    private static final String IMAGE = "«image»";

    private final int pods;
    private final int images;
    private final int workloads;
    private final String registry;
    private final Template inList;
    private final Template fromKubectl;

    /**
     * @param pods at least as many as images
     * @param images how many distinct ones; at least as many as workloads
     * @param workloads how many Deployments
     * @param registry the one with the cache
     */
    public PodGenerator(int pods, int images, int workloads, String registry) {
        if (pods < images || images < workloads || workloads < 1) {
            throw new IllegalArgumentException();
        }
        this.pods = pods;
        this.images = images;
        this.workloads = workloads;
        this.registry = registry;
        ObjectNode pod = recorded();
        grow(pod);
        inList = new Template(pod.toString());
        fromKubectl = new Template(kubectl(pod));
    }

    @Override
    public int size() {
        return pods;
    }

    @Override
    public ApiObject get(int index) {
        return new Pod(index);
    }

    Set<String> namespaces() {
        Set<String> namespaces = new TreeSet<>();
        for (int workload = 0; workload < workloads; workload++) {
            namespaces.add(namespace(workload));
        }
        return namespaces;
    }

    public int images() {
        return images;
    }

    /** How many of the images are pulled through the cache, by the rules that are always on. */
    public int viaPtc() {
        return count(0, 6);
    }

    public int exempt() {
        return count(6, 8);
    }

    public int direct() {
        return count(8, 10);
    }

    private int count(int fromTenth, int toTenth) {
        int count = 0;
        for (int image = 0; image < images; image++) {
            count += image % 10 >= fromTenth && image % 10 < toTenth ? 1 : 0;
        }
        return count;
    }

    /** Writes all pods as {@code kubectl get pods -A -o json} does: keys sorted, indented, without managed fields. */
    public void writeAsKubectl(OutputStream out) throws IOException {
        out.write("{\n    \"apiVersion\": \"v1\",\n    \"items\": [\n".getBytes(UTF_8));
        for (int index = 0; index < pods; index++) {
            out.write(fromKubectl.fill(new Pod(index)));
            out.write((index < pods - 1 ? ",\n" : "\n").getBytes(UTF_8));
        }
        out.write("    ],\n    \"kind\": \"List\",\n    \"metadata\": {\n        \"resourceVersion\": \"\"\n    }\n}\n"
                .getBytes(UTF_8));
    }

    private String image(int image) {
        String repository = "acme/service-" + digits(image, 5);
        String tag = ":v1." + image % 7 + ".0";
        return switch (image % 10) {
            case 0, 1, 2 -> registry + "/quay/" + repository + tag;
            case 3, 4 -> registry + "/k8s/" + repository + tag;
            case 5 -> registry + "/quay/" + repository + tag + "@sha256:" + digits(image, 64);
            case 6 -> "210987654321.dkr.ecr.us-east-1.amazonaws.com/" + repository + tag;
            case 7 -> "public.ecr.aws/" + repository + tag;
            case 8 -> repository + tag;
            default -> "ghcr.io/" + repository + tag;
        };
    }

    private String namespace(int workload) {
        return "team-" + digits((int) ((long) workload * Math.min(NAMESPACES, workloads) / workloads), 3);
    }

    private static String digits(int number, int width) {
        String digits = Integer.toString(number);
        return "0".repeat(width - digits.length()) + digits;
    }

    private final class Pod implements ApiObject {
        private final int index;
        private final int image;
        private final int workload;

        private Pod(int index) {
            this.index = index;
            this.image = (int) ((long) index * images / pods);
            this.workload = (int) ((long) image * workloads / images);
        }

        @Override
        public String namespace() {
            return PodGenerator.this.namespace(workload);
        }

        @Override
        public String name() {
            return replicaSet() + "-" + digits(index, 7);
        }

        @Override
        public Map<String, String> labels() {
            return Map.of("app.kubernetes.io/name", deployment(), "pod-template-hash", hash());
        }

        @Override
        public byte[] json() {
            return inList.fill(this);
        }

        private String deployment() {
            return "service-" + digits(workload, 4);
        }

        private String hash() {
            return digits(image, 8) + "x";
        }

        private String replicaSet() {
            return deployment() + "-" + hash();
        }

        private String value(String placeholder) {
            return switch (placeholder) {
                case "«pod»" -> name();
                case "«namespace»" -> namespace();
                case "«deployment»" -> deployment();
                case "«replicaSet»" -> replicaSet();
                case "«hash»" -> hash();
                case "«podUid»" -> uid(index);
                case "«replicaSetUid»" -> uid(image);
                case IMAGE -> image(image);
                case SHARED -> image(0);
                default -> throw new IllegalArgumentException(placeholder);
            };
        }

        private static String uid(int number) {
            return HexFormat.of().toHexDigits(number) + "-9b1c-4d2e-8f3a-5c6d7e8f9a0b";
        }
    }

    /** A text with placeholders. */
    private static final class Template {
        private static final Pattern PLACEHOLDER = Pattern.compile("«\\w+»");

        private final List<byte[]> texts = new ArrayList<>();
        private final List<String> placeholders = new ArrayList<>();
        private final int size;

        private Template(String text) {
            Matcher placeholder = PLACEHOLDER.matcher(text);
            int start = 0;
            while (placeholder.find()) {
                texts.add(text.substring(start, placeholder.start()).getBytes(UTF_8));
                placeholders.add(placeholder.group());
                start = placeholder.end();
            }
            texts.add(text.substring(start).getBytes(UTF_8));
            size = 2 * text.length();
        }

        private byte[] fill(Pod pod) {
            ByteArrayOutputStream filled = new ByteArrayOutputStream(size);
            for (int i = 0; i < placeholders.size(); i++) {
                filled.writeBytes(texts.get(i));
                filled.writeBytes(pod.value(placeholders.get(i)).getBytes(UTF_8));
            }
            filled.writeBytes(texts.get(placeholders.size()));
            return filled.toByteArray();
        }
    }

    /** The first recorded pod, with placeholders for all that is its own. */
    private static ObjectNode recorded() {
        ApiObject pod = Recordings.pods().get(0);
        ObjectNode json = (ObjectNode) Json.read(pod.json());
        String text = new String(pod.json(), UTF_8)
                .replace(json.at("/metadata/uid").asText(), "«podUid»")
                .replace(json.at("/metadata/ownerReferences/0/uid").asText(), "«replicaSetUid»")
                .replace(json.at("/spec/containers/0/image").asText(), IMAGE)
                .replace(json.at("/spec/containers/0/name").asText(), "app")
                .replace(pod.name(), "«pod»")
                .replace(json.at("/metadata/ownerReferences/0/name").asText(), "«replicaSet»")
                .replace(pod.labels().get("pod-template-hash"), "«hash»")
                .replace("\"namespace\":\"" + pod.namespace(), "\"namespace\":\"«namespace»")
                .replace(pod.labels().get("app.kubernetes.io/name"), "«deployment»");
        return (ObjectNode) Json.read(text.getBytes(UTF_8));
    }

    /** Adds what the small recorded pod lacks: settings, an init container, volumes, a kubelet's status; and who manages it. */
    private static void grow(ObjectNode pod) {
        ObjectNode container = (ObjectNode) pod.at("/spec/containers/0");
        ObjectNode managed = (ObjectNode) pod.at("/metadata/managedFields/0/fieldsV1/f:spec/f:containers");
        ObjectNode managedContainer = (ObjectNode) managed.path("k:{\"name\":\"app\"}");
        for (int i = 0; i < SETTINGS; i++) {
            container.withArray("env").addObject().put("name", "SETTING_" + i).put("value", "value-" + i);
            ObjectNode setting = managedContainer.withObject("/f:env").putObject("k:{\"name\":\"SETTING_" + i + "\"}");
            List.of(".", "f:name", "f:value").forEach(setting::putObject);
            ObjectNode reference = setting.withObject("/f:valueFrom");
            List.of("f:configMapKeyRef", "f:secretKeyRef")
                    .forEach(kind -> reference.putObject(kind).putObject("."));
        }
        container.withArray("volumeMounts").addObject().put("name", "token").put("mountPath", "/var/run/secrets");
        ObjectNode init = pod.withObject("/spec").withArray("initContainers").addObject();
        init.put("name", "prepare").put("image", SHARED).put("imagePullPolicy", "IfNotPresent");
        ObjectNode volume = pod.withObject("/spec").withArray("volumes").addObject();
        volume.put("name", "token").putObject("projected").put("defaultMode", 420);

        ObjectNode status = pod.putObject("status");
        status.put("phase", "Running").put("startTime", TIME).put("podIP", "10.0.1.17");
        ObjectNode kubelet =
                pod.withObject("/metadata").withArray("managedFields").addObject();
        kubelet.put("manager", "kubelet")
                .put("operation", "Update")
                .put("apiVersion", "v1")
                .put("time", TIME);
        ObjectNode managedStatus = kubelet.put("fieldsType", "FieldsV1").withObject("/fieldsV1/f:status");
        for (String type : List.of("Initialized", "Ready", "ContainersReady", "PodScheduled")) {
            status.withArray("conditions")
                    .addObject()
                    .put("type", type)
                    .put("status", "True")
                    .put("lastTransitionTime", TIME);
            ObjectNode condition = managedStatus.withObject("/f:conditions").putObject("k:{\"type\":\"" + type + "\"}");
            List.of(".", "f:lastTransitionTime", "f:status", "f:type").forEach(condition::putObject);
        }
        kubelet.put("subresource", "status");
        ObjectNode running = status.withArray("containerStatuses").addObject();
        running.put("name", "app").put("image", IMAGE).put("imageID", IMAGE).put("ready", true);
        running.putObject("state").putObject("running").put("startedAt", TIME);
    }

    private static String kubectl(ObjectNode pod) {
        ObjectNode shown = pod.deepCopy().put("apiVersion", "v1").put("kind", "Pod");
        shown.withObject("/metadata").remove("managedFields");
        DefaultIndenter indenter = new DefaultIndenter("    ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        try {
            return Json.MAPPER
                    .writer()
                    .with(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                    .with(printer)
                    .writeValueAsString(shown)
                    .indent(8)
                    .stripTrailing();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
