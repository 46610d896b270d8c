package eu.skyscrapers.ptc.api.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Failures in the API server's words: recorded ones, and their like. */
final class Status {
    private static final String IN_GROUP =
            "%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s";

    private Status() {}

    static Answer unauthorized() {
        return Recordings.http("unauthorized-401.http");
    }

    static Answer notFound() {
        return Recordings.http("notfound-404.http");
    }

    static Answer invalidToken() {
        return Recordings.http("bad-continue-400.http");
    }

    static Answer noNamespace(String name) {
        return of(404, "NotFound", "namespaces \"" + name + "\" not found", Map.of(), details(name, "", "namespaces"));
    }

    /** The list's snapshot is gone; the token goes on with the newest one, from the same object. */
    static Answer expired(String token) {
        Answer recorded = Recordings.http("expired-410.http");
        String message = Json.read(recorded.body()).path("message").asText();
        return of(410, "Expired", message, Map.of("continue", token), Map.of());
    }

    /** No permission; {@code system:anonymous} is who shows no credentials. */
    static Answer forbidden(Request request, String user) {
        Route route = Route.of(request).orElse(null);
        if (route == null) {
            String message = String.format("forbidden: User \"%s\" cannot get path \"%s\"", user, request.path());
            return forbidden(message, Map.of());
        }
        String scope =
                route.namespace().isEmpty() ? "at the cluster scope" : "in the namespace \"" + route.namespace() + "\"";
        if (route.list().isEmpty()) {
            String subject = "namespaces \"" + route.namespace() + "\"";
            return forbidden(
                    String.format(IN_GROUP, subject, user, "get", "namespaces", "", scope),
                    details(route.namespace(), "", "namespaces"));
        }
        Resource resource = route.list().get();
        String subject = resource.plural() + (resource.group().isEmpty() ? "" : "." + resource.group());
        String verb = request.isWatch() ? "watch" : "list";
        return forbidden(
                String.format(IN_GROUP, subject, user, verb, resource.plural(), resource.group(), scope),
                details("", resource.group(), resource.plural()));
    }

    private static Answer forbidden(String message, Map<String, String> details) {
        return of(403, "Forbidden", message, Map.of(), details).withHeader("x-content-type-options", "nosniff");
    }

    private static Map<String, String> details(String name, String group, String kind) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("name", name);
        details.put("group", group);
        details.put("kind", kind);
        details.values().removeIf(String::isEmpty);
        return details;
    }

    static Answer of(int code, String reason, String message) {
        return of(code, reason, message, Map.of(), Map.of());
    }

    private static Answer of(
            int code, String reason, String message, Map<String, String> metadata, Map<String, String> details) {
        ObjectNode status = Json.MAPPER.createObjectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.set("metadata", Json.MAPPER.valueToTree(metadata));
        status.put("status", "Failure").put("message", message).put("reason", reason);
        if (!details.isEmpty()) {
            status.set("details", Json.MAPPER.valueToTree(details));
        }
        return Answer.of(code, Answer.JSON, status.put("code", code) + "\n");
    }
}
