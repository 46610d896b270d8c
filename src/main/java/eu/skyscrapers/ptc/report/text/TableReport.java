package eu.skyscrapers.ptc.report.text;

import static eu.skyscrapers.ptc.report.page.Words.shown;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.report.Printable;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.ClusterNames;
import eu.skyscrapers.ptc.report.page.Clusters;
import eu.skyscrapers.ptc.report.page.CommonImages;
import eu.skyscrapers.ptc.report.page.Entry;
import eu.skyscrapers.ptc.report.page.Folded;
import eu.skyscrapers.ptc.report.page.Ink;
import eu.skyscrapers.ptc.report.page.OutcomeSentence;
import eu.skyscrapers.ptc.report.page.Page;
import eu.skyscrapers.ptc.report.page.Phrase;
import eu.skyscrapers.ptc.report.page.Section;
import eu.skyscrapers.ptc.report.page.Sum;
import eu.skyscrapers.ptc.report.page.Words;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The report for people at a terminal or in a log. What needs an eye comes last, next to the prompt, and what fails the
 * audit after what does not.
 *
 * <p>The wide one has a line for each use of each image, made for {@code grep}, {@code awk} and {@code less -S}: nothing
 * is folded, nothing is wrapped, and each cluster lists all of its own.
 *
 * <p>No line starts with text of others, see {@link Printable}.
 */
public final class TableReport {
    private static final int MOST_ENTRIES = 20;
    private static final int TITLE = 10;
    /** In two lines, which leaves room for names within 80 columns. */
    private static final String OF_THESE = " ".repeat(22) + "of these";

    private static final String COUNTS = "  direct  expected  via PTC  exempt    pods";
    private static final String SUMS = "  images    pods  workloads  ";
    private static final int WORD = "ALL CLUSTERS".length();

    private final AuditResult audit;
    private final ClusterNames names;
    private final List<Section> sections;
    private final View view;
    private final Ink ink;
    private final Lines lines;
    private final boolean wide;
    private final boolean summary;

    private TableReport(AuditResult audit, View view, Writer out, boolean wide, boolean summary) {
        this.audit = audit;
        this.names = ClusterNames.of(audit);
        this.sections = Page.of(audit);
        this.view = view;
        this.ink = new Ink(view.color());
        this.lines = new Lines(out, wide ? Integer.MAX_VALUE : view.columns());
        this.wide = wide;
        this.summary = summary;
    }

    public static void write(AuditResult audit, View view, Writer out, boolean wide) throws IOException {
        new TableReport(audit, view, out, wide, false).write();
        out.flush();
    }

    /** Numbers in place of the images; what weighs more than any image is listed all the same. */
    public static void writeSummary(AuditResult audit, View view, Writer out) throws IOException {
        new TableReport(audit, view, out, false, true).write();
        out.flush();
    }

    private void write() throws IOException {
        ImageTable images = new ImageTable(audit, new CommonImages(audit), view, ink, lines);
        boolean several = audit.clusters().size() > 1;
        boolean rowsFirst = wide && view.frame() != View.Frame.WHOLE;
        if (rowsFirst) {
            WideTable.write(audit.clusters(), view, ink, lines);
            if (view.frame() == View.Frame.ROWS) {
                return;
            }
        }
        for (int i = 0; i < audit.clusters().size(); i++) {
            ClusterResult cluster = audit.clusters().get(i);
            int place = i;
            Predicate<Section> own = section -> !several || section.cluster() == place;
            heading(cluster);
            if (summary) {
                images.counts(cluster);
            } else if (!wide) {
                images.quiet(cluster);
            }
            sections(own.and(section -> !section.needsAnEye()));
            if (wide) {
                lines.apart(1);
                if (!rowsFirst) {
                    WideTable.write(List.of(cluster), view, ink, lines);
                }
                WideTable.writeRest(cluster, view, lines);
            } else if (!summary) {
                images.direct(cluster);
            }
            sections(own.and(Section::needsAnEye));
            if (!several) {
                sums();
            }
            lines.apart(1);
            // The only cluster's outcome is that of the whole audit.
            lines.line(
                    several
                            ? OutcomeSentence.of(audit, cluster, ink, lines.columns())
                            : OutcomeSentence.of(audit, ink, lines.columns()));
            if (several) {
                lines.apart(2);
            }
        }
        if (several) {
            Predicate<Section> whole = section -> section.cluster() == Section.WHOLE;
            sections(whole.and(section -> !section.needsAnEye()));
            lines.apart(2);
            if (!wide && !summary) {
                images.common();
            }
            sections(whole.and(Section::needsAnEye));
            lines.apart(2);
            overview();
            sums();
            lines.apart(1);
            lines.line(OutcomeSentence.of(audit, ink, lines.columns()));
        }
    }

