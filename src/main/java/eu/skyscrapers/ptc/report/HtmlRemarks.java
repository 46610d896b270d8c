package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.DriftFinding;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.workload.ContainerType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What is to be said besides the images: what is broken, and what is to be tidied up. */
final class HtmlRemarks {
    private static final int MOST = 20;

    private final AuditResult audit;
    private final Html html;
    private final HtmlUsers users;

    HtmlRemarks(AuditResult audit, Html html) {
        this.audit = audit;
        this.html = html;
        this.users = new HtmlUsers(html);
    }

    /** Writes what nobody may miss. */
    void first() throws IOException {
        errors();
        hints();
    }

    private void hints() throws IOException {
        if (count(Remark.HINTS) == 0) {
            return;
        }
        start(Remark.HINTS);
        html.put("<ul>\n");
        for (Hint hint : audit.hints()) {
            html.put("<li>{}</li>\n", hint.line());
        }
        html.put("</ul>\n</section>\n");
    }

    private void errors() throws IOException {
        if (count(Remark.ERRORS) == 0) {
            return;
        }
        start(Remark.ERRORS);
        html.put("<p>What is below is not everything.</p>\n");
        for (ClusterResult cluster : audit.clusters()) {
            if (!cluster.complete()) {
                cluster(cluster);
                Folded<String> folded = Folded.of(cluster.errors(), MOST);
                html.put("<ul>\n");
                for (String error : folded.listed()) {
                    html.put("<li>{}</li>\n", error);
                }
                end(folded);
            }
        }
        html.put("</section>\n");
    }

    /** Writes what is broken. */
    void faults() throws IOException {
        rules();
        pullErrors();
    }

    /** Writes what is to be tidied up. */
    void others() throws IOException {
        drift();
        expectations();
        baseline();
    }

    /** The sections by the order of the page. */
    enum Remark {
        ERRORS("Not complete", "not-complete"),
        HINTS("Hints", "hints"),
        RULES("Faults in the cache's rules", "rules"),
        PULL_ERRORS("Not pulled", "not-pulled"),
        DRIFT("Drift", "drift"),
        EXPECTATIONS("Expectations", "expectations"),
        BASELINE("Baseline", "baseline");

        final String title;
        final String id;

        Remark(String title, String id) {
            this.title = title;
            this.id = id;
        }
    }

    /** How many there are to tell. */
    long count(Remark remark) {
        Review review = audit.review();
        return switch (remark) {
            case ERRORS ->
                audit.clusters().stream()
                        .mapToLong(cluster -> cluster.errors().size())
                        .sum();
            case HINTS -> audit.hints().size();
            case RULES -> review.rules() == null ? 0 : review.rules().size();
            case PULL_ERRORS -> PullErrors.of(audit.clusters()).size();
            case DRIFT ->
                audit.clusters().stream()
                        .mapToLong(cluster -> cluster.remarks().drift().size())
                        .sum();
            case EXPECTATIONS -> review.unused().size() + review.expired().size();
            case BASELINE -> review.outlived().size();
        };
    }

    private void start(Remark remark) throws IOException {
        html.put("<section id=\"{}\" class=\"remark\" aria-labelledby=\"{}-title\">\n", remark.id, remark.id);
        html.put(
                "<h2 id=\"{}-title\">{} <span class=\"number\">({})</span></h2>\n",
                remark.id,
                remark.title,
                count(remark));
    }

    private void cluster(ClusterResult cluster) throws IOException {
        if (audit.clusters().size() > 1) {
            html.put("<h3>{} {}</h3>\n", cluster.server() == null ? "Files" : "Cluster", cluster.name());
        }
    }

    private void end(Folded<?> folded) throws IOException {
        if (!folded.rest().isEmpty()) {
            html.put("<li>{}</li>\n", folded.more());
        }
        html.put("</ul>\n");
    }

