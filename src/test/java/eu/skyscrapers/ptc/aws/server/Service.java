package eu.skyscrapers.ptc.aws.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.api.server.Answer;
import eu.skyscrapers.ptc.api.server.Json;
import eu.skyscrapers.ptc.api.server.Request;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The services, and how each is spoken to. */
public enum Service {
    /** Query: a form, or the query; answers in XML. */
    STS("sts", ""),
    /** JSON 1.1: the header X-Amz-Target names the operation. */
    ECR("ecr", "AmazonEC2ContainerRegistry_V20150921."),
    SECRETS("secretsmanager", "secretsmanager."),
    /** REST. */
    EKS("eks", "");

    private static final String TARGET = "x-amz-target";

    final String id;
    private final String target;

    Service(String id, String target) {
        this.id = id;
        this.target = target;
    }

    /** Whose request this is by its form; whoever signs it for another is refused later. */
    static Optional<Service> of(Request request) {
        for (Service service : values()) {
            if (!service.target.isEmpty() && request.header(TARGET).startsWith(service.target)) {
                return Optional.of(service);
            }
        }
        if (request.path().equals("/clusters") || request.path().startsWith("/clusters/")) {
            return Optional.of(EKS);
        }
        boolean query = request.path().equals("/") && request.header(TARGET).isEmpty();
        return query ? Optional.of(STS) : Optional.empty();
    }

    /** For example {@code DescribeImages}. */
    String operation(Request request) {
        return switch (this) {
            case STS -> parameters(request).path("Action").asText();
            case EKS -> request.path().equals("/clusters") ? "ListClusters" : "DescribeCluster";
            case ECR, SECRETS -> request.header(TARGET).substring(target.length());
        };
    }

    /** By name; of EKS those of the query, and {@code name}. */
    JsonNode parameters(Request request) {
        return switch (this) {
            case STS -> form(request.method().equals("GET") ? request.uri().getRawQuery() : request.body());
            case EKS -> {
                ObjectNode all = form(request.uri().getRawQuery());
                if (request.path().startsWith("/clusters/")) {
                    all.put("name", request.path().substring("/clusters/".length()));
                }
                yield all;
            }
            case ECR, SECRETS -> Json.read(request.body().getBytes(UTF_8));
        };
    }

    private static ObjectNode form(String text) {
        ObjectNode all = Json.MAPPER.createObjectNode();
        for (String pair : text == null ? new String[0] : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            all.put(URLDecoder.decode(parts[0], UTF_8), parts.length == 1 ? "" : URLDecoder.decode(parts[1], UTF_8));
        }
        return all;
    }

    Answer json(JsonNode body) {
        return answer(200, this == EKS ? "application/json" : "application/x-amz-json-1.1", body.toString());
    }

    /** A failure; JSON 1.1 says 400 to whatever the caller could have done better. */
    Answer refusal(int status, String code, String message) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        return switch (this) {
            case STS ->
                answer(status, "text/xml", """
                        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                          <Error>
                            <Type>%s</Type>
                            <Code>%s</Code>
                            <Message>%s</Message>
                          </Error>
                          <RequestId>%s</RequestId>
                        </ErrorResponse>
                        """.formatted(
                                status < 500 ? "Sender" : "Receiver",
                                code,
                                message.replace("&", "&amp;").replace("<", "&lt;"),
                                UUID.randomUUID()));
            case EKS ->
                answer(status, "application/json", body.put("message", message).toString())
                        .withHeader("x-amzn-errortype", code);
            // The gate before the service writes the message's name large, the service itself small.
            case ECR, SECRETS ->
                answer(
                        status < 500 ? 400 : status,
                        "application/x-amz-json-1.1",
                        body.put("__type", code)
                                .put(code.equals(Problem.DENIED.code) ? "Message" : "message", message)
                                .toString());
        };
    }

    static Answer answer(int status, String type, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amzn-requestid", UUID.randomUUID().toString());
        headers.put("content-type", type);
        return new Answer(status, headers, body.getBytes(UTF_8));
    }
}
