package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Fold;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judge;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.report.page.OutcomeSentence;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class KustomizeReportTest {
    static Stream<String> samples() {
        return Samples.all().keySet().stream();
    }

    private static String write(AuditResult result) {
        return Samples.write(Format.KUSTOMIZE, result, Samples.view(80));
    }

    private static List<?> images(String report) {
        Object page = new Load(LoadSettings.builder().build()).loadFromString(report);
        return (List<?>) ((Map<?, ?>) page).get("images");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recorded", "three-clusters", "nothing"})
    void keepsItsForm(String sample) {
        Golden.assertMatches(sample + ".kustomize.yaml", write(Samples.all().get(sample)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void tellsTheOutcomeAlsoWhereThereIsNothingToReplace(String sample) {
        AuditResult result = Samples.all().get(sample);
        assertThat(write(result).lines()).contains("# " + OutcomeSentence.of(result));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void tellsOnceThatItIsNotComplete(String sample) {
        AuditResult result = Samples.all().get(sample);
        String words = write(result).replaceAll("[^A-Z]+", " ");
        assertThat(words.split("COMPLETE", -1)).hasSize(result.outcome() == Outcome.INCOMPLETE ? 2 : 1);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void hasAnEntryForEachReplacement(String sample) {
        AuditResult result = Samples.all().get(sample);
        Set<String> replaced = result.clusters().stream()
                .flatMap(cluster -> cluster.images().stream())
                .filter(finding -> finding.judgment().replacement() != null)
                .map(ImageFinding::image)
                .map(image -> image.replaceAll("@.*|:[^/]*$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(images(write(result)))
                .extracting(image -> ((Map<?, ?>) image).get("name"))
                .isEqualTo(List.copyOf(replaced));
    }

    /** What is no reference has no replacement, so only what is one can become an entry. */
    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#texts")
    void textOfOthersIsNeitherAnEntryNorALine(String text) {
        Workload workload = new Workload(text, text, text);
        Fold fold = new Fold(false);
        fold.accept(new PodImages(text, workload, false, List.of(new ImageUse(text, text, ContainerType.CONTAINER))));
        ClusterResult cluster = fold.result(
                text,
                text,
                List.of(new ReadError(ReadError.Kind.MALFORMED, text)),
                text,
                Judge.of(Cache.builtIn(Samples.REGISTRY)));
        boolean reference = cluster.images().get(0).judgment().replacement() != null;
        String report = write(Samples.audit(FailOn.DIRECT, cluster));
        assertThat(images(report))
                .extracting(image -> ((Map<?, ?>) image).get("name"))
                .isEqualTo(reference ? List.of(text) : List.of());
        assertThat(report.contains("# Not here: 1 direct image without a replacement"))
                .isNotEqualTo(reference);
        assertThat(report.lines())
                .hasSize(reference ? 6 : 5)
                .contains("# Not complete: something could not be read; -o table lists the errors.")
                .noneMatch(line -> line.strip().startsWith("::"));
    }
}
