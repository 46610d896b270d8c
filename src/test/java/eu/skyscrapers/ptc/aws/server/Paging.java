package eu.skyscrapers.ptc.aws.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.api.server.Json;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/** Lists in pages, as all services have them: a token names where the next one begins. */
final class Paging {
    private static final String BEGIN = "page-from-";

    private Paging() {}

    static ObjectNode page(
            TestAws aws,
            int wanted,
            String token,
            String field,
            List<? extends JsonNode> all,
            Supplier<Refusal> invalidToken) {
        int start = token.isEmpty() ? 0 : start(token, invalidToken);
        int end = Math.min(all.size(), start + Math.min(wanted, aws.pageSize()));
        ObjectNode page = Json.MAPPER.createObjectNode();
        page.putArray(field).addAll(all.subList(Math.min(start, end), end));
        return end == all.size() ? page : page.put("nextToken", token(end));
    }

    static String token(int start) {
        return Base64.getEncoder().encodeToString((BEGIN + start).getBytes(UTF_8));
    }

    private static int start(String token, Supplier<Refusal> invalidToken) {
        try {
            return Integer.parseInt(new String(Base64.getDecoder().decode(token), UTF_8).substring(BEGIN.length()));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw invalidToken.get();
        }
    }
}
