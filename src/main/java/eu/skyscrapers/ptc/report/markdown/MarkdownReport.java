package eu.skyscrapers.ptc.report.markdown;

import static eu.skyscrapers.ptc.report.markdown.MarkdownText.code;
import static eu.skyscrapers.ptc.report.markdown.MarkdownText.name;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.ClusterNames;
import eu.skyscrapers.ptc.report.page.Clusters;
import eu.skyscrapers.ptc.report.page.CommonImages;
import eu.skyscrapers.ptc.report.page.Entry;
import eu.skyscrapers.ptc.report.page.Folded;
import eu.skyscrapers.ptc.report.page.Images;
import eu.skyscrapers.ptc.report.page.OutcomeSentence;
import eu.skyscrapers.ptc.report.page.Page;
import eu.skyscrapers.ptc.report.page.Section;
import eu.skyscrapers.ptc.report.page.Section.Weight;
import eu.skyscrapers.ptc.report.page.Sum;
import eu.skyscrapers.ptc.report.page.Words;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The report for a comment on a pull request, or for the summary of a job: CommonMark with GitHub's tables. What needs an
 * eye comes first, where a reader of a comment starts.
 *
 * <p>What others wrote stands in code spans and nowhere else, see {@link MarkdownText}.
 */
public final class MarkdownReport {
    private static final int MOST_USERS = 5;

    private final AuditResult audit;
    private final List<Section> sections;
    private final CommonImages common;
    private final ClusterNames names;
    private final View view;
    private final MarkdownPage page = new MarkdownPage();

    private MarkdownReport(AuditResult audit, View view) {
        this.audit = audit;
        this.sections = Page.of(audit);
        this.common = new CommonImages(audit);
        this.names = ClusterNames.of(audit);
        this.view = view;
    }

    public static void write(AuditResult audit, View view, Writer out) throws IOException {
        MarkdownReport report = new MarkdownReport(audit, view);
        report.fill();
        report.page.write(out, view.room());
        out.flush();
    }

    private void fill() {
        List<ClusterResult> clusters = audit.clusters();
        ClusterResult first = clusters.get(0);
        boolean several = clusters.size() > 1;
        String where = (first.server() == null ? "files " : "cluster ") + name(first.name()) + ", ";
        String caches = audit.registries().stream().map(MarkdownText::name).collect(Collectors.joining(", "));
        page.part(
                true, "**" + OutcomeSentence.of(audit) + "**\n\n" + (several ? "" : where) + "cache " + caches + "\n");
        for (Section section : sections) {
            if (section.weight() == Weight.FIRST) {
                boolean named = several && section.cluster() != Section.WHOLE;
                String cluster = named ? clusters.get(section.cluster()).name() : "";
                section(section, named ? " (" + name(names.shortOf(cluster)) + ")" : "");
            }
        }
        if (several) {
            page.list(
                    true,
                    "| | cluster | direct | of these expected | via PTC | exempt | pods |\n|---|---|--:|--:|--:|--:|--:|\n",
                    Clusters.worstFirst(audit),
                    place -> counts(clusters.get(place)));
        }
        for (Sum sum : Sum.ofMany(audit)) {
            int rest = sum.rows().rest().size();
            String title = sum.title() + (rest == 0 ? "" : ", and " + rest + " more");
            page.list(
                    sum.title().equals(Sum.BY_NAMESPACE) ? MarkdownPage.When.WHOLE : MarkdownPage.When.ALWAYS,
                    "| images | pods | workloads | " + title + " |\n|--:|--:|--:|---|\n",
                    sum.rows().listed(),
                    MarkdownReport::sum);
        }
        List<Sum.InNamespace> namespaces = view.shows(Verdict.DIRECT) ? Sum.namespaces(audit) : List.of();
        if (!namespaces.isEmpty()) {
            page.list(
                    MarkdownPage.When.CUT,
                    "| unexpected | direct | Direct by namespace, as not all images are listed |\n|--:|--:|---|\n",
                    namespaces,
                    in -> "| " + in.unexpected() + " | " + in.direct() + " | " + named(in.name()) + " |\n");
        }
        sections(Weight.FAULT, Section.WHOLE);
        common();
        for (int i = 0; i < clusters.size(); i++) {
            cluster(clusters.get(i), i);
        }
        sections(Weight.TIDY, Section.WHOLE);
    }

