package eu.skyscrapers.ptc.report.text;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.CommonImages;
import eu.skyscrapers.ptc.report.page.Entry;
import eu.skyscrapers.ptc.report.page.Images;
import eu.skyscrapers.ptc.report.page.Ink;
import eu.skyscrapers.ptc.report.page.Phrase;
import eu.skyscrapers.ptc.report.page.Words;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The images in the table, by verdict: those of each cluster, and those that it leaves to the part for all clusters. */
final class ImageTable {
    private final AuditResult audit;
    private final CommonImages common;
    private final View view;
    private final Ink ink;
    private final Lines lines;

    ImageTable(AuditResult audit, CommonImages common, View view, Ink ink, Lines lines) {
        this.audit = audit;
        this.common = common;
        this.view = view;
        this.ink = ink;
        this.lines = lines;
    }

    /** Writes the numbers of the images in their place. */
    void counts(ClusterResult cluster) throws IOException {
        Summary summary = cluster.summary();
        String expected = summary.expected() == 0 ? "" : ", " + summary.expected() + " of them expected";
        lines.apart(1);
        lines.line("via PTC   " + count(cluster, summary.viaPtc()));
        lines.line("exempt    " + count(cluster, summary.exempt()));
        lines.line("direct    " + count(cluster, summary.direct()) + expected);
    }

    private static String count(ClusterResult cluster, int images) {
        return images == 0 ? Images.none(cluster) : Words.count(images, "image");
    }

    /** Writes the images that nothing has to be done about. */
    void quiet(ClusterResult cluster) throws IOException {
        for (Verdict verdict : List.of(Verdict.VIA_PTC, Verdict.EXEMPT)) {
            String title = verdict == Verdict.EXEMPT ? ink.bold("EXEMPT") + "    " : ink.bold("VIA PTC") + "   ";
            List<ImageFinding> images = shown(title, cluster, verdict);
            if (!images.isEmpty() && Images.counts(audit, view, verdict)) {
                long notes = images.stream()
                        .filter(image -> image.judgment().note() != null)
                        .count();
                lines.sentence(
                        title,
                        10,
                        Words.count(images.size(), "image") + (notes == 0 ? "" : ", " + notes + " with a note")
                                + ", not listed: --only " + verdict.key() + " lists them");
            } else if (!images.isEmpty()) {
                lines.line(title, Words.count(images.size(), "image"), " ", Images.meaning(verdict));
                quiet(images);
            }
        }
    }

    void direct(ClusterResult cluster) throws IOException {
        Summary summary = cluster.summary();
        String word = summary.unexpected() == 0 ? ink.accepted("DIRECT") : ink.bad("DIRECT");
        String title = (summary.direct() == 0 ? ink.bold("DIRECT") : word) + "    ";
        List<ImageFinding> images = shown(title, cluster, Verdict.DIRECT);
        if (images.isEmpty()) {
            return;
        }
        lines.line(
                title,
                Words.count(images.size(), "image"),
                " ",
                Images.meaning(Verdict.DIRECT),
                summary.expected() == 0 ? "" : ", " + summary.expected() + " of them expected",
                summary.expected() == 0 || view.showsExpected() ? "" : ", not shown (--only)");
        List<ImageFinding> own = images.stream()
                .filter(view::shows)
                .filter(image -> !common.contains(image))
                .toList();
        direct(own, image -> ImageRows.users("", image.usedBy()), Images::entry);
        long elsewhere = images.stream().filter(common::contains).count();
        if (elsewhere > 0) {
            group(ink.bad(common.place()), elsewhere, "listed once, after the last cluster");
        }
    }

    /** Returns the images of this verdict; none, and a line that says why, where there are none to show. */
    private List<ImageFinding> shown(String title, ClusterResult cluster, Verdict verdict) throws IOException {
        List<ImageFinding> images = cluster.images(verdict);
        lines.apart(1);
        if (images.isEmpty()) {
            lines.line(title, Images.none(cluster));
        } else if (!view.shows(verdict)) {
            lines.line(title, Words.count(images.size(), "image"), ", not shown (--only)");
            return List.of();
        }
        return images;
    }

