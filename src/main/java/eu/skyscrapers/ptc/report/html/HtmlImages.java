package eu.skyscrapers.ptc.report.html;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.View.Only;
import eu.skyscrapers.ptc.report.page.ClusterNames;
import eu.skyscrapers.ptc.report.page.Clusters;
import eu.skyscrapers.ptc.report.page.Images;
import eu.skyscrapers.ptc.report.page.OutcomeSentence;
import eu.skyscrapers.ptc.report.page.Words;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All images with their users, by cluster and by what there is to do about them, and the fields to search in them. */
final class HtmlImages {
    /** What needs a change first. */
    private static final List<Verdict> ORDER = List.of(Verdict.DIRECT, Verdict.VIA_PTC, Verdict.EXEMPT);

    /** What a browser lays out and filters in one piece: whole lists stay undone until somebody looks at them. */
    private static final int ROWS_OF_A_LIST = 50;

    private final AuditResult audit;
    private final HtmlShares shares;
    private final View view;
    private final Html html;
    private final HtmlSections sections;
    private final List<ImageFinding> listed;

    /** @param sections draws the entries */
    HtmlImages(AuditResult audit, HtmlShares shares, HtmlSections sections, View view, Html html) {
        this.audit = audit;
        this.shares = shares;
        this.view = view;
        this.html = html;
        this.sections = sections;
        this.listed = audit.clusters().stream()
                .flatMap(cluster -> view.listed(cluster).stream())
                .toList();
    }

    void write() throws IOException {
        html.put("<section id=\"images\" aria-labelledby=\"images-title\" tabindex=\"-1\">\n");
        html.put("<h2 id=\"images-title\">Images</h2>\n");
        if (!view.showsAll()) {
            html.put(
                    "<p class=\"only\">Listed are only {} images (--only). All counts are of all images.</p>\n",
                    view.only().stream().map(Only::key).collect(Collectors.joining(" and ")));
        }
        int others = (int) listed.stream()
                .filter(finding -> finding.verdict() != Verdict.DIRECT)
                .count();
        if (!listed.isEmpty()) {
            filter(others);
        }
        if (others > 0) {
            html.put(
                    "<p class=\"printed\">Only direct images are printed; {} are in the page itself.</p>\n",
                    Words.count(others, "other image"));
        }
        for (int number : Clusters.worstFirst(audit)) {
            cluster(audit.clusters().get(number), number);
        }
        html.put("</section>\n");
    }

    /** @param others how many images are not direct */
    private void filter(int others) throws IOException {
        html.put("<form id=\"filter\" role=\"search\" aria-label=\"Images\" autocomplete=\"off\">\n");
        html.put("<div class=\"field wide\"><label for=\"search\">Search</label>"
                + "<input id=\"search\" type=\"search\" spellcheck=\"false\" autocapitalize=\"none\"/></div>\n");
        Map<Object, String> verdicts = new LinkedHashMap<>();
        ORDER.stream()
                .filter(verdict -> listed.stream().anyMatch(finding -> finding.verdict() == verdict))
                .forEach(verdict -> verdicts.put(verdict.key(), verdict.key()));
        if (listed.stream().anyMatch(finding -> finding.expected() != null)) {
            verdicts.put("unexpected", "direct, not expected");
            verdicts.put("expected", "direct, expected");
        }
        select("verdict", "Verdict", verdicts);
        Map<Object, String> reasons = new LinkedHashMap<>();
        Arrays.stream(Reason.values())
                .filter(reason ->
                        listed.stream().anyMatch(finding -> finding.judgment().reason() == reason))
                .forEach(reason -> reasons.put(reason.key(), reason.key()));
        select("reason", "Reason", reasons);
        Map<Object, String> clusters = new LinkedHashMap<>();
        ClusterNames names = ClusterNames.of(audit);
        audit.clusters().forEach(cluster -> clusters.put(clusters.size(), names.shortOf(cluster.name())));
        if (clusters.size() > 1) {
            select("cluster", "Cluster", clusters);
        }
        for (HtmlShares.Places places : shares.places()) {
            Map<Object, String> options = new LinkedHashMap<>();
            places.byName().values().forEach(place -> options.put(place.number(), places.words(place)));
            select(places.key(), places.title(), options);
        }
        if (others > 0) {
            html.put("<div class=\"field check\"><label><input id=\"print\" type=\"checkbox\"/>"
                    + "Print all, not only direct images</label></div>\n");
        }
        html.put("<button type=\"reset\">Show all</button>\n");
        html.put("<p id=\"count\" role=\"status\" aria-live=\"polite\">{}</p>\n", Words.count(listed.size(), "image"));
        html.put("<p id=\"hint\" role=\"status\" aria-live=\"polite\"></p>\n");
        html.put("</form>\n<p id=\"said\" class=\"unseen\" role=\"status\" aria-live=\"polite\"></p>\n");
    }

