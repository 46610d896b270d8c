package eu.skyscrapers.ptc.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.Glob;
import eu.skyscrapers.ptc.text.ConfigurationException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectationsFileTest {
    @Test
    void platform() throws Exception {
        String file = Samples.file("policy/expectations/platform.yaml").toString();
        assertThat(ExpectationsFile.read(Samples.file("policy/expectations/platform.yaml")))
                .extracting(ExpectationsFileTest::shown)
                .containsExactly(
                        "gcr.io/k8s-staging-multitenancy/hnc-manager hnc-system null null null null \"Hierarchical Namespace"
                                + " Controller has no mirror\" " + file + ":2",
                        "null team-* null null null null \"Customers choose for themselves where their workloads pull from\" "
                                + file + ":6");
    }

    @Test
    void everyKey() throws Exception {
        String text = """
            - &all
              image: "*/acme/*"
              namespace: 'team-?'
              workload: Deployment/web
              container: main
              cluster: prod*
              reason: >
                Two lines
                become one
              until: 2026-12-31
            - <<: *all
              until: "2027-01-31"
            - image: "Quay.io//broken image"
              reason: A typo, whose owner is told
            - image: localhost:5000/app
              reason: A registry with a port
            - image: "*"
              reason: Everything, and said so
            """;
        assertThat(read(text))
                .extracting(ExpectationsFileTest::shown)
                .containsExactly(
                        "*/acme/* team-? Deployment/web main prod* 2026-12-31 \"Two lines become one\" expect.yaml:1",
                        "*/acme/* team-? Deployment/web main prod* 2027-01-31 \"Two lines become one\" expect.yaml:11",
                        "Quay.io//broken image null null null null null \"A typo, whose owner is told\" expect.yaml:13",
                        "localhost:5000/app null null null null null \"A registry with a port\" expect.yaml:15",
                        "* null null null null null \"Everything, and said so\" expect.yaml:17");
        assertThat(read(text).get(0).until()).isEqualTo(LocalDate.of(2026, 12, 31));
    }

    @Test
    void emptyListAcceptsNothing() throws Exception {
        assertThat(read("[]")).isEmpty();
    }

    @Test
    void patternsOfTheCall() throws Exception {
        assertThat(shown(ExpectationsFile.image("--expect-image", "gcr.io/*")))
                .isEqualTo("gcr.io/* null null null null null \"accepted on the command line\" --expect-image");
        assertThat(shown(ExpectationsFile.namespace("team-*")))
                .isEqualTo("null team-* null null null null \"accepted on the command line\" --expect-namespace");
        assertThatThrownBy(() -> ExpectationsFile.image("--expect-image", "nginx"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("--expect-image \"nginx\" is not a full name without tag and digest; write"
                        + " \"docker.io/library/nginx\"");
        assertThatThrownBy(() -> ExpectationsFile.image("--expect-image", "*:latest"))
                .hasMessage(
                        "--expect-image \"*:latest\" names a tag or digest, which images are matched without; leave it"
                                + " out");
        assertThatThrownBy(() -> ExpectationsFile.namespace(""))
                .hasMessage("--expect-namespace is empty; write a pattern, or leave it out");
        String longest = "x".repeat(Glob.LONGEST);
        assertThat(shown(ExpectationsFile.namespace(longest))).contains(longest);
        assertThatThrownBy(() -> ExpectationsFile.namespace(longest + "x"))
                .hasMessage("--expect-namespace is longer than 1000 characters; shorten it with *");
    }

    private static List<AcceptedImage> read(String text) throws Exception {
        return ExpectationsFile.read("expect.yaml", Samples.text(text));
    }

    private static String shown(AcceptedImage accepted) {
        return accepted.image() + " " + accepted.namespace() + " " + accepted.workload() + " " + accepted.container()
                + " " + accepted.cluster() + " " + accepted.until() + " \"" + accepted.reason() + "\" "
                + accepted.source();
    }
}