    /** Writes how many images come from where; a row starts with its numbers, as no line may with text of others. */
    private void sums() throws IOException {
        List<Sum> sums = summary ? Sum.of(audit) : wide ? List.of() : Sum.ofMany(audit);
        for (Sum sum : sums) {
            lines.apart(1);
            lines.line(SUMS, ink.bold(sum.title().toUpperCase(Locale.ROOT)));
            for (Sum.Row row : sum.rows().listed()) {
                String numbers =
                        right("" + row.images(), 8) + right("" + row.pods(), 8) + right("" + row.workloads(), 11);
                String start = numbers + "  " + (row.remark().isEmpty() ? "" : row.remark() + " ");
                String name = row.name().isEmpty() ? "(none)" : shown(row.name());
                if (start.length() + name.length() <= lines.columns()) {
                    lines.line(start, name);
                } else {
                    lines.line(start.stripTrailing());
                    lines.line("  - ", name);
                }
            }
            if (!sum.rows().rest().isEmpty()) {
                lines.line("  and " + sum.rows().rest().size() + " more (-o csv)");
            }
        }
    }

    private void heading(ClusterResult cluster) throws IOException {
        String server = cluster.server();
        if (server == null) {
            lines.line(ink.bold("FILES"), "     ", shown(cluster.name()));
        } else {
            lines.line(ink.bold("CLUSTER"), "   ", shown(cluster.name()));
            lines.line("server    ", server.isEmpty() ? "unknown" : shown(server));
        }
        lines.line("cache     ", shown(cluster.registry()));
        String passedOver = cluster.passedOver().toString();
        lines.sentence(
                "audited   ",
                10,
                OutcomeSentence.audited(cluster) + (passedOver.isEmpty() ? "" : "; passed over: " + shown(passedOver)));
    }

    /** Writes some of the sections, the heaviest last, next to the prompt. */
    private void sections(Predicate<Section> some) throws IOException {
        for (int i = sections.size() - 1; i >= 0; i--) {
            if (some.test(sections.get(i))) {
                section(sections.get(i));
            }
        }
    }

    private void section(Section section) throws IOException {
        lines.apart(1);
        String title = section.title().toUpperCase(Locale.ROOT);
        String gap = title.length() > TITLE ? ": " : " ".repeat(Math.max(2, TITLE - title.length()));
        String inked = section.needsAnEye() ? ink.accepted(title) : ink.bold(title);
        lines.line(
                section.fails() ? ink.bad(title) : inked, section.caption().isEmpty() ? "" : gap + section.caption());
        Folded<Entry> folded = Folded.of(section.entries(), wide ? Integer.MAX_VALUE : MOST_ENTRIES);
        for (Entry entry : folded.listed()) {
            entry(entry);
        }
        if (!folded.rest().isEmpty()) {
            lines.line("  ", folded.more());
        }
    }

    private void entry(Entry entry) throws IOException {
        String lead = "  - ";
        Phrase headline = entry.headline();
        if (headline != null) {
            String text = headline.drawn(Words::shown);
            if (headline.isImage()) {
                lines.line(ink.bold(lead + text));
            } else {
                lines.sentence(2, "- ", text);
            }
            lead = "      ";
        }
        for (Usage usage : entry.users()) {
            lines.user(
                    lead, lead.length(), ImageRows.user("", usage), new int[ImageRows.CELLS], UnaryOperator.identity());
        }
        lines.facts(entry, ink);
    }

    /** Each cluster with its counts; why it was not read stands whole where its images would. */
    private void overview() throws IOException {
        lines.line(OF_THESE);
        lines.line(ink.bold("ALL CLUSTERS"), COUNTS);
        boolean beside = audit.clusters().stream()
                .allMatch(cluster -> WORD + COUNTS.length() + 2 + name(cluster).length() <= lines.columns());
        for (int place : Clusters.worstFirst(audit)) {
            ClusterResult cluster = audit.clusters().get(place);
            if (beside) {
                lines.line(counts(cluster), "  ", name(cluster));
            } else {
                lines.line(counts(cluster));
                lines.line("  - ", name(cluster));
            }
            if (!cluster.complete()) {
                String error = cluster.errors().get(0);
                String source = "(" + cluster.server() + "): ";
                int start = error.contains(source) ? error.indexOf(source) + source.length() : 0;
                lines.sentence(4, "error: ", shown(error.substring(start).split("; ", 2)[0]));
            }
        }
    }

    private String name(ClusterResult cluster) {
        return shown(names.shortOf(cluster.name()));
    }

    private String counts(ClusterResult cluster) {
        Outcome outcome = audit.outcomeOf(cluster);
        Summary summary = cluster.summary();
        boolean unread = Clusters.unread(cluster);
        LongFunction<String> count = number -> unread ? "-" : Long.toString(number);
        return ink.word(outcome)
                + " ".repeat(WORD - outcome.name().length())
                + right(count.apply(summary.direct()), 8)
                + right(count.apply(summary.expected()), 10)
                + right(count.apply(summary.viaPtc()), 9)
                + right(count.apply(summary.exempt()), 8)
                + right(count.apply(cluster.pods()), 8);
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }
}
