package eu.skyscrapers.ptc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.api.server.ApiObject;
import eu.skyscrapers.ptc.api.server.Json;
import eu.skyscrapers.ptc.api.server.RealApiServer;
import eu.skyscrapers.ptc.cli.Cli;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;

/** The whole program, and a real API server. */
abstract class RealApi {
    static final String REGISTRY = Cli.REGISTRY;
    static final String CACHED = REGISTRY + "/quay/a/b:1";
    static final String DIRECT = "quay.io/a/b:1";
    static final String PODS = "/api/v1/pods";
    private static final int BOUND_SECONDS = 120;

    @TempDir
    Path folder;

    abstract RealApiServer server();

    private String[] call(String user, String... options) {
        Path kubeconfig = server().kubeconfigs(folder).current(user).write();
        return Stream.concat(Stream.of(REGISTRY, "--kubeconfig", kubeconfig.toString()), Stream.of(options))
                .toArray(String[]::new);
    }

    final Cli.Run audit(String user, String... options) {
        return new Cli().run(call(user, options));
    }

    final CompletableFuture<Cli.Run> start(String user, String... options) {
        return new Cli().start(call(user, options));
    }

    static Cli.Run end(CompletableFuture<Cli.Run> run) throws Exception {
        return run.get(BOUND_SECONDS, TimeUnit.SECONDS);
    }

    /** The first cluster of a JSON report. */
    static JsonNode cluster(Cli.Run run) {
        return Json.read(run.out().getBytes(StandardCharsets.UTF_8)).at("/clusters/0");
    }

    static Set<String> images(JsonNode cluster) {
        return new TreeSet<>(stream(cluster.path("images"))
                .map(each -> each.path("image").asText())
                .toList());
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** All that the kubelet pulls for pods, or that is pulled for the pods of templates, read by other means than the program's. */
    static Set<String> pulled(JsonNode list) {
        Set<String> images = new TreeSet<>();
        stream(list.path("items")).forEach(item -> {
            JsonNode spec = Stream.of("/spec/jobTemplate/spec/template/spec", "/spec/template/spec", "/spec")
                    .map(item::at)
                    .filter(each -> !each.isMissingNode())
                    .findFirst()
                    .orElseThrow();
            for (String containers : List.of("containers", "initContainers", "ephemeralContainers")) {
                spec.path(containers)
                        .forEach(each -> images.add(each.path("image").asText()));
            }
            spec.path("volumes")
                    .forEach(each -> images.add(each.at("/image/reference").asText()));
        });
        images.remove("");
        return images;
    }

    /** A pod that an API server accepts. */
    static ObjectNode pod(String namespace, String name, String... images) {
        ObjectNode pod =
                (ObjectNode) Json.read(ApiObject.pod(namespace, name, images).json());
        pod.put("apiVersion", "v1").put("kind", "Pod");
        return pod;
    }

    /** Pods from 0 on, each with an image of its own, which has its number as tag. */
    static List<ObjectNode> pods(String namespace, String repository, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> pod(namespace, "p%05d".formatted(i), repository + ":" + i))
                .toList();
    }

    /** What a recorded list holds. */
    static List<ObjectNode> recorded(String file) {
        List<ObjectNode> objects = new ArrayList<>();
        JsonNode list = Json.read(Cli.recorded(file).getBytes(StandardCharsets.UTF_8));
        ((ArrayNode) list.path("items")).forEach(item -> {
            ObjectNode object = item.deepCopy();
            // A list of one kind names it once.
            if (!object.has("kind")) {
                object.put("apiVersion", list.path("apiVersion").asText());
                object.put("kind", list.path("kind").asText().replaceFirst("List$", ""));
            }
            objects.add(object);
        });
        return objects;
    }

    /** Skips the test where there is no kubectl. */
    final ProcessRun kubectl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(RealApiServer.program("kubectl").map(Path::toString).orElse(""));
        assumeTrue(!command.get(0).isEmpty(), "kubectl is neither in the folder KUBEBUILDER_ASSETS nor on the PATH");
        command.addAll(List.of(arguments));
        return ProcessRun.of(folder, Map.of("HOME", folder.toString(), "PATH", "/usr/bin:/bin"), command);
    }
}
