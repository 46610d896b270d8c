package eu.skyscrapers.ptc.aws.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.skyscrapers.ptc.api.server.Request;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests with the signatures that AWS published for them: its documentation's, and those of its test suite. */
class SignatureTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static Request request(
            String method, String host, String target, String service, String headers, String body, String signature) {
        Map<String, List<String>> all = new TreeMap<>();
        all.put("host", List.of(host));
        all.put("x-amz-date", List.of("20150830T123600Z"));
        for (String header : headers == null ? new String[0] : headers.split(" ; ", -1)) {
            all.put(header.split(":", 2)[0], List.of(header.split(":", 2)[1]));
        }
        String signed = String.join(";", all.keySet());
        all.put(
                "authorization",
                List.of("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/" + service
                        + "/aws4_request, SignedHeaders=" + signed + ", Signature=" + signature));
        return new Request(0, method, URI.create(target), all, body == null ? "" : body, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET | example.amazonaws.com | / | service | | | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
            POST | example.amazonaws.com | / | service | | | 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b
            GET | example.amazonaws.com | /?Param2=value2&Param1=value1 | service | | | b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500
            POST | example.amazonaws.com | / | service | content-type:application/x-www-form-urlencoded | Param1=value1 | ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a
            GET | example.amazonaws.com | / | service | my-header1:  value1 ; my-header2: "a   b   c" | | acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736
            GET | iam.amazonaws.com | /?Action=ListUsers&Version=2010-05-08 | iam | content-type:application/x-www-form-urlencoded; charset=utf-8 | | 5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7
            """)
    void publishedSignaturesAreRight(
            String method, String host, String target, String service, String headers, String body, String signature) {
        Signature read = Signature.of(request(method, host, target, service, headers, body, signature));

        assertThat(read.isBy(SECRET)).isTrue();
        assertThat(read.isBy(SECRET + "x")).isFalse();
        String other = target.contains("?") ? target + "&a=b" : target + "a";
        assertThat(Signature.of(request(method, host, other, service, headers, body, signature))
                        .isBy(SECRET))
                .isFalse();
        assertThat(Signature.of(request(method, host, target, service, headers, body + "x", signature))
                        .isBy(SECRET))
                .isFalse();
    }

    @Test
    void whatAwsReadsMustBeSigned() {
        Request whole = request("GET", "example.amazonaws.com", "/", "service", "x-amz-security-token:abc", null, "0");
        Map<String, List<String>> headers = new TreeMap<>(whole.headers());
        headers.computeIfPresent(
                "authorization", (name, values) -> List.of(values.get(0).replace(";x-amz-security-token", "")));
        Request part = new Request(0, "GET", whole.uri(), headers, "", Optional.empty());

        assertThat(Signature.of(whole).token()).isEqualTo("abc");
        assertThatThrownBy(() -> Signature.of(part)).isInstanceOf(Refusal.class).hasMessageContaining("SignedHeader");
    }
}
