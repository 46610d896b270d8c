package eu.skyscrapers.ptc.report.data;

import eu.skyscrapers.ptc.report.Printable;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Writes metrics in Prometheus' text format 0.0.4. Every family is a gauge, and comes whole before the next one. */
public final class Exposition {
    private final Writer out;
    private String family = "";

    public Exposition(Writer out) {
        this.out = out;
    }

    public void comment(String text) throws IOException {
        out.write("# " + text + "\n");
    }

    /** Starts a family, to which the samples that follow belong. */
    public void family(String name, String help) throws IOException {
        family = name;
        out.write("# HELP " + name + " " + help + "\n# TYPE " + name + " gauge\n");
    }

    /** @param labels names and values in turn; text of others is {@link Printable} */
    public void sample(Number value, List<String> labels) throws IOException {
        out.write(family);
        for (int i = 0; i < labels.size(); i += 2) {
            String escaped = labels.get(i + 1)
                    .replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("\n", "\\n");
            out.write((i == 0 ? "{" : ",") + labels.get(i) + "=\"" + escaped + "\"");
        }
        out.write("} " + value + "\n");
    }
}
