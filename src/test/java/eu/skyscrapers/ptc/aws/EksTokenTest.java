package eu.skyscrapers.ptc.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.kubeconfig.PluginAnswer;
import eu.skyscrapers.ptc.kubeconfig.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EksTokenTest {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    /** Made by the real AWS CLI, by the keys of AWS's documentation. */
    static Stream<JsonNode> tokensOfTheRealCli() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/aws/eks-tokens.jsonl")).stream()
                .filter(line -> !line.isBlank())
                .map(EksTokenTest::parse);
    }

    private static JsonNode parse(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("tokensOfTheRealCli")
    void isThatOfTheAwsCli(JsonNode real) throws Exception {
        Map<String, String> variables = new HashMap<>(Map.of(
                "AWS_ACCESS_KEY_ID",
                "AKIAIOSFODNN7EXAMPLE",
                "AWS_SECRET_ACCESS_KEY",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                // They are for other calls.
                "AWS_ENDPOINT_URL_STS",
                "http://127.0.0.1:1",
                "AWS_USE_FIPS_ENDPOINT",
                "true"));
        if (real.hasNonNull("sessionToken")) {
            variables.put("AWS_SESSION_TOKEN", real.get("sessionToken").asText());
        }
        Instant now = LocalDateTime.parse(real.get("time").asText(), TIME).toInstant(ZoneOffset.UTC);
        AwsCaller caller = AwsCaller.user(null, variables, Duration.ofSeconds(5), Duration.ZERO, new Secrets());
        PluginAnswer answer = new EksToken(
                        caller,
                        real.get("cluster").asText(),
                        real.get("region").asText(),
                        Clock.fixed(now, ZoneOffset.UTC))
                .answer();
        String token = String.valueOf(answer.credential().authorization()).substring("Bearer ".length());
        assertThat(new String(Base64.getUrlDecoder().decode(token.substring("k8s-aws-v1.".length())), UTF_8))
                .isEqualTo(real.get("url").asText());
        assertThat(token).isEqualTo(real.get("token").asText());
        assertThat(answer.expires()).isEqualTo(real.get("expirationTimestamp").asText());
    }
}
