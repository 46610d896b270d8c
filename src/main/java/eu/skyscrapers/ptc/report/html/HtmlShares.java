package eu.skyscrapers.ptc.report.html;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.page.ClusterNames;
import eu.skyscrapers.ptc.report.page.Clusters;
import eu.skyscrapers.ptc.report.page.Folded;
import eu.skyscrapers.ptc.report.page.Images;
import eu.skyscrapers.ptc.report.page.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The picture: what share of the images of each cluster, upstream and namespace has which verdict. An upstream or a
 * namespace of several clusters is one, and an image that is used in several namespaces counts in each.
 */
final class HtmlShares {
    private static final int MOST_AT_ONCE = 10;
    private static final int MOST = 200;
    /** In hundredths of a percent of the bar: no share that is there may be too thin to be seen. */
    private static final int THINNEST = 200;

    private static final int WHOLE = 100_00;

    /** The class that expected images are drawn by. */
    static final String EXPECTED = "expected";

    /**
     * A part of the bar, and the column beside it.
     *
     * @param style the class that it is drawn by
     * @param column what stands in the column, which counts expected images as direct ones too
     */
    private record Share(
            String style, String word, String meaning, ToIntFunction<Summary> part, ToIntFunction<Summary> column) {
        static Share of(Verdict verdict, String word, ToIntFunction<Summary> images) {
            return new Share(verdict.key(), word, Images.meaning(verdict), images, images);
        }
    }

    private static final List<Share> SHARES = List.of(
            new Share(
                    Verdict.DIRECT.key(),
                    "direct",
                    Images.meaning(Verdict.DIRECT),
                    Summary::unexpected,
                    Summary::direct),
            new Share(EXPECTED, "expected", "direct, but accepted", Summary::expected, Summary::expected),
            Share.of(Verdict.EXEMPT, "exempt", Summary::exempt),
            Share.of(Verdict.VIA_PTC, "via PTC", Summary::viaPtc));

    /**
     * All upstreams, or all namespaces.
     *
     * @param key what rows and fields of the page call it
     * @param none what a person reads where an image has none
     */
    record Places(String key, String title, String none, SortedMap<String, Place> byName) {
        /** What a person reads for it. */
        String words(Place place) {
            return place.name().isEmpty() ? none : place.name();
        }

        /** The numbers of some, with blanks between. */
        String numbers(Stream<String> names) {
            return names.flatMap(name -> Stream.ofNullable(byName.get(name)))
                    .map(place -> Integer.toString(place.number()))
                    .collect(Collectors.joining(" "));
        }
    }

    record Place(String name, int number, Summary summary) {}

    private final AuditResult audit;
    private final Html html;
    private final Places upstreams;
    private final Places namespaces;

    HtmlShares(AuditResult audit, Html html) {
        this.audit = audit;
        this.html = html;
        upstreams = places("upstream", "Upstream", "(none known)", HtmlShares::upstream);
        namespaces = places("namespace", "Namespace", words(""), HtmlShares::namespaces);
    }

    private Places places(String key, String title, String none, Function<ImageFinding, Stream<String>> names) {
        SortedMap<String, List<ImageFinding>> images = new TreeMap<>();
        for (ClusterResult cluster : audit.clusters()) {
            for (ImageFinding finding : cluster.images()) {
                names.apply(finding)
                        .forEach(name -> images.computeIfAbsent(name, each -> new ArrayList<>())
                                .add(finding));
            }
        }
        SortedMap<String, Place> byName = new TreeMap<>();
        images.forEach((name, all) -> byName.put(name, new Place(name, byName.size(), Summary.of(all))));
        return new Places(key, title, none, byName);
    }

    private static Stream<String> upstream(ImageFinding finding) {
        String upstream = finding.judgment().upstream();
        return Stream.of(upstream == null ? "" : upstream);
    }

    private static Stream<String> namespaces(ImageFinding finding) {
        return finding.usedBy().stream()
                .map(usage -> usage.workload().namespace())
                .distinct();
    }

