package eu.skyscrapers.ptc.kubernetes.api;

import eu.skyscrapers.ptc.kubernetes.api.ApiException.Kind;
import eu.skyscrapers.ptc.kubernetes.objects.Documents;

/**
 * Puts words to an answer that is not 200, with the {@code Status} object that an API server sends along.
 *
 * @param message for people; empty where the body is none of a Kubernetes API
 */
record Refusal(int code, String message) {
    /**
     * @param body the beginning of it is enough
     * @param protobuf whether it is in protobuf, else taken for JSON
     */
    static Refusal of(int code, byte[] body, boolean protobuf) {
        return new Refusal(code, Documents.statusMessage(body, protobuf));
    }

    ApiException exception(long retryAfterSeconds) {
        String said = message.isEmpty() ? "" : ": " + message;
        return switch (code) {
            case 401 ->
                new ApiException(
                        Kind.UNAUTHORIZED,
                        "401 Unauthorized: the server does not accept the credentials; are they expired?",
                        null);
            case 403 ->
                message.contains("system:anonymous")
                        ? new ApiException(
                                Kind.FINAL,
                                "403 Forbidden: the request came without credentials that the server knows" + said,
                                null)
                        : new ApiException(Kind.FORBIDDEN, "403 Forbidden" + said, null);
            case 404 ->
                message.isEmpty()
                        ? new ApiException(Kind.FINAL, "404 Not Found; is this a Kubernetes API server?", null)
                        : new ApiException(Kind.NOT_FOUND, "404 Not Found" + said, null);
            case 406 -> new ApiException(Kind.OTHER_ENCODING, "406 Not Acceptable" + said, null);
            case 410 -> new ApiException(Kind.EXPIRED, "410 Gone" + said, null);
            case 429 ->
                new ApiException(
                        Kind.PASSING,
                        "429 Too Many Requests: the server is throttling" + said,
                        null,
                        retryAfterSeconds);
            case 500, 502, 503, 504 ->
                new ApiException(
                        Kind.PASSING,
                        code + ": the server, or a proxy before it, has a fault of its own" + said,
                        null,
                        retryAfterSeconds);
            case 301, 302, 303, 307, 308 ->
                new ApiException(
                        Kind.FINAL,
                        code
                                + ": the server redirects elsewhere, which is not followed with credentials; is this a Kubernetes API server?",
                        null);
            case 407 -> new ApiException(Kind.FINAL, "407: the proxy wants a user and a password", null);
            default ->
                message.isEmpty()
                        ? new ApiException(Kind.FINAL, code + ": not an answer of a Kubernetes API server", null)
                        : new ApiException(Kind.UNREADABLE, code + said, null);
        };
    }
}
