package eu.skyscrapers.ptc.aws.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import eu.skyscrapers.ptc.api.server.Request;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request's signature of version 4, in its header or in its query, as AWS checks it. By AWS's description ("Create a
 * signed AWS API request") and not by an SDK, whose mistakes it would share.
 *
 * @param scope day, region, service, {@code aws4_request}
 * @param token the session token; empty where there is none
 * @param canonical what was signed, as AWS names it
 */
record Signature(
        String accessKeyId, List<String> scope, Instant signedAt, String token, String canonical, String signature) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    String region() {
        return scope.get(1);
    }

    String service() {
        return scope.get(2);
    }

    /** Whether the request was signed with that secret. */
    boolean isBy(String secret) {
        return by(secret).equals(signature);
    }

    /** What the signature would be. */
    String by(String secret) {
        byte[] key = ("AWS4" + secret).getBytes(UTF_8);
        for (String part : scope) {
            key = hmac(key, part);
        }
        String date = DATE.format(signedAt.atOffset(ZoneOffset.UTC));
        return HexFormat.of()
                .formatHex(hmac(key, String.join("\n", ALGORITHM, date, String.join("/", scope), hash(canonical))));
    }

    /** Reads it; a request without one, or with one that lacks something, is refused. */
    static Signature of(Request request) {
        String authorization = request.header("authorization");
        if (!authorization.isEmpty()) {
            Map<String, String> fields = fields(authorization);
            return of(
                    request,
                    fields.getOrDefault("Credential", ""),
                    fields.getOrDefault("SignedHeaders", ""),
                    request.header("x-amz-date"),
                    request.header("x-amz-security-token"),
                    fields.getOrDefault("Signature", ""));
        }
        if (request.query("X-Amz-Algorithm").equals(ALGORITHM)) {
            return of(
                    request,
                    request.query("X-Amz-Credential"),
                    request.query("X-Amz-SignedHeaders"),
                    request.query("X-Amz-Date"),
                    request.query("X-Amz-Security-Token"),
                    request.query("X-Amz-Signature"));
        }
        throw new Refusal(Problem.NO_SIGNATURE);
    }

    private static Map<String, String> fields(String authorization) {
        if (!authorization.startsWith(ALGORITHM + " ")) {
            throw new Refusal(Problem.INCOMPLETE_SIGNATURE, "Authorization header requires 'Credential' parameter.");
        }
        return Stream.of(authorization.substring(ALGORITHM.length()).split(",", -1))
                .map(field -> field.strip().split("=", 2))
                .filter(field -> field.length == 2)
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
    }

    private static Signature of(
            Request request, String credential, String signedHeaders, String date, String token, String signature) {
        List<String> parts = List.of(credential.split("/", -1));
        List<String> headers = List.of(signedHeaders.split(";", -1));
        if (parts.size() != 5 || !parts.get(4).equals("aws4_request") || !date.startsWith(parts.get(1))) {
            throw new Refusal(
                    Problem.INCOMPLETE_SIGNATURE,
                    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '"
                            + credential + "'");
        }
        // The host, and all that AWS reads of the headers: else somebody on the way could change them.
        List<String> unsigned = request.headers().keySet().stream()
                .filter(name -> name.equals("host") || name.startsWith("x-amz-"))
                .filter(name -> !headers.contains(name))
                .toList();
        if (!unsigned.isEmpty() || !headers.contains("host")) {
            throw new Refusal(
                    Problem.WRONG_SIGNATURE,
                    "'Host' or other headers must be a 'SignedHeader' in the AWS Authorization: " + unsigned);
        }
        return new Signature(
                parts.get(0), parts.subList(1, 5), instant(date), token, canonical(request, headers), signature);
    }

    private static Instant instant(String date) {
        try {
            return LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new Refusal(
                    Problem.INCOMPLETE_SIGNATURE, "Date must be in ISO-8601 'basic format'. Got '" + date + "'.");
        }
    }

    private static String canonical(Request request, List<String> signedHeaders) {
        List<String> lines = new ArrayList<>(List.of(request.method(), path(request), query(request)));
        for (String name : signedHeaders) {
            lines.add(name + ":"
                    + request.headers().getOrDefault(name, List.of()).stream()
                            .map(value -> value.strip().replaceAll(" +", " "))
                            .collect(Collectors.joining(",")));
        }
        lines.addAll(List.of("", String.join(";", signedHeaders), hash(request.body())));
        return String.join("\n", lines);
    }

    /** Encoded once more, as all services but S3 want it. */
    private static String path(Request request) {
        String path = request.uri().getRawPath();
        return path.isEmpty()
                ? "/"
                : Stream.of(path.split("/", -1)).map(Signature::encoded).collect(Collectors.joining("/"));
    }

    private static String query(Request request) {
        String query = request.uri().getRawQuery();
        return Stream.of(query == null ? new String[0] : query.split("&", -1))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.contains("=") ? pair : pair + "=")
                .map(pair -> Stream.of(pair.split("=", 2))
                        .map(part -> encoded(URLDecoder.decode(part, UTF_8)))
                        .collect(Collectors.joining("\0")))
                .filter(pair -> !pair.startsWith("X-Amz-Signature\0"))
                // By name and then by value: what stands between them must come before any letter.
                .sorted()
                .map(pair -> pair.replace('\0', '='))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(UTF_8)) {
            char c = (char) each;
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
            encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", each));
        }
        return encoded.toString();
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
