package eu.skyscrapers.ptc.policy;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.Baseline.Entry;
import eu.skyscrapers.ptc.audit.Hint;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineFileTest {
    private static final String PRODUCTION = "arn:aws:eks:eu-west-1:111122223333:cluster/production";

    /** The golden reports of the other end: what the program writes, it reads. */
    @Test
    void recordedCluster() throws Exception {
        BaselineFile read = BaselineFile.read(Samples.file("reports/recorded.json"));
        assertThat(read.hints()).isEmpty();
        assertThat(read.registries()).containsExactly("123456789012.dkr.ecr.eu-west-1.amazonaws.com");
        assertThat(read.baseline().source())
                .isEqualTo(Samples.file("reports/recorded.json").toString());
        assertThat(read.baseline().entries())
                .contains(
                        entry("velero", "Deployment", "velero", "velero", "docker.io/velero/velero"),
                        entry("team-shop", "Deployment", "web", "nginx", "docker.io/library/nginx"),
                        entry("team-shop", "Pod", "typo", "app", "Quay.io//broken image"),
                        entry("team-data", "Pod", "model-server", "weights", "quay.io/acme/weights"))
                .hasSize(12);
    }

    @Test
    void incompleteReport() throws Exception {
        BaselineFile read = BaselineFile.read(Samples.file("reports/incomplete.json"));
        assertThat(read.hints())
                .extracting(Hint::text)
                .isNotEmpty()
                .allSatisfy(warning -> assertThat(warning)
                        .startsWith(Samples.file("reports/incomplete.json") + ": the cluster ")
                        .endsWith("was not read completely, so direct images there may be missing from the baseline"));
    }

    @Test
    void oddAndEmptyReports() throws Exception {
        assertThat(BaselineFile.read(Samples.file("reports/odd.json"))
                        .baseline()
                        .entries())
                .isNotEmpty();
        assertThat(BaselineFile.read(Samples.file("reports/nothing.json"))
                        .baseline()
                        .entries())
                .isEmpty();
        assertThat(BaselineFile.read(Samples.file("reports/three-clusters.json"))
                        .baseline()
                        .entries())
                .isNotEmpty();
    }

    /** As {@code jq -S} sorts it, with keys of a later program. */
    @Test
    void keysStandInAnyOrder() throws Exception {
        String text = """
            {"clusters": [{"complete": false, "images": [
               {"image": "nginx:1", "later": {"a": [1]}, "usedBy": [
                  {"container": "c", "kind": "Pod", "name": "p", "namespace": "n", "pods": 1}], "verdict": "direct"},
               {"image": "public.ecr.aws/x", "usedBy": [], "verdict": "exempt"}], "name": "a"}],
             "only": ["direct"], "schemaVersion": 1}
            """;
        BaselineFile read = read(text);
        assertThat(read.baseline().entries())
                .containsExactly(new Entry("a", "n", "Pod", "p", "c", "docker.io/library/nginx"));
        assertThat(read.hints())
                .extracting(Hint::text)
                .containsExactly("old.json: the cluster \"a\" was not read completely, so direct images there may be"
                        + " missing from the baseline");
    }

    @Test
    void saysWhereItIsOfAnotherRegistry() throws Exception {
        String own = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
        BaselineFile read = BaselineFile.read(Samples.file("reports/recorded.json"));
        for (String same : List.of(own, "123456789012.dkr-ecr-fips.eu-west-1.on.aws")) {
            assertThat(read.ofAnother(Set.of(same))).as(same).isEmpty();
        }
        assertThat(read.ofAnother(Set.of("210987654321.dkr.ecr.eu-west-1.amazonaws.com")))
                .map(Hint::text)
                .contains(Samples.file("reports/recorded.json") + ": the baseline was taken with the registry " + own
                        + ", and this audit is of 210987654321.dkr.ecr.eu-west-1.amazonaws.com; take it again, or name"
                        + " the baseline of this registry");
    }

    @Test
    void longAndBrokenTextIsKept() throws Exception {
        String image = "x".repeat(25_000_000);
        String text = "{\"schemaVersion\":1,\"clusters\":[{\"name\":\"a\",\"images\":[" + image(image) + ","
                + image("\\ud800\\u0000") + "]}]}";
        assertThat(read(text).baseline().entries())
                .containsExactlyInAnyOrder(
                        new Entry("a", "n", "Pod", "p", "c", image),
                        new Entry("a", "n", "Pod", "p", "c", "\ud800\u0000"));
    }

    @Test
    void readsWhatPowerShellWrites(@TempDir Path folder) throws Exception {
        String text = "\ufeff{\"schemaVersion\":1,\r\n\"clusters\":[]}\r\n";
        Path file = Files.write(folder.resolve("x.json"), text.getBytes(StandardCharsets.UTF_16LE));
        assertThat(BaselineFile.read(file).baseline().entries()).isEmpty();
    }

    private static BaselineFile read(String text) throws Exception {
        return BaselineFile.read("old.json", new ByteArrayInputStream(Samples.text(text)));
    }

    private static String image(String image) {
        return "{\"image\":\"" + image + "\",\"verdict\":\"direct\",\"usedBy\":["
                + "{\"namespace\":\"n\",\"kind\":\"Pod\",\"name\":\"p\",\"container\":\"c\"}]}";
    }

    private static Entry entry(String namespace, String kind, String name, String container, String repository) {
        return new Entry(PRODUCTION, namespace, kind, name, container, repository);
    }
}