    /** What a person can choose from. */
    List<Places> places() {
        return List.of(upstreams, namespaces);
    }

    /** What the filter looks at in an image's row. */
    void attributes(ImageFinding finding) throws IOException {
        html.put(" data-upstream=\"{}\"", upstreams.numbers(upstream(finding)));
        // The namespaces of all users, of those too that are not listed: no filter may hide what is there.
        html.put(" data-namespace=\"{}\"", namespaces.numbers(namespaces(finding)));
    }

    /** What a person reads for a namespace, which is empty for objects of files that name none. */
    static String words(String namespace) {
        return namespace.isEmpty() ? "(no namespace)" : namespace;
    }

    void write() throws IOException {
        // The patterns distinguish the shares without colour; the style draws them.
        html.put("""
                <section id="overview" aria-labelledby="overview-title">
                <h2 id="overview-title">Where images come from</h2>
                <svg class="patterns" width="0" height="0" aria-hidden="true"><defs>
                <pattern id="direct" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
                <rect class="ground" width="5" height="5"/><rect class="line" width="2" height="5"/></pattern>
                <pattern id="expected" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
                <rect class="ground" width="5" height="5"/><rect class="line" width="1.5" height="5"/></pattern>
                <pattern id="exempt" width="4" height="4" patternUnits="userSpaceOnUse">\
                <rect class="ground" width="4" height="4"/><circle class="line" cx="2" cy="2" r="1"/></pattern>
                </defs></svg>
                <ul class="legend">
                """);
        for (Share share : SHARES) {
            html.put("<li>");
            swatch(share.style(), html);
            html.put("<b>{}</b> {}</li>\n", share.word(), share.meaning());
        }
        html.put("</ul>\n<div class=\"pictures\">\n");
        clusters();
        table(upstreams);
        table(namespaces);
        html.put("</div>\n</section>\n");
    }

    /** Writes a small sample of a share, to be known again. */
    static void swatch(String style, Html html) throws IOException {
        html.put(
                "<svg class=\"swatch\" aria-hidden=\"true\"><rect class=\"{}\" width=\"100%\" height=\"100%\"/></svg>",
                style);
    }

    private void clusters() throws IOException {
        boolean several = audit.clusters().size() > 1;
        html.put(several ? "<table class=\"shares sortable\">\n" : "<table class=\"shares\">\n");
        html.put("<caption>By cluster, in distinct images").put(several ? ", the worst first" : "");
        html.put("</caption>\n");
        head("Cluster");
        ClusterNames names = ClusterNames.of(audit);
        for (int number : Clusters.worstFirst(audit)) {
            ClusterResult cluster = audit.clusters().get(number);
            html.put("<tr><th scope=\"row\"><div><span><a href=\"#cluster-{}\"", number);
            html.put(" title=\"{}\">{}</a>", cluster.name(), names.shortOf(cluster.name()));
            if (several) {
                Outcome outcome = audit.outcomeOf(cluster);
                html.put(" <span class=\"outcome {}\">{}</span>", outcome.key(), outcome.name());
            }
            bar(cluster.summary(), !Clusters.unread(cluster));
        }
        html.put("</tbody>\n</table>\n");
    }

