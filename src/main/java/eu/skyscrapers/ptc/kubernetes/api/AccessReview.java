package eu.skyscrapers.ptc.kubernetes.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Asks the server whether the user may do something, before long work ends in a refusal. Everybody who is authenticated
 * may ask this of themselves.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access">Kubernetes,
 *     "Checking API access"</a>
 */
final class AccessReview {
    private static final String PATH = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final JsonFactory JSON = new JsonFactory();

    /** A question that saves time must not cost any. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private AccessReview() {}

    /**
     * Whether the server says no. A server that does not answer this question has not said no: the work itself will tell.
     *
     * @param namespace empty for all
     */
    static boolean denies(ApiServer api, String verb, Resource resource, String namespace) {
        try {
            return api.post(PATH, question(verb, resource, namespace), LONGEST, in -> !allowed(in));
        } catch (ApiException e) {
            return false;
        }
    }

    private static String question(String verb, Resource resource, String namespace) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("kind", "SelfSubjectAccessReview");
            json.writeStringField("apiVersion", "authorization.k8s.io/v1");
            json.writeObjectFieldStart("spec");
            json.writeObjectFieldStart("resourceAttributes");
            json.writeStringField("namespace", namespace);
            json.writeStringField("verb", verb);
            json.writeStringField("group", resource.group());
            json.writeStringField("resource", resource.plural());
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Reads {@code status.allowed}; an answer without it is no refusal. */
    private static boolean allowed(InputStream in) throws IOException {
        boolean allowed = true;
        boolean inStatus = false;
        try (JsonParser parser = JSON.createParser(in)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().equals("status")) {
                    inStatus = true;
                } else if (inStatus
                        && token == JsonToken.FIELD_NAME
                        && parser.currentName().equals("allowed")) {
                    allowed = parser.nextToken() == JsonToken.VALUE_TRUE;
                }
            }
        }
        return allowed;
    }
}
