package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.DriftFinding;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.PullCause;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
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
final class CsvReport implements Report {
    private static final String FORMULA = "=+@\uff1d\uff0b\uff0d\uff20-";

    /** Where decimals have a comma, a spreadsheet takes the semicolon for the separator, between quotes or not. */
    private static final Pattern FORMULA_BEHIND_SEPARATOR = Pattern.compile(";(?=[ \"']*+[" + FORMULA + "])");

    /** A spreadsheet cuts a cell of more than 32,767 characters into several; each may be escaped as six. */
    private static final int LONGEST = 5000;

    private enum Column {
        RECORD("record"),
        CLUSTER("cluster"),
        COMPLETE("complete"),
        VERDICT("verdict"),
        REASON("reason"),
        IMAGE("image"),
        UPSTREAM("upstream"),
        REPLACEMENT("replacement"),
        NOTE("note"),
        EXPECTED("expected"),
        EXPECTED_SOURCE("expectedSource"),
        NAMESPACE("namespace"),
        KIND("kind"),
        NAME("name"),
        CONTAINER("container"),
        CONTAINER_TYPE("containerType"),
        PODS("pods"),
        DEPLOYER("deployer");

        private final String key;

        Column(String key) {
            this.key = key;
        }
    }

    @Override
    public void write(AuditResult result, View view, Writer out) throws IOException {
        out.write(
                Arrays.stream(Column.values()).map(column -> column.key).collect(Collectors.joining(",", "", "\r\n")));
        outcome(result, view).write(out);
        for (ClusterResult cluster : result.clusters()) {
            cluster(result, cluster).write(out);
        }
        for (ClusterResult cluster : result.clusters()) {
            for (String error : cluster.errors()) {
                new Row("error", cluster).with(Column.NOTE, error).write(out);
            }
        }
        for (Hint hint : result.hints()) {
            new Row("hint")
                    .with(Column.CLUSTER, hint.cluster())
                    .with(Column.REASON, hint.key())
                    .with(Column.NOTE, hint.text())
                    .write(out);
        }
        review(result.review(), out);
        for (ClusterResult cluster : result.clusters()) {
            for (ImageFinding finding : cluster.images()) {
                if (view.shows(finding.verdict())) {
                    image(cluster, finding, out);
                }
            }
            remarks(cluster, out);
            for (Map.Entry<String, Long> kind : cluster.passedOver().kinds().entrySet()) {
                new Row("passed-over", cluster)
                        .with(Column.KIND, kind.getKey())
                        .with(Column.NOTE, kind.getValue())
                        .write(out);
            }
        }
        out.flush();
    }

    private static Row outcome(AuditResult result, View view) {
        Outcome outcome = result.outcome();
        String only = view.only().size() == Verdict.values().length
                ? ""
                : view.only().stream()
                        .map(Verdict::key)
                        .collect(Collectors.joining(",", "; other images are not listed (--only ", ")"));
        return new Row("outcome")
                .with(Column.COMPLETE, Boolean.toString(outcome != Outcome.INCOMPLETE))
                .with(Column.REASON, key(outcome))
                .with(Column.NOTE, OutcomeSentence.of(result, Ink.NONE) + only);
    }

    private static Row cluster(AuditResult result, ClusterResult cluster) {
        Tally tally = Tally.of(result, cluster);
        return new Row("cluster", cluster)
                .with(Column.REASON, key(tally.outcome()))
                .with(Column.NOTE, tally.sentence(Ink.NONE))
                .with(Column.PODS, cluster.pods());
    }

