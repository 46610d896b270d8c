package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.objects.Tokens.Token;
import eu.skyscrapers.ptc.workload.PullFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the {@code status} of an object says. It is told beside the images, which stand in {@code spec}, and never refused:
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
        if (!opens(Token.OBJECT, tokens)) {
            return;
        }
        while (tokens.next() == Token.FIELD) {
            switch (tokens.text()) {
                case "phase" -> phase = text(tokens);
                case "updateRevision" -> updateRevision = text(tokens);
                case "observedGeneration" -> observedGeneration = text(tokens);
                case "containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses" -> containers(tokens);
                default -> pass(tokens);
            }
        }
    }

    private void containers(Tokens tokens) throws IOException {
        if (!opens(Token.ARRAY, tokens)) {
            return;
        }
        Token token;
        while ((token = tokens.next()) != Token.END_ARRAY) {
            if (token == Token.OBJECT) {
                container(tokens);
            } else {
                tokens.skip();
            }
        }
    }

    private void container(Tokens tokens) throws IOException {
        Container container = new Container();
        while (tokens.next() == Token.FIELD) {
            switch (tokens.text()) {
                case "name" -> container.name = text(tokens);
                case "state" -> state(container, tokens);
                default -> pass(tokens);
            }
        }
        if (PULL_FAILURES.contains(container.reason)) {
            pullFailures = pullFailures.isEmpty() ? new ArrayList<>(2) : pullFailures;
            pullFailures.add(new PullFailure(container.name, container.reason, container.message));
        }
    }

    private static void state(Container container, Tokens tokens) throws IOException {
        if (!opens(Token.OBJECT, tokens)) {
            return;
        }
        while (tokens.next() == Token.FIELD) {
            if (tokens.text().equals("waiting")) {
                waiting(container, tokens);
            } else {
                pass(tokens);
            }
        }
    }

    private static void waiting(Container container, Tokens tokens) throws IOException {
        if (!opens(Token.OBJECT, tokens)) {
            return;
        }
        while (tokens.next() == Token.FIELD) {
            switch (tokens.text()) {
                case "reason" -> container.reason = text(tokens);
                case "message" -> container.message = text(tokens);
                default -> pass(tokens);
            }
        }
    }

    /** Whether the next value is an object or an array, as wanted; passes over any other. */
    private static boolean opens(Token wanted, Tokens tokens) throws IOException {
        boolean opens = tokens.next() == wanted;
        if (!opens) {
            tokens.skip();
        }
        return opens;
    }

    private static String text(Tokens tokens) throws IOException {
        return opens(Token.SCALAR, tokens) ? tokens.text() : "";
    }

    private static void pass(Tokens tokens) throws IOException {
        tokens.next();
        tokens.skip();
    }
}
