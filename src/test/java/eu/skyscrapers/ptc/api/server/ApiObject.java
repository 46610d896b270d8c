package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object as a list holds it: with a namespace, and without a kind. */
public interface ApiObject {
    String namespace();

    String name();

    Map<String, String> labels();

    /** Compact, in UTF-8. */
    byte[] json();

    /** What the server sorts by. */
    default String key() {
        return namespace() + "/" + name();
    }

    default ApiObject withResourceVersion(long version) {
        ObjectNode object = (ObjectNode) Json.read(json());
        object.withObject("/metadata").put("resourceVersion", Long.toString(version));
        return of(object);
    }

    /** Leaves out {@code kind} and {@code apiVersion}, as a list of one kind does. */
    static ApiObject of(JsonNode object) {
        ObjectNode item = object.deepCopy();
        item.remove("kind");
        item.remove("apiVersion");
        JsonNode metadata = item.path("metadata");
        Map<String, String> labels = new LinkedHashMap<>();
        metadata.path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return new Whole(
                metadata.path("namespace").asText(), metadata.path("name").asText(), labels, item.toString());
    }

    /** A small pod with one container for each image. */
    static ApiObject pod(String namespace, String name, String... images) {
        ObjectNode pod = Json.MAPPER.createObjectNode();
        pod.putObject("metadata").put("name", name).put("namespace", namespace);
        for (int i = 0; i < images.length; i++) {
            pod.withObject("/spec")
                    .withArray("containers")
                    .addObject()
                    .put("name", "c" + i)
                    .put("image", images[i]);
        }
        pod.putObject("status").put("phase", "Running");
        return of(pod);
    }

    /** An object that is held as it is. */
    record Whole(String namespace, String name, Map<String, String> labels, String text) implements ApiObject {
        @Override
        public byte[] json() {
            return text.getBytes(UTF_8);
        }
    }
}
