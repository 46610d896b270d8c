package eu.skyscrapers.ptc.report.data;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.Words;
import eu.skyscrapers.ptc.workload.ContainerType;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code images:} block of a kustomization that pulls the cacheable direct images through the cache.
 *
 * <p>Kustomize finds an image by its name as it is written, whatever its tag and digest, and keeps these: one entry for
 * each name is enough.
 */
public final class KustomizeReport {
    private KustomizeReport() {}

    public static void write(AuditResult result, View view, Writer out) throws IOException {
        Map<String, String> names = new TreeMap<>();
        int others = 0;
        int elsewhere = 0;
        List<ImageFinding> direct = result.clusters().stream()
                .flatMap(cluster -> cluster.images().stream())
                .filter(finding -> finding.verdict() == Verdict.DIRECT)
                .toList();
        for (ImageFinding finding : direct) {
            String replacement = finding.judgment().replacement();
            if (replacement == null) {
                others++;
            } else {
                names.put(name(finding.image()), name(replacement));
                elsewhere += finding.usedBy().stream().allMatch(KustomizeReport::reaches) ? 0 : 1;
            }
        }
        Remarks.begin("the direct images that the cache %s can serve.", result, view, out);
        if (others > 0) {
            out.write("# Not here: " + Words.count(others, "direct image")
                    + " without a replacement; -o table says why.\n");
        }
        if (elsewhere > 0) {
            out.write("# Does not cover every use of " + Words.count(elsewhere, "image")
                    + ": kustomize changes only containers and initContainers, audit-ecr-ptc rewrite all.\n");
        }
        Remarks.end(result, out);
        out.write(names.isEmpty() ? "images: []\n" : "images:\n");
        for (Map.Entry<String, String> image : names.entrySet()) {
            // Both are valid references, whose characters need no escape between these quotes.
            out.write("- name: \"" + image.getKey() + "\"\n  newName: \"" + image.getValue() + "\"\n");
        }
        out.flush();
    }

    /**
     * Whether kustomize changes the image there.
     *
     * @see <a href="https://github.com/kubernetes-sigs/kustomize/blob/master/api/filters/imagetag/legacy.go">kustomize,
     *     "legacy.go"</a>
     */
    private static boolean reaches(Usage usage) {
        return usage.containerType() == ContainerType.CONTAINER
                || usage.containerType() == ContainerType.INIT_CONTAINER;
    }

    /** A reference without its digest and tag; a colon before the last slash is a port's. */
    private static String name(String reference) {
        int at = reference.indexOf('@');
        String tagged = at < 0 ? reference : reference.substring(0, at);
        int colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
        return colon < 0 ? tagged : tagged.substring(0, colon);
    }
}
