package eu.skyscrapers.ptc.report.markdown;

import static eu.skyscrapers.ptc.report.markdown.MarkdownText.code;

import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.page.CommonImages;
import eu.skyscrapers.ptc.report.page.Entry;
import eu.skyscrapers.ptc.report.page.Folded;
import eu.skyscrapers.ptc.report.page.Images;
import eu.skyscrapers.ptc.report.page.Words;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Entries as items of Markdown lists. */
final class MarkdownImages {
    private static final int MOST_USERS = 5;

    private MarkdownImages() {}

    /**
     * Adds the images that nobody expects, by what there is to do about them; what can be mended at once comes first.
     *
     * @param item of an image, see {@link #item}
     */
    static void direct(
            List<ImageFinding> findings, FailOn failOn, Function<ImageFinding, String> item, MarkdownPage page) {
        for (Images.Group group : Images.groups(findings, Verdict.DIRECT, failOn)) {
            if (!group.expected()) {
                String title = group.title() + " (" + group.images().size() + "): " + group.meaning();
                page.list(true, "#### " + title + "\n\n", group.images(), item);
            }
        }
    }

    static String item(Entry entry) {
        return item(entry, entry.users().stream().map(MarkdownImages::user).toList());
    }

    /** An image that is told once for all clusters. */
    static String commonItem(CommonImages common, ImageFinding image) {
        List<String> users = new ArrayList<>();
        for (CommonImages.Group group : common.users(image)) {
            boolean everywhere = group.clusters().size() == common.clusters();
            String only = everywhere ? "" : ", only in " + CommonImages.names(group, MarkdownText::name);
            group.usages().forEach(usage -> users.add(user(usage) + only));
        }
        return item(Images.entry(common.everywhere(image)), users);
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
        return Words.pods(usage.pods()) + " of " + workload(usage.workload()) + ", "
                + usage.containerType().key() + " " + code(usage.container()) + deployer(usage.deployer());
    }

    private static String workload(Workload workload) {
        String namespace = workload.namespace().isEmpty() ? "no namespace" : code(workload.namespace());
        return code(workload.kind() + "/" + workload.name()) + " in " + namespace;
    }

    /** Where a change has to be made, when it would be undone in the cluster. */
    private static String deployer(@Nullable Deployer deployer) {
        if (deployer == null) {
            return "";
        }
        return ", by " + deployer.kind() + " " + code(Words.place(deployer));
    }
}