    private String counts(ClusterResult cluster) {
        Summary summary = cluster.summary();
        String numbers = summary.direct() + " | " + summary.expected() + " | " + summary.viaPtc() + " | "
                + summary.exempt() + " | " + cluster.pods();
        return "| " + audit.outcomeOf(cluster) + " | " + MarkdownText.cell(names.shortOf(cluster.name())) + " | "
                + (Clusters.unread(cluster) ? numbers.replaceAll("[0-9]+", "-") : numbers) + " |\n";
    }

    private static String sum(Sum.Row row) {
        return "| " + row.images() + " | " + row.pods() + " | " + row.workloads() + " | "
                + (row.remark().isEmpty() ? "" : row.remark() + " ")
                + named(row.name()) + " |\n";
    }

    private static String named(String name) {
        return name.isEmpty() ? "(none)" : MarkdownText.cell(name);
    }

    private boolean any(Weight weight, int cluster) {
        return sections.stream().anyMatch(section -> section.weight() == weight && section.cluster() == cluster);
    }

    private void sections(Weight weight, int cluster) {
        sections.stream()
                .filter(section -> section.weight() == weight && section.cluster() == cluster)
                .forEach(section -> section(section, ""));
    }

    private void section(Section section, String of) {
        String heading =
                "#### " + section.title() + of + (section.caption().isEmpty() ? "" : ": " + section.caption()) + "\n";
        if (section.entries().isEmpty()) {
            page.part(section.needsAnEye(), heading);
        } else {
            page.list(section.needsAnEye(), heading + "\n", section.entries(), MarkdownReport::item);
        }
    }

    private void common() {
        List<ImageFinding> images = common.images();
        String title = "### Direct " + common.place() + "\n\n" + Words.count(images.size(), "image");
        if (images.isEmpty()) {
            return;
        }
        if (view.shows(Verdict.DIRECT)) {
            page.part(true, title + " in " + common.places() + "\n");
            direct(images, this::commonItem);
        } else {
            page.part(true, title + ", not shown (--only)\n");
        }
    }

    private void cluster(ClusterResult cluster, int place) {
        boolean faults = any(Weight.FAULT, place);
        boolean needsAnEye = cluster.summary().unexpected() > 0;
        boolean passedOver = cluster.passedOver().total() > 0;
        if (audit.clusters().size() > 1
                && (faults
                        || any(Weight.TIDY, place)
                        || passedOver
                        || !cluster.images().isEmpty())) {
            page.part(
                    faults || needsAnEye,
                    "### " + name(cluster.name()) + "\n\n" + OutcomeSentence.of(audit, cluster) + "\n"
                            + (audit.registries().size() > 1 ? "\ncache " + name(cluster.registry()) + "\n" : ""));
        }
        List<ImageFinding> direct = cluster.images(Verdict.DIRECT);
        boolean shown = view.shows(Verdict.DIRECT);
        if (shown) {
            unexpected(direct);
        } else {
            notShown(direct, needsAnEye, "direct");
        }
        sections(Weight.FAULT, place);
        sections(Weight.TIDY, place);
        for (Images.Group group : Images.groups(direct, Verdict.DIRECT, audit.failOn())) {
            if (shown && group.expected() && !view.showsExpected()) {
                notShown(group.images(), false, "expected");
            } else if (shown && group.expected()) {
                String title = Words.count(group.images().size(), "image") + " expected: " + group.meaning();
                if (Images.foldsExpected(audit, view)) {
                    page.folded(
                            title,
                            Images.accepted(group.images()),
                            accepted -> "- " + accepted.drawn(MarkdownText::code) + "\n");
                } else {
                    page.folded(title, group.images(), image -> item(Images.entry(image)));
                }
            }
        }
        quiet(cluster.images(Verdict.VIA_PTC), Verdict.VIA_PTC, "via PTC");
        quiet(cluster.images(Verdict.EXEMPT), Verdict.EXEMPT, "exempt");
        if (passedOver) {
            page.list(
                    false,
                    "#### Passed over\n\n",
                    List.copyOf(cluster.passedOver().bounded().entrySet()),
                    kind -> "- " + kind.getValue() + " " + code(kind.getKey()) + "\n");
        }
    }

