package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.objects.Tokens.Token;
import eu.skyscrapers.ptc.workload.PullFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the {@code status} of an object says. It is reported beside the images, which stand in {@code spec}, and never refused:
 * what is not of its usual shape is passed over.
 */
final class ObjectStatus {
    private static final Set<String> PULL_FAILURES = Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName");

    private String phase = "";
    private String updateRevision = "";
    private String observedGeneration = "";
    private List<PullFailure> pullFailures = List.of();

    /** One container's state. */
    private static final class Container {
        private String name = "";
        private String reason = "";
        private String message = "";
    }

    boolean finished() {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    List<PullFailure> pullFailures() {
        return pullFailures;
    }

    /**
     * The controller revision of the pods that a StatefulSet makes now; empty where its controller has not seen the
     * newest template yet.
     */
    String updateRevision(String generation) {
        return generation.equals(observedGeneration) ? updateRevision : "";
    }

    /** Reads the value of {@code status}. */
    void read(Tokens tokens) throws IOException {
        Cursor status = new Cursor(tokens);
        status.fields("status", field -> {
            switch (field) {
                case "phase" -> phase = status.anyText();
                case "updateRevision" -> updateRevision = status.anyText();
                case "observedGeneration" -> observedGeneration = status.anyText();
                case "containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses" ->
                    status.objects(field, () -> container(status));
                default -> status.pass();
            }
        });
    }

    private void container(Cursor status) throws IOException {
        Container container = new Container();
        while (status.tokens.next() == Token.FIELD) {
            switch (status.tokens.text()) {
                case "name" -> container.name = status.anyText();
                case "state" ->
                    status.fields("state", state -> {
                        if (state.equals("waiting")) {
                            waiting(container, status);
                        } else {
                            status.pass();
                        }
                    });
                default -> status.pass();
            }
        }
        if (PULL_FAILURES.contains(container.reason)) {
            pullFailures = pullFailures.isEmpty() ? new ArrayList<>(2) : pullFailures;
            pullFailures.add(new PullFailure(container.name, container.reason, container.message));
        }
    }

    private static void waiting(Container container, Cursor status) throws IOException {
        status.fields("waiting", field -> {
            switch (field) {
                case "reason" -> container.reason = status.anyText();
                case "message" -> container.message = status.anyText();
                default -> status.pass();
            }
        });
    }
}
