package eu.skyscrapers.ptc.cli;

import java.util.List;

/** A call that is wrong; each message says in one line what was meant. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> messages;

    UsageException(String message) {
        this(List.of(message));
    }

    UsageException(List<String> messages) {
        super(String.join("; ", messages));
        this.messages = List.copyOf(messages);
    }

    List<String> messages() {
        return messages;
    }
}
