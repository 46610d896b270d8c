package eu.skyscrapers.ptc.aws.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.api.server.Answer;
import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Json;
import eu.skyscrapers.ptc.api.server.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Ways of AWS to answer badly, beside those that all servers have. Each speaks as the service that was asked. */
public final class AwsFault {
    private AwsFault() {}

    /** Every fault that ends by itself. */
    public static List<Fault> allThatEnd() {
        return List.of(
                throttled(),
                failed(),
                unavailable(),
                denied(),
                expired(),
                unknownKey(),
                withoutFields(),
                emptyPage(),
                repeatedToken(),
                Fault.gateway(502),
                Fault.gateway(503),
                Fault.html(),
                Fault.empty(),
                Fault.truncated(),
                Fault.tooShort(),
                Fault.cutInChunks(),
                Fault.noAnswer(),
                Fault.damagedGzip(),
                Fault.shortGzip());
    }

    /** See {@link Fault#allThatStall}, which are the same here. */
    public static List<Fault> allThatStall() {
        return Fault.allThatStall();
    }

    /** "Rate exceeded": AWS would have the caller wait and ask again. */
    public static Fault throttled() {
        return new Fault("throttled", exchange -> {
            // Of EKS there is a status for it.
            boolean eks =
                    Service.of(exchange.request()).filter(Service.EKS::equals).isPresent();
            Refusal refusal = eks
                    ? new Refusal(429, "TooManyRequestsException", Problem.THROTTLED.message)
                    : new Refusal(Problem.THROTTLED);
            exchange.send(refused(exchange.request(), refusal));
        });
    }

    /** 500. */
    public static Fault failed() {
        return refusal(Problem.FAILED);
    }

    /** 503. */
    public static Fault unavailable() {
        return refusal(Problem.UNAVAILABLE);
    }

    /** As if the caller's policy did not let it. */
    public static Fault denied() {
        return new Fault(
                "denied",
                exchange -> exchange.send(refused(
                        exchange.request(),
                        new Refusal(
                                Problem.DENIED,
                                "User: arn:aws:sts::123456789012:assumed-role/nobody/fault is not authorized to perform: "
                                        + TestAws.action(exchange.request())
                                        + " on resource: * because no identity-based policy allows"
                                        + " the " + TestAws.action(exchange.request()) + " action"))));
    }

    public static Fault expired() {
        return refusal(Problem.EXPIRED);
    }

    public static Fault unknownKey() {
        return refusal(Problem.UNKNOWN_KEY);
    }

    /** 200, and nothing in it. */
    public static Fault withoutFields() {
        return Fault.changed("200 without fields", healthy -> healthy.withBody("{}".getBytes(UTF_8)));
    }

    /** A page without items that is not the last: the token asks for the same page again. */
    public static Fault emptyPage() {
        return new Fault("empty page with a token", exchange -> {
            String token = nextToken(exchange.request());
            exchange.send(changed(exchange.answer(), page -> {
                page.forEach(field -> {
                    if (field instanceof ArrayNode items) {
                        items.removeAll();
                    }
                });
                page.put("nextToken", token.isEmpty() ? Paging.token(0) : token);
            }));
        });
    }

    /** Every page says that the first one comes next. */
    public static Fault repeatedToken() {
        return Fault.changed(
                "the same token for ever", healthy -> changed(healthy, page -> page.put("nextToken", Paging.token(0))));
    }

    /** Of a server that says what it was sent, in one place after the other; what that is must not be repeated. */
    public static List<Fault> allThatRepeat() {
        Map<String, Function<Request, String>> parts = Map.of(
                "the authorization", request -> request.header("authorization"),
                "the session token", request -> request.header("x-amz-security-token"),
                "the body", Request::body);
        List<Fault> all = new ArrayList<>();
        parts.forEach((part, of) -> Stream.of(Problem.WRONG_SIGNATURE, Problem.DENIED, Problem.FAILED)
                .forEach(problem -> all.add(new Fault(
                        problem.code + " that repeats " + part,
                        exchange -> exchange.send(refused(
                                exchange.request(),
                                new Refusal(problem, "was sent '" + of.apply(exchange.request()) + "'")))))));
        return all;
    }

    /** An answer in JSON; another has no pages. */
    private static Answer changed(Answer healthy, Consumer<ObjectNode> change) {
        if (!healthy.headers().getOrDefault("content-type", "").contains("json")) {
            return healthy;
        }
        ObjectNode body = (ObjectNode) Json.read(healthy.body());
        change.accept(body);
        return healthy.withBody(body.toString().getBytes(UTF_8));
    }

    private static Fault refusal(Problem problem) {
        return new Fault(problem.code, exchange -> exchange.send(refused(exchange.request(), new Refusal(problem))));
    }

    /** The agent of pod identity speaks no service's language. */
    private static Answer refused(Request request, Refusal refusal) {
        return Service.of(request)
                .map(refusal::from)
                .orElseGet(() -> Service.answer(refusal.status(), "text/plain", refusal.getMessage()));
    }

    private static String nextToken(Request request) {
        return Service.of(request)
                .map(service -> service.parameters(request).path("nextToken").asText())
                .orElse("");
    }
}