    /** @param options their words by their values */
    private void select(String id, String label, Map<Object, String> options) throws IOException {
        html.put("<div class=\"field\"><label for=\"{}\">{}</label><select id=\"{}\">\n", id, label, id);
        html.put("<option value=\"\">any</option>\n");
        for (Map.Entry<Object, String> option : options.entrySet()) {
            html.put("<option value=\"{}\">{}</option>\n", option.getKey(), option.getValue());
        }
        html.put("</select></div>\n");
    }

    private void cluster(ClusterResult cluster, int number) throws IOException {
        html.put(
                "<section class=\"cluster\" id=\"cluster-{}\" aria-labelledby=\"cluster-{}-title\">\n", number, number);
        html.put(
                "<h3 id=\"cluster-{}-title\">{} {}</h3>\n",
                number,
                cluster.server() == null ? "Files" : "Cluster",
                cluster.name());
        about(cluster);
        for (Verdict verdict : ORDER) {
            int count = cluster.images(verdict).size();
            if (count == 0) {
                html.put("<p class=\"none\">{}: {}</p>\n", verdict.key(), Images.none(cluster));
            } else if (!view.shows(verdict)) {
                html.put(
                        "<p class=\"none\">{}: {}, not shown (--only)</p>\n",
                        verdict.key(),
                        Words.count(count, "image"));
            } else {
                for (Images.Group group : Images.groups(cluster.images(), verdict, audit.failOn())) {
                    if (group.expected() && !view.showsExpected()) {
                        html.put(
                                "<p class=\"none\">{}: {} expected, not shown (--only)</p>\n",
                                verdict.key(),
                                Words.count(group.images().size(), "image"));
                    } else {
                        group(group, verdict);
                    }
                }
            }
        }
        html.put("</section>\n");
    }

    private void about(ClusterResult cluster) throws IOException {
        html.put("<p class=\"about\">");
        if (audit.clusters().size() > 1) {
            html.put("{}<br/>", OutcomeSentence.of(audit, cluster));
        }
        if (cluster.server() != null) {
            html.put("{}", cluster.server());
        }
        if (audit.registries().size() > 1) {
            html.put(" cache {}", cluster.registry());
        }
        String passedOver = cluster.passedOver().toString();
        if (!passedOver.isEmpty()) {
            html.put(" passed over: {}", passedOver);
        }
        html.put("</p>\n");
    }

    private void group(Images.Group group, Verdict verdict) throws IOException {
        String title = verdict.key() + ": " + group.title();
        int count = group.images().size();
        html.put("<section class=\"group\" data-keys=\"{}\">\n", title.replace(":", ""));
        html.put("<h4>");
        HtmlShares.swatch(group.expected() ? HtmlShares.EXPECTED : verdict.key(), html);
        html.put(
                "{} <span class=\"number\">({})</span> <span class=\"meaning\">{}</span></h4>\n",
                title,
                count,
                group.meaning());
        for (int i = 0; i < count; i++) {
            if (i % ROWS_OF_A_LIST == 0) {
                html.put(count - i < ROWS_OF_A_LIST ? "<ul class=\"rows\">\n" : "<ul class=\"rows whole\">\n");
            }
            row(group.images().get(i));
            if ((i + 1) % ROWS_OF_A_LIST == 0 || i + 1 == count) {
                html.put("</ul>\n");
            }
        }
        html.put("</section>\n");
    }

    private void row(ImageFinding finding) throws IOException {
        html.put("<li class=\"row\"");
        shares.attributes(finding);
        if (finding.expected() != null) {
            html.put(" data-reason=\"{}\"", finding.judgment().reason().key());
        }
        html.put(">");
        sections.entry(Images.entry(finding), !Images.acceptedUsers(finding).isEmpty());
        html.put("</li>\n");
    }
}
