package eu.skyscrapers.ptc.report;

import java.io.IOException;
import java.io.Writer;

/** Writes metrics in Prometheus' text format 0.0.4. Every family is a gauge, and comes whole before the next one. */
final class Exposition {
    private final Writer out;
    private String family = "";

    Exposition(Writer out) {
        this.out = out;
    }

    void comment(String text) throws IOException {
        out.write("# " + text + "\n");
    }

    /** Starts a family, to which the samples that follow belong. */
    void family(String name, String help) throws IOException {
        family = name;
        out.write("# HELP " + name + " " + help + "\n# TYPE " + name + " gauge\n");
    }

    void sample(long value, String... labels) throws IOException {
        sample(Long.toString(value), labels);
    }

    /** @param labels names and values in turn; text of others is {@link Printable} */
    void sample(String value, String... labels) throws IOException {
        out.write(family);
        for (int i = 0; i < labels.length; i += 2) {
            String escaped =
                    labels[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
            out.write((i == 0 ? "{" : ",") + labels[i] + "=\"" + escaped + "\"");
        }
        out.write((labels.length == 0 ? " " : "} ") + value + "\n");
    }
}
