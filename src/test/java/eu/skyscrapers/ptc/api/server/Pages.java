package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Answers requests for lists, page by page. */
final class Pages {
    private static final long NEWEST = -1;

    /**
     * Where a list goes on.
     *
     * @param after the last key that was sent; empty at the beginning
     */
    private record Position(long version, String after) {
        /** As API servers write it; the key has no leading slash in a token for the newest snapshot. */
        private String token() {
            String start = (version == NEWEST ? "" : "/") + after + "\\u0000";
            String json = "{\"v\":\"meta.k8s.io/v1\",\"rv\":" + version + ",\"start\":\"" + start + "\"}";
            return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
        }

        private static Optional<Position> parse(String token) {
            if (token.isEmpty()) {
                return Optional.of(new Position(NEWEST, ""));
            }
            try {
                JsonNode json = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(token));
                String start = json.path("start").asText();
                return start.endsWith("\0") && json.path("rv").isIntegralNumber()
                        ? Optional.of(new Position(json.path("rv").asLong(), start.replaceAll("^/|\0$", "")))
                        : Optional.empty();
            } catch (IllegalArgumentException | IOException e) {
                return Optional.empty();
            }
        }
    }

    private final ObjectStore store;

    Pages(ObjectStore store) {
        this.store = store;
    }

    Answer answer(Request request, Route route) {
        Resource resource = route.list().orElseThrow();
        if (!request.query("fieldSelector").isEmpty()) {
            throw new IllegalArgumentException("this server cannot do field selectors");
        }
        if (request.isContinued() && !request.query("resourceVersion").isEmpty()) {
            return Status.of(400, "BadRequest", "specifying resource version is not allowed when using continue");
        }
        Position position = Position.parse(request.query("continue")).orElse(null);
        if (position == null) {
            return Status.invalidToken();
        }
        long version = position.version() == NEWEST ? store.version() : position.version();
        List<ApiObject> objects = store.at(version, resource).orElse(null);
        if (objects == null) {
            return Status.expired(new Position(NEWEST, position.after()).token());
        }
        List<ApiObject> rest = objects.subList(firstAfter(objects, position.after()), objects.size());
        if (!route.wantsAll()) {
            rest = rest.stream().filter(route.wanted()).toList();
        }
        String limit = request.query("limit");
        int size = limit.isEmpty() || limit.equals("0") ? rest.size() : Math.min(rest.size(), Integer.parseInt(limit));
        return Answer.of(
                200,
                Answer.JSON,
                page(resource, version, rest, size, route.selector().isEmpty()));
    }

    private static int firstAfter(List<ApiObject> objects, String key) {
        int low = 0;
        int high = objects.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (objects.get(middle).key().compareTo(key) > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static byte[] page(Resource resource, long version, List<ApiObject> rest, int size, boolean countRest) {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        print(page, "{\"kind\":\"" + resource.kind() + "List\",\"apiVersion\":\"" + resource.apiVersion() + "\"");
        print(page, ",\"metadata\":{\"resourceVersion\":\"" + version + "\"");
        if (size < rest.size()) {
            print(
                    page,
                    ",\"continue\":\""
                            + new Position(version, rest.get(size - 1).key()).token() + "\"");
            // Who asks for labels is not told: the server would have to read everything.
            print(page, countRest ? ",\"remainingItemCount\":" + (rest.size() - size) : "");
        }
        print(page, "},\"items\":[");
        for (int i = 0; i < size; i++) {
            print(page, i == 0 ? "" : ",");
            page.writeBytes(rest.get(i).json());
        }
        print(page, "]}\n");
        return page.toByteArray();
    }

    private static void print(ByteArrayOutputStream page, String text) {
        page.writeBytes(text.getBytes(UTF_8));
    }
}