    /** Short, and by host, which spares the eye the same forty characters in each line. */
    private void quiet(List<ImageFinding> images) throws IOException {
        ImageRows rows =
                new ImageRows(lines, images.size(), 2, i -> quietRow(images, i), UnaryOperator.identity(), ink::dim);
        for (int i = 0; i < images.size(); i++) {
            if (sharesHost(images, i, i + 1) && !sharesHost(images, i, i - 1)) {
                lines.line("  from ", Words.shown(host(images.get(i))));
            }
            rows.write(i);
            String note = images.get(i).judgment().note();
            if (note != null) {
                lines.sentence(6, "note: ", Words.shown(note));
            }
            String cached = Images.cached(images.get(i).cached());
            if (!cached.isEmpty()) {
                lines.sentence(6, "cache: ", Words.shown(cached));
            }
        }
    }

    private static ImageRows.Row quietRow(List<ImageFinding> images, int i) {
        ImageFinding finding = images.get(i);
        boolean below = sharesHost(images, i, i + 1) || sharesHost(images, i, i - 1);
        String image = below
                ? "    - " + Words.shown(finding.image().substring(host(finding).length()))
                : "  - " + Words.shown(finding.image());
        List<Workload> workloads =
                finding.usedBy().stream().map(Usage::workload).distinct().toList();
        if (workloads.isEmpty()) {
            return new ImageRows.Row(image, List.of());
        }
        Workload first = workloads.get(0);
        String more = workloads.size() == 1 ? "" : " and " + (workloads.size() - 1) + " more (-o wide)";
        return new ImageRows.Row(image, List.of(List.of("in " + Words.namespace(first), Words.owner(first) + more)));
    }

    private static boolean sharesHost(List<ImageFinding> images, int i, int other) {
        return other >= 0
                && other < images.size()
                && !host(images.get(i)).isEmpty()
                && host(images.get(i)).equals(host(images.get(other)));
    }

    private static String host(ImageFinding finding) {
        return finding.image().substring(0, finding.image().indexOf('/') + 1);
    }

    /** Writes the images that are direct in most clusters, if there are any. */
    void common() throws IOException {
        List<ImageFinding> images = common.images();
        if (images.isEmpty()) {
            return;
        }
        String title = ink.bad("DIRECT " + common.place().toUpperCase(Locale.ROOT)) + "  "
                + Words.count(images.size(), "image");
        if (view.shows(Verdict.DIRECT)) {
            lines.sentence(title + " in ", 10, common.places());
            direct(images, this::users, common::entry);
        } else {
            lines.line(title, ", not shown (--only)");
        }
        lines.apart(2);
    }

    /** Those of every cluster of an image need no word of where they are. */
    private List<List<String>> users(ImageFinding image) {
        List<List<String>> users = new ArrayList<>();
        for (CommonImages.Group group : common.users(image)) {
            if (!group.everywhere()) {
                users.add(List.of(common.onlyIn(group).drawn(Words::shown)));
            }
            users.addAll(ImageRows.users(group.everywhere() ? "" : "  ", group.usages()));
        }
        return users;
    }

    /**
     * Writes direct images by what there is to do about them, each with its users and its replacement.
     *
     * @param users an image's, in the cells of each line
     * @param entry what is known of an image; asked for one at a time
     */
    private void direct(
            List<ImageFinding> findings,
            Function<ImageFinding, List<List<String>>> users,
            Function<ImageFinding, Entry> entry)
            throws IOException {
        List<Images.Group> groups = Images.groups(findings, Verdict.DIRECT, audit.failOn());
        boolean folds = Images.foldsExpected(audit, view);
        List<ImageFinding> images = groups.stream()
                .filter(group -> !folds || !group.expected())
                .flatMap(group -> group.images().stream())
                .toList();
        ImageRows rows = new ImageRows(
                lines,
                images.size(),
                ImageRows.CELLS,
                i -> new ImageRows.Row("  - " + Words.shown(images.get(i).image()), users.apply(images.get(i))),
                ink::bold,
                UnaryOperator.identity());
        int next = 0;
        for (Images.Group group : groups) {
            String title = group.expected() ? ink.accepted(group.title()) : ink.bad(group.title());
            if (folds && group.expected()) {
                group(title, group.images().size(), group.meaning() + "; -v lists them");
                for (Phrase accepted : Images.accepted(group.images())) {
                    lines.sentence(2, "- ", accepted.drawn(Words::shown));
                }
                continue;
            }
            group(title, group.images().size(), group.meaning());
            for (ImageFinding image : group.images()) {
                rows.write(next++);
                lines.facts(entry.apply(image), ink);
            }
        }
    }

    /** Starts a group; the numbers of a section's groups add up to that of the section. */
    private void group(String title, long number, String meaning) throws IOException {
        lines.apart(1);
        lines.sentence(2, title + " (" + number + "): ", meaning);
    }
}
