package eu.skyscrapers.ptc.aws;

import eu.skyscrapers.ptc.aws.AwsException.Kind;
import eu.skyscrapers.ptc.text.Words;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** Words for what the SDK throws, whose own are long, name no remedy, and list every profile of the user's. */
final class Faults {
    private static final int SHOWN = 200;
    private static final int SERVER_ERROR = 500;
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired");
    private static final Set<String> UNKNOWN_KEY = Set.of(
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "InvalidAccessKeyId",
            "InvalidToken",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException");
    private static final Set<String> BAD_SIGNATURE = Set.of(
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "InvalidSignature",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "RequestTimeTooSkewed");
    private static final Set<String> DENIED = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "UnauthorizedOperation",
            "NotAuthorized",
            "ForbiddenException",
            "UnauthorizedException");
    private static final Pattern WHO_MAY_NOT =
            Pattern.compile("User: (?<who>arn:\\S+) is not authorized to perform: (?<action>\\S+)"
                    + "(?: on resource: (?<resource>\\S+))?(?<why>.*)");

    private final AwsCaller caller;

    Faults(AwsCaller caller) {
        this.caller = caller;
    }

    /** @param role that was to be assumed; null where the user's own credentials were looked for */
    AwsException ofCredentials(RuntimeException fault, @Nullable String role) {
        if (CredentialsMissing.in(fault) != null || role != null || cause(fault, AwsServiceException.class) != null) {
            return of(fault, role == null ? "getting credentials of " + caller.name() : "sts:AssumeRole of " + role);
        }
        if (caller.hasNoLogin()) {
            return new AwsException(Kind.CREDENTIALS, AwsLogin.NOWHERE + caller.advice(), null);
        }
        // Of the SDK's own words only the last: the others list every profile.
        return new AwsException(
                Kind.CREDENTIALS,
                caller.name() + " gives no credentials: " + last(fault) + "; " + caller.advice(),
                null);
    }

    /** @param action as policies write it, or what was looked for */
    AwsException of(RuntimeException fault, String action) {
        AwsException known = CredentialsMissing.in(fault);
        if (known != null) {
            return known;
        }
        AwsServiceException service = cause(fault, AwsServiceException.class);
        return service == null ? unanswered(fault, action) : refused(service, action);
    }

    private AwsException refused(AwsServiceException fault, String action) {
        AwsErrorDetails details = fault.awsErrorDetails();
        String code = details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
        String said = details == null ? "" : caller.hidden(Objects.requireNonNullElse(details.errorMessage(), ""));
        String failed = action + " failed: ";
        if (EXPIRED.contains(code)) {
            return new AwsException(
                    Kind.CREDENTIALS,
                    failed + "the credentials of " + caller.name() + " have expired; " + caller.advice(),
                    fault);
        }
        if (UNKNOWN_KEY.contains(code)) {
            return new AwsException(
                    Kind.CREDENTIALS,
                    failed + "AWS does not know the credentials of " + caller.name() + " (" + code
                            + "): deleted, of another partition, or without their session token; " + caller.advice(),
                    fault);
        }
        if (BAD_SIGNATURE.contains(code) || fault.isClockSkewException()) {
            return new AwsException(
                    Kind.CREDENTIALS,
                    failed + "AWS does not accept the signature of " + caller.name() + " (" + code
                            + "): is the secret key right, and this machine's clock, which says " + Instant.now() + "?",
                    fault);
        }
        if (fault.isThrottlingException()) {
            return new AwsException(
                    Kind.UNREACHABLE,
                    failed + "AWS asks to slow down (" + code + "), after " + fault.numAttempts()
                            + " attempts; try again later",
                    fault);
        }
        if (DENIED.contains(code) || (fault.statusCode() == FORBIDDEN && !code.isEmpty())) {
            return new AwsException(Kind.DENIED, denied(action, said.isEmpty() ? code : said), fault);
        }
        if (code.isEmpty()) {
            return new AwsException(
                    fault.statusCode() >= SERVER_ERROR ? Kind.UNREACHABLE : Kind.FINAL,
                    failed + "the answer, with status " + fault.statusCode()
                            + ", is not one of AWS; does a proxy or firewall answer in its place?" + way(),
                    fault);
        }
        Kind kind = fault.statusCode() >= SERVER_ERROR
                ? Kind.UNREACHABLE
                : fault.statusCode() == NOT_FOUND || code.contains("NotFound") ? Kind.NOT_FOUND : Kind.FINAL;
        return new AwsException(
                kind,
                failed + code + (said.isEmpty() ? "" : ", " + shown(said)) + "; asked as " + caller.name(),
                fault);
    }