    private void rules() throws IOException {
        List<RuleFinding> findings = audit.review().rules();
        if (findings == null || findings.isEmpty()) {
            return;
        }
        start(Remark.RULES);
        html.put("<ul>\n");
        for (RuleFinding finding : findings) {
            html.put("<li><code>{}</code> {}", finding.prefix(), finding.problem());
            if (finding.place() != null) {
                html.put(" ({})", finding.place());
            }
            html.put("<p class=\"to\"><code>{}</code></p></li>\n", finding.change());
        }
        html.put("</ul>\n</section>\n");
    }

    private void pullErrors() throws IOException {
        if (count(Remark.PULL_ERRORS) == 0) {
            return;
        }
        start(Remark.PULL_ERRORS);
        html.put("<p>{}.</p>\n", PullErrors.title(PullErrors.of(audit.clusters())));
        for (ClusterResult cluster : audit.clusters()) {
            if (cluster.remarks().pullErrors().isEmpty()) {
                continue;
            }
            cluster(cluster);
            Folded<PullError> folded = Folded.of(cluster.remarks().pullErrors(), MOST);
            html.put("<ul>\n");
            for (PullError error : folded.listed()) {
                html.put("<li class=\"row\"><div>").image(error.image());
                for (Map.Entry<String, String> fact : PullErrors.facts(error).entrySet()) {
                    html.put("<p>{}: {}</p>", fact.getKey(), fact.getValue());
                }
                html.put("</div>");
                users.write(error.workload(), error.container(), ContainerType.CONTAINER, error.pods());
                html.put("</li>\n");
            }
            end(folded);
        }
        html.put("</section>\n");
    }

    private void drift() throws IOException {
        if (count(Remark.DRIFT) == 0) {
            return;
        }
        start(Remark.DRIFT);
        html.put("<p>Pods that use another image than the template of their workload.</p>\n");
        for (ClusterResult cluster : audit.clusters()) {
            if (cluster.remarks().drift().isEmpty()) {
                continue;
            }
            cluster(cluster);
            Folded<DriftFinding> folded = Folded.of(cluster.remarks().drift(), MOST);
            html.put("<ul>\n");
            for (DriftFinding finding : folded.listed()) {
                html.put("<li class=\"row\"><div><p>pod ")
                        .image(finding.podImage())
                        .put("</p><p>template ");
                html.image(finding.templateImage().isEmpty() ? "(none)" : finding.templateImage());
                html.put(
                        "</p><p>{}: {}</p></div>",
                        finding.cause().key(),
                        finding.cause().meaning());
                users.write(finding.workload(), finding.container(), finding.containerType(), finding.pods());
                html.put("</li>\n");
            }
            end(folded);
        }
        html.put("</section>\n");
    }

    private void expectations() throws IOException {
        if (count(Remark.EXPECTATIONS) == 0) {
            return;
        }
        start(Remark.EXPECTATIONS);
        Folded<AcceptedImage> unused = Folded.of(audit.review().unused(), MOST);
        if (!unused.listed().isEmpty()) {
            html.put("<ul>\n");
            for (AcceptedImage entry : unused.listed()) {
                html.put("<li>{} accepted nothing: {}</li>\n", entry.source(), entry.reason());
            }
            end(unused);
        }
        Folded<AcceptedImage> expired = Folded.of(audit.review().expired(), MOST);
        if (!expired.listed().isEmpty()) {
            html.put("<ul>\n");
            for (AcceptedImage entry : expired.listed()) {
                html.put("<li>{} expired after {}: {}</li>\n", entry.source(), "" + entry.until(), entry.reason());
            }
            end(expired);
        }
        html.put("</section>\n");
    }

    private void baseline() throws IOException {
        if (count(Remark.BASELINE) == 0) {
            return;
        }
        start(Remark.BASELINE);
        html.put("<p>Entries {}.</p>\n<ul>\n", ReviewTable.OUTLIVED);
        Folded<Baseline.Entry> folded = Folded.of(audit.review().outlived(), MOST);
        for (Baseline.Entry entry : folded.listed()) {
            html.put(
                    "<li><code>{}</code> in {} {} {} {}</li>\n",
                    entry.repository(),
                    entry.cluster(),
                    HtmlNamespaces.words(entry.namespace()),
                    entry.kind() + "/" + entry.name(),
                    entry.container());
        }
        end(folded);
        html.put("</section>\n");
    }
}
