package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.report.data.CsvReport;
import eu.skyscrapers.ptc.report.data.JsonReport;
import eu.skyscrapers.ptc.report.data.JunitReport;
import eu.skyscrapers.ptc.report.data.KustomizeReport;
import eu.skyscrapers.ptc.report.data.YamlReport;
import eu.skyscrapers.ptc.report.html.HtmlReport;
import eu.skyscrapers.ptc.report.markdown.MarkdownReport;
import eu.skyscrapers.ptc.report.text.TableReport;
import java.util.Arrays;
import java.util.Optional;

/** The output formats by the names that {@code --output} takes. */
@SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing.
public enum Format {
    TABLE("table", (audit, view, out) -> TableReport.write(audit, view, out, false)),
    WIDE("wide", (audit, view, out) -> TableReport.write(audit, view, out, true)),
    JSON("json", (audit, view, out) -> JsonReport.write(audit, view, out)),
    YAML("yaml", (audit, view, out) -> YamlReport.write(audit, view, out)),
    CSV("csv", (audit, view, out) -> CsvReport.write(audit, view, out)),
    MARKDOWN("markdown", (audit, view, out) -> MarkdownReport.write(audit, view, out)),
    JUNIT("junit", (audit, view, out) -> JunitReport.write(audit, view, out)),
    PROMETHEUS("prometheus", (audit, view, out) -> new Metrics(audit, view.version()).write(out)),
    HTML("html", (audit, view, out) -> HtmlReport.write(audit, view, out)),
    KUSTOMIZE("kustomize", (audit, view, out) -> KustomizeReport.write(audit, view, out));

    private final String key;
    /** A lambda and no reference to a method: that would load the classes of all formats for the one that is written. */
    private final Report report;

    Format(String key, Report report) {
        this.key = key;
        this.report = report;
    }

    /** The word that the option takes; stable. */
    public String key() {
        return key;
    }

    public Report report() {
        return report;
    }

    /** Exact: a misspelt format must not silently become another. */
    public static Optional<Format> of(String key) {
        return Arrays.stream(values()).filter(format -> format.key.equals(key)).findFirst();
    }
}