    private static String key(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static void review(Review review, Writer out) throws IOException {
        if (review.rules() != null) {
            for (RuleFinding finding : review.rules()) {
                String place = finding.place() == null ? "" : " (" + finding.place() + ")";
                new Row("rule-fault")
                        .with(Column.REASON, finding.fault().key())
                        .with(
                                Column.NOTE,
                                finding.prefix() + ": " + finding.problem() + place + "; change: " + finding.change())
                        .write(out);
            }
        }
        for (AcceptedImage entry : review.unused()) {
            new Row("unused-expectation")
                    .with(entry.expectation())
                    .with(Column.NOTE, "accepted nothing")
                    .write(out);
        }
        for (AcceptedImage entry : review.expired()) {
            new Row("expired-expectation")
                    .with(entry.expectation())
                    .with(Column.NOTE, "expired after " + entry.until())
                    .write(out);
        }
        for (Baseline.Entry entry : review.outlived()) {
            new Row("outlived-baseline")
                    .with(Column.CLUSTER, entry.cluster())
                    .with(Column.IMAGE, entry.repository())
                    .with(Column.NOTE, "no longer direct")
                    .with(new Workload(entry.namespace(), entry.kind(), entry.name()))
                    .with(Column.CONTAINER, entry.container())
                    .write(out);
        }
    }

    private static void image(ClusterResult cluster, ImageFinding finding, Writer out) throws IOException {
        Judgment judgment = finding.judgment();
        Row row = new Row("image", cluster)
                .with(Column.VERDICT, judgment.verdict().key())
                .with(Column.REASON, judgment.reason().key())
                .with(Column.IMAGE, finding.image())
                .with(Column.UPSTREAM, judgment.upstream())
                .with(Column.REPLACEMENT, judgment.replacement())
                .with(Column.NOTE, judgment.note());
        if (finding.usedBy().isEmpty()) {
            row.with(finding.expected()).write(out);
        }
        for (Usage usage : finding.usedBy()) {
            row.with(usage.expected() == null ? finding.expected() : usage.expected())
                    .with(usage.workload())
                    .with(Column.CONTAINER, usage.container())
                    .with(Column.CONTAINER_TYPE, usage.containerType().key())
                    .with(Column.PODS, usage.pods())
                    .with(Column.DEPLOYER, deployer(usage.deployer()))
                    .write(out);
        }
    }

    private static @Nullable String deployer(@Nullable Deployer deployer) {
        return deployer == null ? null : deployer.kind() + " " + Users.place(deployer);
    }

    private static String note(PullError error) {
        PullCause cause = error.cause();
        return cause == null
                ? error.message()
                : (error.message().isEmpty() ? "" : error.message() + "; ") + "cause: " + cause.text()
                        + "; what helps: " + cause.help();
    }

    private static void remarks(ClusterResult cluster, Writer out) throws IOException {
        for (PullError error : cluster.remarks().pullErrors()) {
            new Row("pull-error", cluster)
                    .with(Column.VERDICT, error.verdict().key())
                    .with(Column.REASON, error.reason())
                    .with(Column.IMAGE, error.image())
                    .with(Column.NOTE, note(error))
                    .with(error.workload())
                    .with(Column.CONTAINER, error.container())
                    .with(Column.PODS, error.pods())
                    .write(out);
        }
        for (DriftFinding finding : cluster.remarks().drift()) {
            String template =
                    finding.templateImage().isEmpty() ? "no such container" : "the image " + finding.templateImage();
            new Row("drift", cluster)
                    .with(Column.REASON, finding.cause().key())
                    .with(Column.IMAGE, finding.podImage())
                    .with(
                            Column.NOTE,
                            "the template has " + template + "; "
                                    + finding.cause().meaning())
                    .with(finding.workload())
                    .with(Column.CONTAINER, finding.container())
                    .with(Column.CONTAINER_TYPE, finding.containerType().key())
                    .with(Column.PODS, finding.pods())
                    .write(out);
        }
    }

    /** One record; a cell that was not given is empty. */
    private static final class Row {
        private final Map<Column, String> cells = new EnumMap<>(Column.class);

        Row(String record) {
            with(Column.RECORD, record);
        }

        /** What is known of one cluster, each line saying whether it is all that there is to know. */
        Row(String record, ClusterResult cluster) {
            this(record);
            with(Column.CLUSTER, cluster.name()).with(Column.COMPLETE, Boolean.toString(cluster.complete()));
        }

        Row with(Column column, @Nullable String text) {
            cells.put(column, text == null ? "" : text);
            return this;
        }

        Row with(Column column, long number) {
            return with(column, Long.toString(number));
        }

        Row with(Workload workload) {
            return with(Column.NAMESPACE, workload.namespace())
                    .with(Column.KIND, workload.kind())
                    .with(Column.NAME, workload.name());
        }

        Row with(@Nullable Expectation expected) {
            return with(Column.EXPECTED, expected == null ? null : expected.reason())
                    .with(Column.EXPECTED_SOURCE, expected == null ? null : expected.source());
        }

        void write(Writer out) throws IOException {
            String separator = "";
            for (Column column : Column.values()) {
                out.write(separator);
                out.write(cell(cells.getOrDefault(column, "")));
                separator = ",";
            }
            out.write("\r\n");
        }
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