    private void table(Places places) throws IOException {
        List<Place> all = places.byName().values().stream()
                .sorted(Comparator.comparing(Place::summary, Clusters.MOST_FIRST)
                        .thenComparing(Place::name))
                .toList();
        if (all.isEmpty()) {
            return;
        }
        String caption = "By " + places.key() + ", the most direct images first"
                + (audit.clusters().size() > 1 ? ", all clusters together" : "");
        html.put("<div class=\"{}s\">\n<table class=\"shares\">\n", places.key());
        html.put("<caption>{}</caption>\n", caption);
        Folded<Place> atOnce = Folded.of(all, MOST_AT_ONCE);
        rows(places, atOnce.listed());
        html.put("</table>\n");
        if (!atOnce.rest().isEmpty()) {
            Folded<Place> rest = Folded.of(atOnce.rest(), MOST);
            // Open, as without the script nobody could search in it while it is closed.
            html.put(
                    "<details open=\"\">\n<summary>{}</summary>\n<table class=\"shares\">\n",
                    more(places, atOnce.rest()));
            html.put("<caption class=\"unseen\">Further {}s</caption>\n", places.key());
            rows(places, rest.listed());
            html.put("</table>\n");
            if (!rest.rest().isEmpty()) {
                html.put("<p>{}</p>\n", more(places, rest.rest()) + " (-o json)");
            }
            html.put("</details>\n");
        }
        html.put("</div>\n");
    }

    private static String more(Places places, List<Place> rest) {
        long unexpected =
                rest.stream().filter(place -> place.summary().unexpected() > 0).count();
        return "and " + Words.count(rest.size(), "more " + places.key()) + ", "
                + (unexpected == 0 ? "none" : unexpected + " of them")
                + " with unexpected images";
    }

    private void head(String first) throws IOException {
        html.put("<thead><tr><th scope=\"col\">{}</th>", first);
        for (Share share : SHARES) {
            html.put("<th scope=\"col\">{}</th>", share.style().equals(EXPECTED) ? "of these expected" : share.word());
        }
        html.put("</tr></thead>\n<tbody>\n");
    }

    private void rows(Places places, List<Place> rows) throws IOException {
        head(places.title());
        for (Place place : rows) {
            html.put(
                    "<tr><th scope=\"row\"><div><span><a href=\"#images\" data-{}=\"{}\">{}</a>",
                    places.key(),
                    place.number(),
                    places.words(place));
            bar(place.summary(), true);
        }
        html.put("</tbody>\n");
    }

    /**
     * Ends the row whose heading is open.
     *
     * @param known whether the numbers mean anything
     */
    private void bar(Summary summary, boolean known) throws IOException {
        html.put(
                "</span><svg class=\"bar\" role=\"img\" aria-label=\"{}\">",
                known ? shares(summary) : "nothing could be read");
        List<Share> parts = SHARES.stream()
                .filter(share -> share.part().applyAsInt(summary) > 0)
                .toList();
        int from = 0;
        for (Share share : parts) {
            long images = share.part().applyAsInt(summary);
            int width = THINNEST + (int) ((WHOLE - parts.size() * THINNEST) * images / summary.images());
            html.put(
                    "<rect class=\"{}\" x=\"{}\" width=\"{}\" height=\"100%\"/>",
                    share.style(), percent(from), percent(width));
            from += width;
        }
        html.put("</svg></div></th>");
        for (Share share : SHARES) {
            int count = share.column().applyAsInt(summary);
            if (!known) {
                html.put("<td class=\"zero\">-</td>");
                continue;
            }
            html.put(count == 0 ? "<td class=\"zero\">{}</td>" : "<td>{}</td>", count);
        }
        html.put("</tr>\n");
    }

    private static String percent(int hundredths) {
        return hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10 + "%";
    }

    private static String shares(Summary summary) {
        if (summary.images() == 0) {
            return "no images";
        }
        StringJoiner words = new StringJoiner(", ", "of " + Words.count(summary.images(), "image") + " ", "");
        words.add(share(summary.direct(), summary) + " direct");
        words.add(share(summary.exempt(), summary) + " exempt");
        words.add(share(summary.viaPtc(), summary) + " via PTC");
        return words.toString();
    }

    /** Nothing that is there is said to be none of it, nor anything less than all to be all. */
    private static String share(int part, Summary summary) {
        long percent = Math.round(100.0 * part / summary.images());
        if (percent == 0 && part > 0) {
            return "less than 1%";
        }
        return percent == 100 && part < summary.images() ? "more than 99%" : percent + "%";
    }
}
