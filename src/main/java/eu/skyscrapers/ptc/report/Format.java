package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.report.data.AdmissionPolicyReport;
import eu.skyscrapers.ptc.report.data.CsvReport;
import eu.skyscrapers.ptc.report.data.JsonReport;
import eu.skyscrapers.ptc.report.data.JunitReport;
import eu.skyscrapers.ptc.report.data.KustomizeReport;
import eu.skyscrapers.ptc.report.data.SarifReport;
import eu.skyscrapers.ptc.report.data.YamlReport;
import eu.skyscrapers.ptc.report.html.HtmlReport;
import eu.skyscrapers.ptc.report.markdown.MarkdownReport;
import eu.skyscrapers.ptc.report.text.TableReport;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.Optional;

/** The output formats by the names that {@code --output} takes. */
@SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing.
public enum Format {
    TABLE("table", (audit, view, out) -> TableReport.write(audit, view, out, false)),
    WIDE("wide", (audit, view, out) -> TableReport.write(audit, view, out, true)),
    SUMMARY("summary", (audit, view, out) -> TableReport.writeSummary(audit, view, out)),
    JSON("json", (audit, view, out) -> JsonReport.write(audit, view, out)),
    YAML("yaml", (audit, view, out) -> YamlReport.write(audit, view, out)),
    CSV("csv", (audit, view, out) -> CsvReport.write(audit, view, out)),
    MARKDOWN("markdown", (audit, view, out) -> MarkdownReport.write(audit, view, out)),
    JUNIT("junit", (audit, view, out) -> JunitReport.write(audit, view, out)),
    SARIF("sarif", (audit, view, out) -> SarifReport.write(audit, view, out)),
    PROMETHEUS("prometheus", (audit, view, out) -> new Metrics(audit, view.version()).write(out)),
    HTML("html", (audit, view, out) -> HtmlReport.write(audit, view, out)),
    KUSTOMIZE("kustomize", (audit, view, out) -> KustomizeReport.write(audit, view, out)),
    ADMISSION_POLICY("admission-policy", (audit, view, out) -> AdmissionPolicyReport.write(audit, view, out));

    /** How a format is written. */
    private interface Brush {
        void write(AuditResult audit, View view, Writer out) throws IOException;
    }

    private final String key;
    /** A lambda and no reference to a method: that would load the classes of all formats for the one that is written. */
    private final Brush brush;

    Format(String key, Brush brush) {
        this.key = key;
        this.brush = brush;
    }

    /** The word that the option takes; stable. */
    public String key() {
        return key;
    }

    /**
     * Writes the whole report and flushes; closing is the caller's, who may have more to say on the same stream. The text
     * depends only on the arguments: no clock, no locale, no platform's line end.
     */
    public void write(AuditResult audit, View view, Writer out) throws IOException {
        brush.write(audit, view, out);
    }

    /** Exact: a misspelt format must not silently become another. */
    public static Optional<Format> of(String key) {
        return Arrays.stream(values()).filter(format -> format.key.equals(key)).findFirst();
    }
}
