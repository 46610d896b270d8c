package eu.skyscrapers.ptc.report.data;

import java.io.IOException;
import java.util.List;

/**
 * One testcase of the JUnit report, in words that are fit to be shown.
 *
 * @param group what it belongs to, within the suite
 * @param type one word for what is told; empty for a case that passed, as are the message and the details
 * @param details lines, none of which starts with text of others
 */
record JunitCase(Kind kind, String group, String name, String type, String message, List<String> details) {
    /** What CI servers tell apart. */
    enum Kind {
        PASSED(""),
        SKIPPED("skipped"),
        FAILED("failure"),
        BROKEN("error");

        private final String element;

        Kind(String element) {
            this.element = element;
        }

        /** Of the element that says so; none for a case that passed. */
        String element() {
            return element;
        }
    }

    /** Who takes testcases one by one: a second list of 20,000 of them would take the memory that the first one needs. */
    interface Sink {
        void accept(JunitCase testcase) throws IOException;
    }

    static JunitCase passed(String group, String name) {
        return new JunitCase(Kind.PASSED, group, name, "", "", List.of());
    }
}
