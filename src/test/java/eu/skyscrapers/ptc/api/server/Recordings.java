package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answers of a real API server, of one small cluster. */
public final class Recordings {
    private static final Path FOLDER = Path.of("src/test/resources/recordings");

    private Recordings() {}

    public static byte[] bytes(String file) {
        try {
            return Files.readAllBytes(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All pods of the cluster, from the three pages. */
    public static List<ApiObject> pods() {
        List<ApiObject> pods = new ArrayList<>();
        for (int page = 1; page <= 3; page++) {
            pods.addAll(items("pods-page-" + page + ".json"));
        }
        return pods;
    }

    /** The items of a recorded list, for example {@code deployments.json}. */
    public static List<ApiObject> items(String file) {
        List<ApiObject> items = new ArrayList<>();
        for (JsonNode item : Json.read(bytes(file)).path("items")) {
            items.add(ApiObject.of(item));
        }
        return items;
    }

    /** A recorded failure, for example {@code expired-410.http}: status line, headers, body. */
    static Answer http(String file) {
        String text = new String(bytes(file), UTF_8);
        int end = text.indexOf("\r\n\r\n");
        List<String> head = List.of(text.substring(0, end).split("\r\n", -1));
        int status = Integer.parseInt(head.get(0).split(" ", -1)[1]);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : head.subList(1, head.size())) {
            String[] header = line.split(": ", 2);
            // The server sends its own.
            if (!header[0].equals("content-length") && !header[0].equals("date")) {
                headers.put(header[0], header[1]);
            }
        }
        return new Answer(status, headers, text.substring(end + 4).getBytes(UTF_8));
    }
}
