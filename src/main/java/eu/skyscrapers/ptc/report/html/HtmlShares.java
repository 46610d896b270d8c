package eu.skyscrapers.ptc.report.html;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.page.Folded;
import eu.skyscrapers.ptc.report.page.Images;
import eu.skyscrapers.ptc.report.page.Words;
import java.io.IOException;
import java.util.List;
import java.util.StringJoiner;

/** The picture: what share of the images of each cluster and of each namespace has which verdict. */
final class HtmlShares {
    private static final int MOST_AT_ONCE = 10;
    private static final int MOST = 200;
    /** In hundredths of a percent of the bar: no share that is there may be too thin to be seen. */
    private static final int THINNEST = 200;

    private static final int WHOLE = 100_00;

    /** The class that expected images are drawn by. */
    static final String EXPECTED = "expected";

    private final AuditResult audit;
    private final HtmlNamespaces namespaces;
    private final Html html;

    HtmlShares(AuditResult audit, HtmlNamespaces namespaces, Html html) {
        this.audit = audit;
        this.namespaces = namespaces;
        this.html = html;
    }

    void write() throws IOException {
        html.put("<section id=\"overview\" aria-labelledby=\"overview-title\">\n");
        html.put("<h2 id=\"overview-title\">Where images come from</h2>\n");
        legend();
        html.put("<div class=\"pictures\">\n");
        clusters();
        namespaces();
        html.put("</div>\n</section>\n");
    }

    private void legend() throws IOException {
        // The patterns that tell the shares apart without colour; drawn by the style.
        html.put("""
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
        legend(style(Verdict.DIRECT), "direct", Images.meaning(Verdict.DIRECT));
        legend(EXPECTED, "expected", "direct, but accepted");
        legend(style(Verdict.EXEMPT), "exempt", Images.meaning(Verdict.EXEMPT));
        legend(style(Verdict.VIA_PTC), "via PTC", Images.meaning(Verdict.VIA_PTC));
        html.put("</ul>\n");
    }

    private void legend(String style, String word, String meaning) throws IOException {
        html.put("<li>");
        swatch(style, html);
        html.put("<b>{}</b> {}</li>\n", word, meaning);
    }

    /** Writes a small sample of a share, to be known again. */
    static void swatch(String style, Html html) throws IOException {
        html.put(
                "<svg class=\"swatch\" aria-hidden=\"true\"><rect class=\"{}\" width=\"100%\" height=\"100%\"/></svg>",
                style);
    }

    /** The class that images of a verdict are drawn by, those aside that are expected. */
    static String style(Verdict verdict) {
        return verdict.key();
    }

    private void clusters() throws IOException {
        boolean several = audit.clusters().size() > 1;
        html.put("<table class=\"shares\">\n<caption>By cluster, in distinct images</caption>\n");
        head("Cluster");
        int number = 0;
        for (ClusterResult cluster : audit.clusters()) {
            html.put("<tr><th scope=\"row\"><div><span><a href=\"#cluster-{}\">{}</a>", number++, cluster.name());
            if (several) {
                Outcome outcome = audit.outcomeOf(cluster);
                html.put(" <span class=\"outcome {}\">{}</span>", HtmlReport.style(outcome), outcome.name());
            }
            bar(cluster.summary());
        }
        html.put("</tbody>\n</table>\n");
    }

    private void namespaces() throws IOException {
        List<HtmlNamespaces.Namespace> all = namespaces.worstFirst();
        if (all.isEmpty()) {
            return;
        }
        html.put("<div class=\"namespaces\">\n<table class=\"shares\">\n<caption>{}</caption>\n", caption());
        Folded<HtmlNamespaces.Namespace> atOnce = Folded.of(all, MOST_AT_ONCE);
        rows(atOnce.listed());
        html.put("</table>\n");
        if (!atOnce.rest().isEmpty()) {
            Folded<HtmlNamespaces.Namespace> rest = Folded.of(atOnce.rest(), MOST);
            // Open for whoever has no script, who could not search in it when it is closed.
            html.put("<details open=\"\">\n<summary>{}</summary>\n<table class=\"shares\">\n", more(atOnce.rest()));
            html.put("<caption class=\"unseen\">Further namespaces</caption>\n");
            rows(rest.listed());
            html.put("</table>\n");
            if (!rest.rest().isEmpty()) {
                html.put("<p>{}</p>\n", more(rest.rest()) + " (-o json)");
            }
            html.put("</details>\n");
        }
        html.put("</div>\n");
    }

    private String caption() {
        return "By namespace, the most direct images first"
                + (audit.clusters().size() > 1 ? ", all clusters together" : "");
    }

    private static String more(List<HtmlNamespaces.Namespace> rest) {
        long unexpected =
                rest.stream().filter(namespace -> namespace.unexpected() > 0).count();
        return "and " + Words.count(rest.size(), "more namespace") + ", "
                + (unexpected == 0 ? "none" : unexpected + " of them")
                + " with direct images that nobody expects";
    }

    private void head(String first) throws IOException {
        html.put(
                "<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">direct</th><th scope=\"col\">expected</th>"
                        + "<th scope=\"col\">exempt</th><th scope=\"col\">via PTC</th></tr></thead>\n<tbody>\n",
                first);
    }

    private void rows(List<HtmlNamespaces.Namespace> rows) throws IOException {
        head("Namespace");
        for (HtmlNamespaces.Namespace namespace : rows) {
            html.put(
                    "<tr><th scope=\"row\"><div><span><a href=\"#images\" data-namespace=\"{}\">{}</a>",
                    namespace.number(),
                    HtmlNamespaces.words(namespace.name()));
            bar(namespace.summary());
        }
        html.put("</tbody>\n");
    }

    /** Ends the row whose heading is open. */
    private void bar(Summary summary) throws IOException {
        int unexpected = summary.direct() - summary.expected();
        int[] counts = {unexpected, summary.expected(), summary.exempt(), summary.viaPtc()};
        String[] styles = {style(Verdict.DIRECT), EXPECTED, style(Verdict.EXEMPT), style(Verdict.VIA_PTC)};
        html.put("</span><svg class=\"bar\" role=\"img\" aria-label=\"{}\">", words(summary));
        int parts = 0;
        for (int count : counts) {
            parts += count > 0 ? 1 : 0;
        }
        int from = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                int width = THINNEST + (int) ((long) (WHOLE - parts * THINNEST) * counts[i] / summary.images());
                html.put(
                        "<rect class=\"{}\" x=\"{}\" width=\"{}\" height=\"100%\"/>",
                        styles[i], percent(from), percent(width));
                from += width;
            }
        }
        html.put("</svg></div></th>");
        for (int count : new int[] {summary.direct(), summary.expected(), summary.exempt(), summary.viaPtc()}) {
            html.put(count == 0 ? "<td class=\"zero\">{}</td>" : "<td>{}</td>", count);
        }
        html.put("</tr>\n");
    }

    private static String percent(int hundredths) {
        return hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10 + "%";
    }

    private static String words(Summary summary) {
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