    private String denied(String action, String said) {
        Matcher matcher = WHO_MAY_NOT.matcher(Words.oneLine(said));
        if (!matcher.lookingAt()) {
            return caller.name() + " may not perform " + action + ": " + shown(said)
                    + "; allow it in a policy of that user or role";
        }
        String resource = matcher.group("resource");
        String of = matcher.group("action");
        String why = matcher.group("why");
        return matcher.group("who") + " may not perform " + of + (resource == null ? "" : " on " + resource)
                + (action.startsWith(of) ? "" : ", for " + action)
                + (why.contains("explicit deny")
                        ? "; a policy denies it: " + shown(why)
                        : of.startsWith("sts:")
                                ? "; allow it in a policy of the former and in the trust policy of the latter"
                                : "; allow it in a policy of that user or role");
    }

    /** @param ofRun whether the whole run has no more time */
    AwsException ofTime(String action, boolean ofRun, Throwable cause) {
        return new AwsException(
                Kind.UNREACHABLE,
                action + " failed: " + caller.lastHost() + " did not finish answering within "
                        + (ofRun ? "the whole audit's --timeout" : attempt() + " for each attempt (--request-timeout)")
                        + "; asked as " + caller.name() + way(),
                cause);
    }

    private AwsException unanswered(RuntimeException fault, String action) {
        String host = caller.lastHost();
        if (any(fault, AbortedException.class, InterruptedException.class)) {
            return new AwsException(Kind.FINAL, action + " was interrupted", fault);
        }
        String why = why(fault, host);
        if (why != null) {
            return new AwsException(Kind.UNREACHABLE, action + " failed: " + why + way(), fault);
        }
        return new AwsException(
                Kind.FINAL, action + " failed: " + host + " did not answer as AWS does: " + last(fault) + way(), fault);
    }

    private String attempt() {
        long millis = caller.timeout().toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    private String last(Throwable fault) {
        if (any(fault, NullPointerException.class)) {
            // The SDK looks for what must be in an answer, and is not.
            return "the answer is not one of AWS";
        }
        return shown(causes(fault)
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .reduce((before, message) -> message)
                .orElse(fault.getClass().getSimpleName()));
    }

    /** Why no answer came; null where one came. */
    private @Nullable String why(Throwable fault, String host) {
        if (any(fault, UnknownHostException.class)) {
            return host + " cannot be resolved; is the region right, may this machine reach AWS?";
        }
        if (any(fault, NoRouteToHostException.class)) {
            return "there is no route to " + host;
        }
        SSLException tls = cause(fault, SSLException.class);
        if (tls != null) {
            return "no TLS connection to " + host + ": " + shown(String.valueOf(tls.getMessage()))
                    + (String.valueOf(tls.getMessage()).contains("PKIX")
                            ? "; does a proxy show a certificate of its own, which this Java does not trust?"
                            : "");
        }
        if (any(
                fault,
                ApiCallAttemptTimeoutException.class,
                ApiCallTimeoutException.class,
                SocketTimeoutException.class)) {
            return host + " did not finish answering within " + attempt()
                    + "; may this machine reach it? (--request-timeout)";
        }
        if (any(fault, ConnectException.class)) {
            return "the connection to " + host + " was refused: nothing is listening, or a firewall blocks it";
        }
        return any(fault, IOException.class) && !isGarbage(fault)
                ? "the connection to " + host + " broke: "
                        + shown(String.valueOf(Objects.requireNonNull(cause(fault, IOException.class))
                                .getMessage()))
                : null;
    }

    private static boolean isGarbage(Throwable fault) {
        return causes(fault)
                .anyMatch(each -> each.getClass().getName().contains("Json")
                        || String.valueOf(each.getMessage()).contains("unmarshall"));
    }

    /** What stands between: settings that send the call elsewhere. */
    private String way() {
        Map<String, String> variables = caller.variables();
        String endpoint = variables.keySet().stream()
                .filter(name -> name.startsWith("AWS_ENDPOINT_URL")
                        && !variables.getOrDefault(name, "").isBlank())
                .sorted()
                .findFirst()
                .orElse("");
        String proxy = Stream.of("HTTPS_PROXY", "https_proxy")
                .filter(name -> !variables.getOrDefault(name, "").isBlank())
                .findFirst()
                .orElse("");
        return (endpoint.isEmpty() ? "" : "; " + endpoint + " is set")
                + (proxy.isEmpty()
                        ? ""
                        : "; " + proxy.toUpperCase(Locale.ROOT)
                                + " is set: is it needed, or does NO_PROXY lack this host?");
    }

    /** Hidden before it is cut: half a token is not known as one. */
    private String shown(String text) {
        return excerpt(caller.hidden(text));
    }

    /** A server's or a library's own words: one line, and not many. */
    static String excerpt(String text) {
        String line = Words.oneLine(text);
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }

    /** The fault itself and its causes: the last one happened first. */
    static Stream<Throwable> causes(Throwable fault) {
        return Stream.iterate(fault, Objects::nonNull, Throwable::getCause).limit(20);
    }

    private static boolean any(Throwable fault, Class<?>... types) {
        return causes(fault).anyMatch(cause -> Stream.of(types).anyMatch(type -> type.isInstance(cause)));
    }

    private static <T> @Nullable T cause(Throwable fault, Class<T> type) {
        return causes(fault)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElse(null);
    }
}
