package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftTest {
    /** One call of the sink. */
    private interface Step extends Consumer<Drift> {}

    /**
     * @param images {@code container=image …}; an image without a container's name is that of {@code c}, and a name
     *     with {@code ~} in front belongs to an ephemeral container
     */
    private static List<ImageUse> uses(String images) {
        List<ImageUse> uses = new ArrayList<>();
        for (String each : images.split(" ", -1)) {
            String[] use = each.contains("=") ? each.split("=", 2) : new String[] {"c", each};
            boolean ephemeral = use[0].startsWith("~");
            uses.add(new ImageUse(
                    use[1], use[0], ephemeral ? ContainerType.EPHEMERAL_CONTAINER : ContainerType.CONTAINER));
        }
        return uses;
    }

    private static PodImages images(String kind, String name, boolean template, String revision, String images) {
        Workload workload = new Workload("n", kind, name);
        return new PodImages(name, workload, template, null, false, revision, null, List.of(), uses(images), "", "", 0);
    }

    private static Step template(String kind, String revision, String images) {
        return drift -> drift.accept(images(kind, "w", true, revision, images));
    }

    private static Step pod(String kind, String revision, String images) {
        return drift -> drift.accept(images(kind, "w", false, revision, images));
    }

    /** @param object {@code KIND/NAME} */
    private static Step owned(String object, String images) {
        String[] parts = object.split("/", -1);
        return drift -> drift.acceptRevision(images(parts[0], parts[1], true, "", images));
    }

    private static List<String> findings(List<Step> steps) {
        Drift drift = new Drift();
        steps.forEach(step -> step.accept(drift));
        return drift.findings().stream()
                .map(each -> each.cause().key() + " " + each.container() + ": " + each.templateImage() + " -> "
                        + each.podImage() + " x" + each.pods())
                .toList();
    }

    /** In either order: a source may tell pods or templates first. */
    private static void assertFindings(List<Step> steps, String... findings) {
        assertThat(findings(steps)).containsExactly(findings);
        List<Step> backwards = new ArrayList<>(steps);
        Collections.reverse(backwards);
        assertThat(findings(backwards)).containsExactly(findings);
    }

    /**
     * A pod of revision {@code r1} whose workload's template says {@code new}; what its own ReplicaSet, Job or controller
     * revision says stands in the second and third column, {@code -} where nothing does.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // workload   | revision of template | own template  | pod      | finding
                "Deployment   | -  | ReplicaSet/r1=new | new   | -",
                "Deployment   | -  | ReplicaSet/r1=old | old   | old c: new -> old x1",
                "Deployment   | -  | ReplicaSet/r1=new | other | rewritten c: new -> other x1",
                "Deployment   | -  | ReplicaSet/r1=old | other | rewritten c: new -> other x1",
                "Deployment   | -  | ReplicaSet/r1=old | new   | -",
                "Deployment   | -  | -                 | old   | unknown c: new -> old x1",
                "Deployment   | -  | ReplicaSet/r2=old | old   | unknown c: new -> old x1",
                "Deployment   | -  | Job/r1=old        | old   | unknown c: new -> old x1",
                "CronJob      | -  | Job/r1=new        | new   | -",
                "CronJob      | -  | Job/r1=old        | old   | old c: new -> old x1",
                "CronJob      | -  | Job/r1=old        | other | rewritten c: new -> other x1",
                "CronJob      | -  | -                 | old   | unknown c: new -> old x1",
                "StatefulSet  | r1 | -                 | new   | -",
                "StatefulSet  | r2 | -                 | new   | -",
                "StatefulSet  | r2 | -                 | old   | old c: new -> old x1",
                "StatefulSet  | r1 | -                 | other | rewritten c: new -> other x1",
                "StatefulSet  | -  | -                 | old   | unknown c: new -> old x1",
                "DaemonSet    | r2 | -                 | old   | old c: new -> old x1",
                "DaemonSet    | r1 | -                 | other | rewritten c: new -> other x1",
                "DaemonSet    | -  | -                 | old   | unknown c: new -> old x1",
                "Job          | -  | -                 | new   | -",
                "Job          | -  | -                 | other | rewritten c: new -> other x1",
                "ReplicaSet   | -  | -                 | old   | not-replaced c: new -> old x1",
                "ReplicationController | - | -         | old   | not-replaced c: new -> old x1",
            })
    void saysWhichItIs(String kind, String revision, String own, String image, String finding) {
        List<Step> steps = new ArrayList<>();
        steps.add(template(kind, revision.replace("-", ""), "new"));
        if (!own.equals("-")) {
            steps.add(owned(own.split("=", 2)[0], own.split("=", 2)[1]));
        }
        steps.add(pod(kind, "r1", image));
        assertFindings(steps, finding.equals("-") ? new String[0] : new String[] {finding});
    }

    @Test
    void aPodThatDoesNotSayItsRevisionIsUnknown() {
        for (String kind : List.of("StatefulSet", "DaemonSet")) {
            assertFindings(List.of(template(kind, "r1", "new"), pod(kind, "", "old")), "unknown c: new -> old x1");
        }
    }

    @Test
    void aReplicaSetOrJobWithAnotherOwnerIsComparedWithItself() {
        assertFindings(
                List.of(owned("ReplicaSet/w", "a"), pod("ReplicaSet", "w", "b"), pod("ReplicaSet", "w", "a")),
                "rewritten c: a -> b x1");
        assertFindings(List.of(owned("Job/w", "a"), pod("Job", "w", "b")), "rewritten c: a -> b x1");
    }

    @Test
    void podsAreCountedForEachImage() {
        assertFindings(
                List.of(
                        template("Deployment", "", "v3"),
                        owned("ReplicaSet/r1", "v1"),
                        owned("ReplicaSet/r2", "v2"),
                        owned("ReplicaSet/r3", "v3"),
                        pod("Deployment", "r1", "v1"),
                        pod("Deployment", "r2", "v2"),
                        pod("Deployment", "r2", "v2"),
                        pod("Deployment", "r2", "cache/v2"),
                        pod("Deployment", "r3", "cache/v3"),
                        pod("Deployment", "r3", "v3")),
                "rewritten c: v3 -> cache/v2 x1",
                "rewritten c: v3 -> cache/v3 x1",
                "old c: v3 -> v1 x1",
                "old c: v3 -> v2 x2");
    }

    @Test
    void theSamePodImageOfSeveralRevisionsIsOneFindingForEachCause() {
        assertFindings(
                List.of(
                        template("Deployment", "", "new"),
                        owned("ReplicaSet/r1", "x"),
                        owned("ReplicaSet/r2", "x"),
                        owned("ReplicaSet/r3", "y"),
                        pod("Deployment", "r1", "x"),
                        pod("Deployment", "r2", "x"),
                        pod("Deployment", "r3", "x")),
                "old c: new -> x x2",
                "rewritten c: new -> x x1");
    }

    @Test
    void aContainerThatNoTemplateHasWasAddedAtAdmission() {
        assertFindings(
                List.of(
                        template("Deployment", "", "c=a"),
                        owned("ReplicaSet/r1", "c=a"),
                        pod("Deployment", "r1", "c=a proxy=istio")),
                "added proxy:  -> istio x1");
        assertFindings(
                List.of(template("DaemonSet", "r1", "c=a"), pod("DaemonSet", "r1", "c=a proxy=istio")),
                "added proxy:  -> istio x1");
        assertFindings(
                List.of(
                        template("Deployment", "", "c=a"),
                        owned("ReplicaSet/r1", "c=a side=b"),
                        pod("Deployment", "r1", "c=a side=b")),
                "old side:  -> b x1");
        assertFindings(
                List.of(template("ReplicationController", "", "c=a"), pod("ReplicationController", "", "c=a side=b")),
                "not-replaced side:  -> b x1");
    }

    @Test
    void aContainerThatThePodLacksUsesNoImage() {
        assertFindings(List.of(template("Job", "", "c=a side=b"), pod("Job", "w", "c=a")));
    }

    @Test
    void comparesOnlyWhatATemplateCanSay() {
        assertFindings(List.of(template("Job", "", "c=a"), pod("Job", "w", "c=a ~debug=busybox")));
        assertFindings(List.of(pod("Deployment", "r1", "x"), pod("Pod", "", "x"), pod("Rollout", "", "x")));
        assertFindings(List.of(template("Deployment", "", "a"), owned("ReplicaSet/r1", "b")));
    }

    @Test
    void podsThatEndSayNothingOfARollout() {
        Drift drift = new Drift();
        drift.accept(images("Job", "w", true, "", "a"));
        Workload workload = new Workload("n", "Job", "w");
        drift.accept(
                new PodImages("p", workload, false, Instant.EPOCH, false, "", null, List.of(), uses("b"), "", "", 0));
        drift.accept(new PodImages("q", workload, false, null, true, "", null, List.of(), uses("b"), "", "", 0));
        assertThat(drift.findings()).isEmpty();
    }

    @Test
    void eachCauseSaysWhatItMeans() {
        assertThat(DriftCause.values())
                .extracting(DriftCause::meaning)
                .doesNotHaveDuplicates()
                .noneMatch(String::isBlank);
    }

    @Test
    void forgetsEverythingWhenASourceStartsOver() {
        Drift drift = new Drift();
        drift.accept(images("Job", "w", true, "", "a"));
        drift.accept(images("Job", "w", false, "w", "b"));
        drift.acceptRevision(images("Job", "v", true, "", "a"));
        drift.accept(images("Job", "v", false, "v", "b"));
        assertThat(drift.findings()).hasSize(2).isSorted();
        drift.startOver();
        assertThat(drift.findings()).isEmpty();
        drift.accept(images("Job", "w", false, "w", "b"));
        drift.accept(images("Job", "v", false, "v", "b"));
        assertThat(drift.findings()).isEmpty();
    }
}
