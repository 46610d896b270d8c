package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.report.data.CsvReport;
import eu.skyscrapers.ptc.report.data.JsonReport;
import eu.skyscrapers.ptc.report.data.JunitReport;
import eu.skyscrapers.ptc.report.data.KustomizeReport;
import eu.skyscrapers.ptc.report.data.PrometheusReport;
import eu.skyscrapers.ptc.report.data.YamlReport;
import eu.skyscrapers.ptc.report.html.HtmlReport;
import eu.skyscrapers.ptc.report.markdown.MarkdownReport;
import eu.skyscrapers.ptc.report.text.TableReport;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** The output formats by the names that {@code --output} takes. */
@SuppressWarnings("ImmutableEnumChecker") // The suppliers only make reports.
public enum Format {
    TABLE("table", () -> new TableReport(false)),
    WIDE("wide", () -> new TableReport(true)),
    JSON("json", () -> new JsonReport()),
    YAML("yaml", () -> new YamlReport()),
    CSV("csv", () -> new CsvReport()),
    MARKDOWN("markdown", () -> new MarkdownReport()),
    JUNIT("junit", () -> new JunitReport()),
    PROMETHEUS("prometheus", () -> new PrometheusReport()),
    HTML("html", () -> new HtmlReport()),
    KUSTOMIZE("kustomize", () -> new KustomizeReport());

    private final String key;
    /** A lambda and no reference to a constructor: that would load the classes of all formats for the one that is written. */
    private final Supplier<Report> report;

    Format(String key, Supplier<Report> report) {
        this.key = key;
        this.report = report;
    }

    /** The word that the option takes; stable. */
    public String key() {
        return key;
    }

    public Report report() {
        return report.get();
    }

    /** Exact: a misspelt format must not silently become another. */
    public static Optional<Format> of(String key) {
        return Arrays.stream(values()).filter(format -> format.key.equals(key)).findFirst();
    }
}
