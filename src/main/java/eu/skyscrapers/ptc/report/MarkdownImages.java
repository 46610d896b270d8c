package eu.skyscrapers.ptc.report;

import static eu.skyscrapers.ptc.report.MarkdownText.code;

import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Images and their users as items of Markdown lists. */
final class MarkdownImages {
    private static final int MOST_USERS = 5;
    private static final int MOST_CLUSTERS = 3;

    private MarkdownImages() {}

    /**
     * Adds the images that nobody expects, by what there is to do about them; what can be mended at once comes first.
     *
     * @param item of an image, see {@link #item}
     */
    static void direct(List<ImageFinding> findings, Function<ImageFinding, String> item, MarkdownPage page) {
        for (Reason reason : Reason.values()) {
            List<ImageFinding> group = findings.stream()
                    .filter(finding -> finding.judgment().reason() == reason)
                    .toList();
            if (!group.isEmpty()) {
                String title = reason.key() + " (" + group.size() + "): " + DirectImages.meaning(reason);
                page.list(true, "#### " + title + "\n\n", group, item);
            }
        }
    }

    /** An image with all that is known of it. */
    static String item(ImageFinding finding) {
        return item(finding, users(finding));
    }

    /** The same of one that is told once for all clusters. */
    static String commonItem(CommonImages common, ImageFinding image) {
        return item(common.everywhere(image), commonUsers(common, image));
    }

    private static String item(ImageFinding finding, List<String> users) {
        Judgment judgment = finding.judgment();
        StringBuilder text =
                new StringBuilder("- ").append(code(finding.image())).append('\n');
        if (judgment.replacement() != null) {
            line(text, "-> " + code(judgment.replacement()));
        }
        Folded<String> folded = Folded.of(users, MOST_USERS);
        folded.listed().forEach(user -> line(text, user));
        if (!folded.rest().isEmpty()) {
            line(text, folded.more());
        }
        Expectation expected = finding.expected();
        if (expected != null) {
            line(
                    text,
                    "reason: " + DirectImages.meaning(judgment.reason()) + " ("
                            + judgment.reason().key() + ")");
            line(text, "expected: " + code(expected.reason()) + " (" + code(expected.source()) + ")");
        }
        String accepted = DirectImages.acceptedUsers(finding);
        if (!accepted.isEmpty()) {
            line(text, "note: " + accepted);
        }
        if (judgment.note() != null) {
            line(text, "note: " + code(judgment.note()));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append("  - ").append(line).append('\n');
    }

    private static List<String> users(ImageFinding finding) {
        return finding.usedBy().stream().map(MarkdownImages::user).toList();
    }

    private static List<String> commonUsers(CommonImages common, ImageFinding image) {
        List<String> users = new ArrayList<>();
        for (CommonImages.Group group : common.users(image)) {
            String only = group.clusters().size() == common.clusters() ? "" : ", only in " + names(group.clusters());
            group.usages().forEach(usage -> users.add(user(usage) + only));
        }
        return users;
    }

    private static String names(List<String> clusters) {
        Folded<String> folded = Folded.of(clusters, MOST_CLUSTERS);
        String names = folded.listed().stream().map(MarkdownText::name).collect(Collectors.joining(", "));
        return folded.rest().isEmpty() ? names : names + " and " + folded.rest().size() + " more clusters";
    }

    static String user(Usage usage) {
        return Users.pods(usage.pods()) + " of " + workload(usage.workload()) + ", "
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
        return ", by " + deployer.kind() + " " + code(Users.place(deployer));
    }
}