    private void notShown(List<ImageFinding> findings, boolean needsAnEye, String verdict) {
        if (!findings.isEmpty()) {
            page.part(needsAnEye, Words.count(findings.size(), "image") + " " + verdict + ", not shown (--only)\n");
        }
    }

    private void unexpected(List<ImageFinding> direct) {
        List<ImageFinding> own =
                direct.stream().filter(finding -> !common.contains(finding)).toList();
        if (own.size() < direct.size()) {
            page.part(true, "Direct " + common.place() + ", listed above: " + (direct.size() - own.size()) + "\n");
        }
        direct(own, image -> item(Images.entry(image)));
    }

    /** Images that need nothing done. */
    private void quiet(List<ImageFinding> findings, Verdict verdict, String words) {
        if (!view.shows(verdict)) {
            notShown(findings, false, words);
        } else if (!findings.isEmpty()) {
            page.folded(Words.count(findings.size(), "image") + " " + words, findings, finding -> {
                String note = finding.judgment().note();
                String cached = Images.cached(finding.cached());
                return "- " + code(finding.image())
                        + (note == null ? "" : ", note: " + code(note))
                        + (cached.isEmpty() ? "" : ", cache: " + code(cached))
                        + "\n";
            });
        }
    }

    /** Adds the images that nobody expects, by what there is to do about them; what can be mended at once comes first. */
    private void direct(List<ImageFinding> findings, Function<ImageFinding, String> item) {
        for (Images.Group group : Images.groups(findings, Verdict.DIRECT, audit.failOn())) {
            if (!group.expected()) {
                String title = group.title() + " (" + group.images().size() + "): " + group.meaning();
                page.list(true, "#### " + title + "\n\n", group.images(), item);
            }
        }
    }

    private String commonItem(ImageFinding image) {
        List<String> users = new ArrayList<>();
        for (CommonImages.Group group : common.users(image)) {
            String only = group.everywhere() ? "" : ", " + common.onlyIn(group).drawn(MarkdownText::name);
            group.usages().forEach(usage -> users.add(user(usage) + only));
        }
        return item(common.entry(image), users);
    }

    private static String item(Entry entry) {
        return item(entry, entry.users().stream().map(MarkdownReport::user).toList());
    }

    private static String item(Entry entry, List<String> users) {
        List<String> lines = new ArrayList<>();
        if (entry.headline() != null) {
            lines.add(entry.headline().drawn(MarkdownText::code));
        }
        facts(entry, true, " ", lines);
        Folded<String> folded = Folded.of(users, MOST_USERS);
        lines.addAll(folded.listed());
        if (!folded.rest().isEmpty()) {
            lines.add(folded.more());
        }
        facts(entry, false, ": ", lines);
        return "- " + String.join("\n  - ", lines) + "\n";
    }

    private static void facts(Entry entry, boolean changes, String gap, List<String> lines) {
        entry.facts().stream()
                .filter(fact -> fact.isChange() == changes)
                .forEach(fact -> lines.add(fact.label() + gap + fact.words().drawn(MarkdownText::code)));
    }

    private static String user(Usage usage) {
        Workload workload = usage.workload();
        Deployer deployer = usage.deployer();
        return Words.pods(usage.pods()) + " of " + code(workload.kind() + "/" + workload.name()) + " in "
                + (workload.namespace().isEmpty() ? "no namespace" : code(workload.namespace()))
                + ", " + usage.containerType().key() + " " + code(usage.container())
                + (deployer == null ? "" : ", by " + deployer.kind() + " " + code(Words.place(deployer)));
    }
}
