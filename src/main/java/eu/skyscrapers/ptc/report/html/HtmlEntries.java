package eu.skyscrapers.ptc.report.html;

import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.report.page.Entry;
import eu.skyscrapers.ptc.report.page.Entry.Fact;
import eu.skyscrapers.ptc.report.page.Folded;
import eu.skyscrapers.ptc.report.page.Words;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.util.List;

/** What is known of images and other things, beside who uses them: namespace, workload, container, pods, and what deploys it. */
final class HtmlEntries {
    private static final int MOST = 10;

    private final Html html;

    HtmlEntries(Html html) {
        this.html = html;
    }

    /** @param each whether an expectation of one user is to be told there, because not all users have the same */
    void write(Entry entry, boolean each) throws IOException {
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
        if (row) {
            html.put("</div>");
            users(entry.users(), each);
        }
    }

    private void users(List<Usage> usages, boolean each) throws IOException {
        Folded<Usage> folded = Folded.of(usages, MOST);
        html.put("<ul class=\"users\">");
        for (Usage usage : folded.listed()) {
            start(usage.workload(), usage.container(), usage.containerType(), usage.pods());
            deployer(usage);
            Expectation expected = usage.expected();
            if (each && expected != null) {
                html.put("<p>accepted: {} ({})</p>", expected.reason(), expected.source());
            }
            html.put("</li>");
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

    private void start(Workload workload, String container, ContainerType type, long pods) throws IOException {
        html.put(
                "<li><span>{}</span><span>{}</span><span>{}",
                HtmlNamespaces.words(workload.namespace()),
                workload.kind() + "/" + workload.name(),
                container);
        if (type != ContainerType.CONTAINER) {
            html.put(" <small>({})</small>", type.key());
        }
        html.put("</span><span>{}</span>", Words.pods(pods));
    }

    /** Where a change has to be made, when it would be undone in the cluster. */
    private void deployer(Usage usage) throws IOException {
        Deployer deployer = usage.deployer();
        if (deployer != null) {
            html.put("<p>by {} {}</p>", deployer.kind(), Words.place(deployer));
        }
    }
}
