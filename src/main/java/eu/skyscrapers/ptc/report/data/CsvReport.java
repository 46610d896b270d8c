package eu.skyscrapers.ptc.report.data;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.DriftFinding;
import eu.skyscrapers.ptc.audit.Drill;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.PullCause;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.RuleNote;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.report.Printable;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.View.Only;
import eu.skyscrapers.ptc.report.page.Outage;
import eu.skyscrapers.ptc.report.page.OutcomeSentence;
import eu.skyscrapers.ptc.report.page.Use;
import eu.skyscrapers.ptc.report.page.Words;
import eu.skyscrapers.ptc.workload.Deployer;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The report for spreadsheets and line tools: RFC 4180, with one line for each record, the columns in the words of the
 * JSON.
 *
 * <p>The first column says what a line is: {@code image} lines have one use of an image each, and the others what an
 * image line has no place for. The outcome comes first, then each cluster and what could not be read of it, so that
 * even the head of the file does not look clean when the audit is not.
 *
 * <p>{@link Printable} keeps a record on one line. A spreadsheet calculates what starts with one of {@link #FORMULA};
 * such a cell starts with an apostrophe, as OWASP advises, and so does a cell that starts with an apostrophe itself.
 * Hence one apostrophe at a cell's start is never part of its text.
 */
public final class CsvReport {
    private static final String FORMULA = "=+@\uff1d\uff0b\uff0d\uff20-";

    /** Where decimals have a comma, a spreadsheet takes the semicolon for the separator, between quotes or not. */
    private static final Pattern FORMULA_BEHIND_SEPARATOR = Pattern.compile(";(?=[ \"']*+[" + FORMULA + "])");

    /** A spreadsheet cuts a cell of more than 32,767 characters into several; each may be escaped as six. */
    private static final int LONGEST = 5000;

    private static final String HEADER =
            "record,cluster,complete,verdict,reason,image,upstream,replacement,note,expected,"
                    + "expectedSource,namespace,kind,name,container,containerType,pods,deployer,cached,pushed,lastPulled,impact";

    private static final List<String> COLUMNS = List.of(HEADER.split(",", -1));

    private final AuditResult audit;
    private final Writer out;

    private CsvReport(AuditResult audit, Writer out) {
        this.audit = audit;
        this.out = out;
    }

    public static void write(AuditResult audit, View view, Writer out) throws IOException {
        new CsvReport(audit, out).write(view);
        out.flush();
    }

    private void write(View view) throws IOException {
        out.write(HEADER + "\r\n");
        outcome(view);
        for (ClusterResult cluster : audit.clusters()) {
            write(row("cluster", cluster)
                    .with("reason", audit.outcomeOf(cluster).key())
                    .with("note", OutcomeSentence.of(audit, cluster))
                    .with("pods", cluster.pods()));
        }
        for (ClusterResult cluster : audit.clusters()) {
            for (String error : cluster.errors()) {
                write(row("error", cluster).with("note", error));
            }
        }
        for (Hint hint : audit.hints()) {
            write(row("hint")
                    .with("cluster", hint.cluster())
                    .with("reason", hint.key())
                    .with("note", hint.text()));
        }
        review(audit.review());
        for (ClusterResult cluster : audit.clusters()) {
            for (Use use : Use.of(cluster, view.listed(cluster))) {
                use(use);
            }
            remarks(cluster);
        }
    }

    private void outcome(View view) throws IOException {
        Outcome outcome = audit.outcome();
        String only = view.showsAll()
                ? ""
                : view.only().stream()
                        .map(Only::key)
                        .collect(Collectors.joining(",", "; other images are not listed (--only ", ")"));
        write(row("outcome")
                .with("complete", outcome != Outcome.INCOMPLETE)
                .with("reason", outcome.key())
                .with("note", OutcomeSentence.of(audit) + only));
    }

    private void review(Review review) throws IOException {
        for (RuleFinding finding : review.rules() == null ? List.<RuleFinding>of() : review.rules()) {
            String place = finding.place() == null ? "" : " (" + finding.place() + ")";
            String note = finding.prefix() + ": " + finding.problem() + place + "; change: " + finding.change();
            write(row("rule-fault").with("reason", finding.fault().key()).with("note", note));
        }
        for (RuleNote each : review.notes()) {
            String note = String.join(", ", each.prefixes()) + ": " + each.text();
            write(row("rule-note").with("reason", each.kind().key()).with("note", note));
        }
        for (AcceptedImage entry : review.unused()) {
            write(expected(row("unused-expectation"), entry.expectation()).with("note", "accepted nothing"));
        }
        for (AcceptedImage entry : review.expired()) {
            write(expected(row("expired-expectation"), entry.expectation())
                    .with("note", "expired after " + entry.until()));
        }
        for (Baseline.Entry entry : review.outlived()) {
            write(row("outlived-baseline")
                    .with(ReportTree.outlived(entry))
                    .with("image", entry.repository())
                    .with("note", "no longer direct"));
        }
    }

    private void use(Use use) throws IOException {
        Fields row = row("image", use.cluster()).with(ReportTree.judged(use.image()));
        Usage usage = use.usage();
        if (usage != null) {
            Deployer deployer = usage.deployer();
            row.with(ReportTree.usage(use.image(), usage))
                    .with("deployer", deployer == null ? null : deployer.kind() + " " + Words.place(deployer));
        }
        Fields cached = ReportTree.cached(use.image().cached());
        if (cached != null) {
            row.with(cached).with("cached", cached.text("state"));
        }
        write(expected(row, use.expected()));
    }

    private static String note(PullError error) {
        PullCause cause = error.cause();
        return cause == null
                ? error.message()
                : (error.message().isEmpty() ? "" : error.message() + "; ") + "cause: " + cause.text() + "; fix: "
                        + cause.help();
    }

    private void remarks(ClusterResult cluster) throws IOException {
        for (PullError error : cluster.pullErrors()) {
            write(row("pull-error", cluster).with(ReportTree.pullError(error)).with("note", note(error)));
        }
        for (DriftFinding finding : cluster.drift()) {
            String template =
                    finding.templateImage().isEmpty() ? "no such container" : "the image " + finding.templateImage();
            Fields row = row("drift", cluster)
                    .with(ReportTree.drift(finding))
                    .with("reason", finding.cause().key())
                    .with("image", finding.podImage())
                    .with(
                            "note",
                            "the template has " + template + "; "
                                    + finding.cause().meaning());
            write(row);
        }
        for (Drill drill : Drill.of(audit, cluster)) {
            write(row("if-down", cluster)
                    .with("upstream", drill.upstream())
                    .with("note", Outage.sentence(drill).drawn(UnaryOperator.identity()))
                    .with("pods", drill.pods()));
        }
        for (Map.Entry<String, Long> kind : cluster.passedOver().kinds().entrySet()) {
            write(row("passed-over", cluster).with("kind", kind.getKey()).with("note", kind.getValue()));
        }
    }

    private static Fields row(String record) {
        return new Fields().with("record", record);
    }

    /** What is known of one cluster, each line saying whether it is all that there is to know. */
    private static Fields row(String record, ClusterResult cluster) {
        return row(record).with("cluster", cluster.name()).with("complete", cluster.complete());
    }

    private static Fields expected(Fields row, @Nullable Expectation expected) {
        return row.with("expected", expected == null ? null : expected.reason())
                .with("expectedSource", expected == null ? null : expected.source());
    }

    /** Writes the fields that there are columns for. */
    private void write(Fields row) throws IOException {
        String separator = "";
        for (String column : COLUMNS) {
            out.write(separator + cell(row.text(column)));
            separator = ",";
        }
        out.write("\r\n");
    }

    private static String cell(String text) {
        String printable = Printable.of(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        String shown = FORMULA_BEHIND_SEPARATOR.matcher(printable).replaceAll("\\\\u003b");
        if (text.length() > LONGEST) {
            shown += "... (" + text.length() + " characters, -o json shows them all)";
        }
        // Some spreadsheets drop blanks first.
        String start = shown.stripLeading();
        if (!start.isEmpty() && (shown.charAt(0) == '\'' || FORMULA.indexOf(start.charAt(0)) >= 0)) {
            shown = "'" + shown;
        }
        boolean quoted = shown.indexOf(',') >= 0
                || shown.indexOf('"') >= 0
                || !shown.strip().equals(shown);
        return quoted ? '"' + shown.replace("\"", "\"\"") + '"' : shown;
    }
}
