package eu.skyscrapers.ptc.kubeconfig;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.Value;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code ExecCredential} that a plugin prints (client.authentication.k8s.io). Nothing of what it printed is ever
 * repeated in a message.
 *
 * @param expires when the credential ends; null where the plugin does not say
 */
public record PluginAnswer(Credential credential, @Nullable Instant expires) {
    private static final Pattern KNOWN_VERSION = Pattern.compile("client\\.authentication\\.k8s\\.io/v[0-9a-z]{1,10}");

    /** @param token of characters that a request header takes */
    public static PluginAnswer token(String token, Instant expires) throws InvalidValueException {
        return new PluginAnswer(Credential.bearer(token, null), expires);
    }

    static PluginAnswer parse(byte[] json, String apiVersion) throws InvalidValueException {
        Map<String, String> texts;
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            texts = read(parser);
        } catch (IOException e) {
            throw new InvalidValueException(
                    "did not answer in JSON on its standard output; run it by hand to see what it prints");
        }
        if (!"ExecCredential".equals(texts.get("/kind"))) {
            throw new InvalidValueException("answered with something else than an ExecCredential");
        }
        String version = texts.getOrDefault("/apiVersion", "");
        if (!version.equals(apiVersion)) {
            String found = KNOWN_VERSION.matcher(version).matches() ? version : "something else";
            throw new InvalidValueException("answered with apiVersion " + found + ", but the kubeconfig asks for "
                    + apiVersion + "; make them the same, for example with aws eks update-kubeconfig");
        }
        return new PluginAnswer(credential(texts), expires(texts.get("/status/expirationTimestamp")));
    }

    private static Credential credential(Map<String, String> texts) throws InvalidValueException {
        String token = texts.getOrDefault("/status/token", "");
        ClientCertificate certificate = certificate(
                texts.getOrDefault("/status/clientCertificateData", ""),
                texts.getOrDefault("/status/clientKeyData", ""));
        if (!token.isEmpty()) {
            return part("token", () -> Credential.bearer(token, certificate));
        }
        if (certificate == null) {
            throw new InvalidValueException("answered with neither a token nor a client certificate");
        }
        return Credential.certificate(certificate);
    }

    private static @Nullable ClientCertificate certificate(String chain, String key) throws InvalidValueException {
        if (chain.isEmpty() && key.isEmpty()) {
            return null;
        }
        if (chain.isEmpty() || key.isEmpty()) {
            throw new InvalidValueException("answered with only one of clientCertificateData and clientKeyData");
        }
        List<X509Certificate> certificates = part("clientCertificateData", () -> Pem.certificates(chain));
        return part("clientKeyData", () -> new ClientCertificate(certificates, key));
    }

    private static <T> T part(String name, Value.Meaning<T> meaning) throws InvalidValueException {
        try {
            return meaning.of();
        } catch (InvalidValueException e) {
            throw new InvalidValueException("answered with a " + name + " that " + e.predicate());
        }
    }

    private static @Nullable Instant expires(@Nullable String timestamp) throws InvalidValueException {
        try {
            return timestamp == null ? null : Instant.parse(timestamp);
        } catch (DateTimeException e) {
            throw new InvalidValueException("answered with an expirationTimestamp that is not in RFC 3339 form");
        }
    }

    /** All texts, by where they stand (JSON Pointer, RFC 6901). */
    private static Map<String, String> read(JsonParser parser) throws IOException, InvalidValueException {
        Map<String, String> texts = new HashMap<>();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidValueException("answered with something else than an ExecCredential");
        }
        while (!parser.getParsingContext().inRoot()) {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                texts.put(parser.getParsingContext().pathAsPointer().toString(), parser.getText());
            }
        }
        if (parser.nextToken() != null) {
            throw new InvalidValueException(
                    "wrote more than its answer to standard output; run it by hand to see what it prints");
        }
        return texts;
    }
}
