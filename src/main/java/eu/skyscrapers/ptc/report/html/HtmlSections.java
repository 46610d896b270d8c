package eu.skyscrapers.ptc.report.html;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.report.page.Entry;
import eu.skyscrapers.ptc.report.page.Folded;
import eu.skyscrapers.ptc.report.page.Page;
import eu.skyscrapers.ptc.report.page.Section;
import eu.skyscrapers.ptc.report.page.Section.Weight;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sections of a page, those of all clusters with the same title together. */
final class HtmlSections {
    private static final int MOST = 20;

    private final AuditResult audit;
    private final Html html;
    private final HtmlEntries entries;
    private final Map<String, List<Section>> byId = new LinkedHashMap<>();

    HtmlSections(AuditResult audit, Html html) {
        this.audit = audit;
        this.html = html;
        this.entries = new HtmlEntries(html);
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
        for (List<Section> sections : byId.values()) {
            Section first = sections.get(0);
            if (first.weight() == weight) {
                html.put("<li><a href=\"#{}\">{} ({})</a></li>\n", first.id(), first.title(), count(sections));
            }
        }
    }

    private static int count(List<Section> sections) {
        return sections.stream().mapToInt(section -> section.entries().size()).sum();
    }

    void write(Weight weight) throws IOException {
        for (List<Section> sections : byId.values()) {
            Section first = sections.get(0);
            if (first.weight() == weight) {
                String id = first.id();
                html.put("<section id=\"{}\" class=\"remark\" aria-labelledby=\"{}-title\">\n", id, id);
                html.put("<h2 id=\"{}-title\">{} ", id, first.title());
                html.put("<span class=\"number\">({})</span></h2>\n", count(sections));
                for (Section section : sections) {
                    write(section);
                }
                html.put("</section>\n");
            }
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
        Folded<Entry> folded = Folded.of(section.entries(), MOST);
        html.put("<ul>\n");
        for (Entry entry : folded.listed()) {
            html.put(entry.users().isEmpty() ? "<li>" : "<li class=\"row\">");
            entries.write(entry, false);
            html.put("</li>\n");
        }
        if (!folded.rest().isEmpty()) {
            html.put("<li>{}</li>\n", folded.more());
        }
        html.put("</ul>\n");
    }
}
