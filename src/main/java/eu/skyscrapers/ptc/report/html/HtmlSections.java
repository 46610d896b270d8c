package eu.skyscrapers.ptc.report.html;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.report.page.Entry;
import eu.skyscrapers.ptc.report.page.Entry.Fact;
import eu.skyscrapers.ptc.report.page.Folded;
import eu.skyscrapers.ptc.report.page.Page;
import eu.skyscrapers.ptc.report.page.Section;
import eu.skyscrapers.ptc.report.page.Section.Weight;
import eu.skyscrapers.ptc.report.page.Words;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Deployer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sections of a page, those of all clusters with the same title together, and what an entry looks like. */
final class HtmlSections {
    private static final int MOST_ENTRIES = 20;
    private static final int MOST_USERS = 10;

    private final AuditResult audit;
    private final Html html;
    private final Map<String, List<Section>> byId = new LinkedHashMap<>();

    HtmlSections(AuditResult audit, Html html) {
        this.audit = audit;
        this.html = html;
        for (Section section : Page.of(audit)) {
            byId.computeIfAbsent(section.id(), id -> new ArrayList<>()).add(section);
        }
    }

    /** Writes the links to all sections. */
    void contents() throws IOException {
        html.put("<nav aria-label=\"Contents\">\n<ul>\n");
        links(Weight.FIRST);
        html.put("<li><a href=\"#overview\">Where images come from</a></li>\n");
        links(Weight.FAULT);
        html.put("<li><a href=\"#images\">Images</a></li>\n");
        links(Weight.TIDY);
        html.put("</ul>\n</nav>\n");
    }

    private void links(Weight weight) throws IOException {
        for (List<Section> sections : of(weight)) {
            Section first = sections.get(0);
            html.put("<li><a href=\"#{}\">{} ({})</a></li>\n", first.id(), first.title(), count(sections));
        }
    }

    private List<List<Section>> of(Weight weight) {
        return byId.values().stream()
                .filter(sections -> sections.get(0).weight() == weight)
                .toList();
    }

    private static int count(List<Section> sections) {
        return sections.stream().mapToInt(section -> section.entries().size()).sum();
    }

    void write(Weight weight) throws IOException {
        for (List<Section> sections : of(weight)) {
            String id = sections.get(0).id();
            html.put("<section id=\"{}\" class=\"remark\" aria-labelledby=\"{}-title\">\n", id, id);
            html.put("<h2 id=\"{}-title\">{} ", id, sections.get(0).title());
            html.put("<span class=\"number\">({})</span></h2>\n", count(sections));
            for (Section section : sections) {
                write(section);
            }
            html.put("</section>\n");
        }
    }

    private void write(Section section) throws IOException {
        if (audit.clusters().size() > 1 && section.cluster() != Section.WHOLE) {
            ClusterResult cluster = audit.clusters().get(section.cluster());
            html.put("<h3>{} {}</h3>\n", cluster.server() == null ? "Files" : "Cluster", cluster.name());
        }
        if (!section.caption().isEmpty()) {
            html.put("<p>{}</p>\n", section.caption());
        }
        if (section.entries().isEmpty()) {
            return;
        }
        Folded<Entry> folded = Folded.of(section.entries(), MOST_ENTRIES);
        html.put("<ul>\n");
        for (Entry entry : folded.listed()) {
            html.put(entry.users().isEmpty() ? "<li>" : "<li class=\"row\">");
            entry(entry, false);
            html.put("</li>\n");
        }
        if (!folded.rest().isEmpty()) {
            html.put("<li>{}</li>\n", folded.more());
        }
        html.put("</ul>\n");
    }

    /**
     * Writes what is known of an image or another thing, beside who uses it.
     *
     * @param each whether to add to each user why it is accepted, because not all users have the same reason
     */
    void entry(Entry entry, boolean each) throws IOException {
        boolean row = !entry.users().isEmpty()
                || (entry.headline() != null && entry.headline().isImage());
        html.put(row ? "<div>" : "");
        if (entry.headline() != null) {
            html.put(entry.headline());
        }
        for (Fact fact : entry.facts()) {
            if (!fact.isChange()) {
                html.put("<p>{}: ", fact.label()).put(fact.words()).put("</p>");
            } else if (fact.words().isImage()) {
                html.put("<p class=\"to\">").put(fact.words());
                html.put("<button type=\"button\" class=\"copy\" aria-label=\"Copy\"></button></p>");
            } else {
                html.put("<p class=\"to\"><code>").put(fact.words()).put("</code></p>");
            }
        }
        if (!row) {
            return;
        }
        Folded<Usage> folded = Folded.of(entry.users(), MOST_USERS);
        html.put("</div><ul class=\"users\">");
        for (Usage usage : folded.listed()) {
            user(usage, each);
        }
        if (!folded.rest().isEmpty()) {
            long namespaces = folded.rest().stream()
                    .map(usage -> usage.workload().namespace())
                    .distinct()
                    .count();
            html.put(
                    "<li><p>and {} more in {}, which the search does not see; -o json and -o csv have them all</p></li>",
                    folded.rest().size(),
                    Words.count(namespaces, "namespace"));
        }
        html.put("</ul>");
    }

    private void user(Usage usage, boolean each) throws IOException {
        html.put(
                "<li><span>{}</span><span>{}</span><span>{}",
                HtmlShares.words(usage.workload().namespace()),
                usage.workload().kind() + "/" + usage.workload().name(),
                usage.container());
        if (usage.containerType() != ContainerType.CONTAINER) {
            html.put(" <small>({})</small>", usage.containerType().key());
        }
        html.put("</span><span>{}</span>", Words.pods(usage.pods()));
        Deployer deployer = usage.deployer();
        if (deployer != null) {
            html.put("<p>by {} {}</p>", deployer.kind(), Words.place(deployer));
        }
        Expectation expected = usage.expected();
        if (each && expected != null) {
            html.put("<p>accepted: {} ({})</p>", expected.reason(), expected.source());
        }
        html.put("</li>");
    }
}
