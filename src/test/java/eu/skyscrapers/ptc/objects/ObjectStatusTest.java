package eu.skyscrapers.ptc.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.api.server.Recordings;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.PullFailure;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStatusTest {
    private static final String SPEC = "spec: {containers: [{name: c, image: x}]}\n";

    /** All pods and templates of a text that holds nothing else. */
    static List<PodImages> read(byte[] text) throws IOException {
        List<PodImages> all = new ArrayList<>();
        Documents.read(new ByteArrayInputStream(text), Scope.ALL, new Findings() {
            @Override
            public void found(PodImages images) {
                all.add(images);
            }

            @Override
            public void owned(PodImages images, Workload owner) {
                throw new AssertionError(images);
            }

            @Override
            public void passedOver(String kind) {
                throw new AssertionError(kind);
            }

            @Override
            public void leftOut() {
                throw new AssertionError();
            }

            @Override
            public void problem(long line, String what) {
                throw new AssertionError(what);
            }

            @Override
            public void page(ListPage page) {}
        });
        return all;
    }

    private static PodImages pod(String text) throws IOException {
        return read(text.getBytes(UTF_8)).get(0);
    }

    private static final String WAITING = """
            status:
              phase: Pending
              conditions: [{type: Ready, message: no}]
              initContainerStatuses:
              - {name: init, image: i, state: {waiting: {reason: InvalidImageName, message: bad}}}
              - {name: done, state: {terminated: {reason: Completed, message: ImagePullBackOff}}}
              containerStatuses:
              - name: main
                lastState: {waiting: {reason: ErrImagePull, message: of last time}}
                state: {waiting: {message: "403\\n::error::x", reason: ImagePullBackOff}}
              - {state: {waiting: {reason: CrashLoopBackOff, message: no}}, name: crash}
              - {state: {running: {startedAt: now}}, name: fine}
              ephemeralContainerStatuses:
              - {state: {waiting: {reason: ErrImagePull}}, name: dbg}
            """;

    @Test
    void findsWhatCannotBePulledInAnyOrderOfFields() throws IOException {
        String metadata = "metadata: {name: p}\n";
        for (String text : List.of(
                "kind: Pod\n" + metadata + SPEC + WAITING,
                WAITING + SPEC + metadata + "kind: Pod\n",
                "kind: Pod\n" + WAITING + metadata + SPEC)) {
            assertThat(pod(text).pullFailures())
                    .containsExactly(
                            new PullFailure("init", "InvalidImageName", "bad"),
                            new PullFailure("main", "ImagePullBackOff", "403\n::error::x"),
                            new PullFailure("dbg", "ErrImagePull", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text",
                "null",
                "[a, {b: c}]",
                "{containerStatuses: 7, initContainerStatuses: {a: b}, phase: [x]}",
                "{containerStatuses: [7, [a], null, {name: [n], state: 1}, {state: {waiting: [x]}}]}",
                "{containerStatuses: [{state: {waiting: {reason: {a: b}, message: [c]}}}]}",
            })
    void aStatusOfAnyShapeIsNoReasonToRefuseAPod(String status) throws IOException {
        PodImages pod = pod("kind: Pod\nstatus: " + status + "\n" + SPEC);
        assertThat(pod.pullFailures()).isEmpty();
        assertThat(pod.finished()).isFalse();
        assertThat(pod.images()).hasSize(1);
    }

    @Test
    void cutsLongMessagesInTheMiddleAndBetweenCharacters() throws IOException {
        String smile = "\ud83d\ude00";
        for (String message : List.of(
                "x".repeat(100_000) + "x: not found",
                "x".repeat(501) + ": not found",
                "x" + smile.repeat(600) + ": not found",
                smile.repeat(600) + ": not found")) {
            PodImages pod = pod(SPEC + "kind: Pod\nstatus: {containerStatuses: [{name: c, state: {waiting: {reason:"
                    + " ErrImagePull, message: \"" + message + "\"}}}]}\n");
            assertThat(pod.pullFailures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.message())
                            .hasSizeBetween(498, PullFailure.MESSAGE_MAX)
                            .matches("(?:x|" + smile + ")+ \\.\\.\\. (?:x|" + smile + ")+: not found"));
        }
    }

    @ParameterizedTest
    @CsvSource({"Pending, false", "Running, false", "Succeeded, true", "Failed, true", "Unknown, false"})
    void saysWhatHasEnded(String phase, boolean finished) throws IOException {
        assertThat(pod("kind: Pod\nstatus: {phase: " + phase + "}\n" + SPEC).finished())
                .isEqualTo(finished);
    }

    @Test
    void theRecordedClusterHasOnePodThatCannotPull() throws IOException {
        List<PodImages> pods = read(Recordings.bytes("kubectl-get-pods.json"));
        assertThat(pods).hasSize(62);
        assertThat(pods)
                .filteredOn(pod -> !pod.pullFailures().isEmpty())
                .singleElement()
                .satisfies(pod -> {
                    assertThat(pod.workload().toString()).contains("keda");
                    assertThat(pod.pullFailures())
                            .containsExactly(new PullFailure(
                                    "keda-operator",
                                    "ImagePullBackOff",
                                    "Back-off pulling image: 403 Forbidden: ecr:BatchImportUpstreamImage"));
                });
    }
}
