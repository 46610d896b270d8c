package eu.skyscrapers.ptc.report.data;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.report.Printable;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.OutcomeSentence;
import java.io.IOException;
import java.io.Writer;

/** What a YAML file for Kubernetes says of the audit that it is from, in comments. */
final class Remarks {
    private Remarks() {}

    /** @param what stands in the file, a sentence with {@code %s} for the cache's registries */
    static void begin(String what, AuditResult result, View view, Writer out) throws IOException {
        line(
                "Written by audit-ecr-ptc " + view.version() + ": "
                        + what.formatted(String.join(", ", result.registries())),
                out);
        // What fails an audit need not be an image that can be replaced, and an empty list would look clean.
        out.write("# " + OutcomeSentence.of(result) + "\n");
        for (Hint hint : result.hints()) {
            line("Hint: " + hint.line(), out);
        }
    }

    static void end(AuditResult result, Writer out) throws IOException {
        if (result.clusters().stream().anyMatch(cluster -> !cluster.complete())) {
            line("Not complete: something could not be read; -o table lists the errors.", out);
        }
        for (ClusterResult cluster : result.clusters()) {
            if (cluster.passedOver().total() > 0) {
                line("Passed over: " + cluster.passedOver(), out);
            }
        }
    }

    static void line(String text, Writer out) throws IOException {
        out.write("# " + Printable.of(text) + "\n");
    }
}
