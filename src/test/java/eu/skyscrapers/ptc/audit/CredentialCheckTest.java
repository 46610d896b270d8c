package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialCheckTest {
    private static final String SECRET =
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/hub-a1B2c3";
    private static final CacheRule RULE =
            new CacheRule("hub", "docker.io", "", SECRET, null, "123456789012", true, "ECR");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-30");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # accepted | there | changed              | deleted              | what is said
                    true       | true  | 2026-11-01T00:00:00Z |                      | CREDENTIAL_ACCEPTED
                    true       |       |                      |                      | CREDENTIAL_ACCEPTED
                               | true  | 2026-11-01T00:00:00Z |                      |
                               | true  |                      |                      |
                               |       |                      |                      |
                    false      | true  | 2026-11-01T00:00:00Z |                      | REFUSED_CREDENTIAL
                    false      |       |                      |                      | REFUSED_CREDENTIAL
                    # The cause, and not what follows from it.
                    false      | false |                      |                      | NO_SECRET
                               | false |                      |                      | NO_SECRET
                    false      | true  | 2026-11-01T00:00:00Z | 2026-12-07T00:00:00Z | DELETED_SECRET
                    true       | true  | 2026-11-01T00:00:00Z | 2026-12-07T00:00:00Z | DELETED_SECRET
                    # Eleven months to the day are not more than eleven months.
                    true       | true  | 2025-12-30T00:00:00Z |                      | CREDENTIAL_ACCEPTED
                    true       | true  | 2025-12-29T23:59:59Z |                      | CREDENTIAL_ACCEPTED OLD_SECRET
                               | true  | 2019-01-01T00:00:00Z |                      | OLD_SECRET
                    false      | true  | 2019-01-01T00:00:00Z |                      | REFUSED_CREDENTIAL OLD_SECRET
                    """)
    void saysWhatIsWrongAndWhatIsOld(Boolean accepted, Boolean there, Instant changed, Instant deleted, String said) {
        CacheSecret secret = there == null ? null : new CacheSecret(there, changed, deleted);
        String refusal = accepted == null ? null : accepted ? "" : "wrong password";
        RegistryCheck.Result result = CredentialCheck.check(RULE, "eu-west-1", refusal, secret, TODAY);
        List<String> keys = new ArrayList<>();
        result.faults().forEach(fault -> keys.add(fault.fault().name()));
        result.notes().forEach(note -> keys.add(note.kind().name()));
        assertThat(String.join(" ", keys)).isEqualTo(said == null ? "" : said);
        assertThat(result.faults())
                .allMatch(
                        fault -> fault.prefix().equals("hub") && fault.change().contains("eu-west-1"));
        assertThat(result.notes()).allMatch(note -> note.prefixes().equals(List.of("hub")));
        if (said != null && said.contains("REFUSED")) {
            assertThat(result.faults().get(0).problem()).endsWith("docker.io: wrong password");
        }
    }
}
