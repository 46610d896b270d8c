package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.image.ImageReference;
import eu.skyscrapers.ptc.image.InvalidReferenceException;
import eu.skyscrapers.ptc.workload.ReadError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the caches have now of the images of an audit. */
public final class CacheContents {
    /** Answers for a registry. */
    public interface Source {
        /** What the registry has of each; one that the answer leaves out is {@link Cached.State#UNKNOWN}. */
        Map<ImageReference, Cached> of(EcrRegistry registry, Set<ImageReference> references);
    }

    private static final String DIGEST =
            "pinned by digest and not in the cache: a pull by digest does not fill it, so no new node can pull this"
                    + " until it was pulled once by tag";

    private CacheContents() {}

    /**
     * The audit with what the caches have of each image that comes through one, and of each replacement. Where that is to
     * fail the audit, a cluster of which it is not known is not complete.
     */
    public static AuditResult added(AuditResult audit, Source source) {
        Map<EcrRegistry, Set<ImageReference>> asked = new LinkedHashMap<>();
        for (ClusterResult cluster : audit.clusters()) {
            for (ImageFinding finding : cluster.images()) {
                ImageReference reference = reference(finding);
                if (reference != null) {
                    EcrRegistry.parse(reference.host())
                            .ifPresent(registry -> asked.computeIfAbsent(registry, first -> new LinkedHashSet<>())
                                    .add(reference));
                }
            }
        }
        Map<ImageReference, Cached> contents = new HashMap<>();
        asked.forEach((registry, references) -> contents.putAll(source.of(registry, references)));
        List<ClusterResult> clusters = new ArrayList<>();
        List<Hint> hints = new ArrayList<>(audit.hints());
        for (ClusterResult cluster : audit.clusters()) {
            List<ImageFinding> images = cluster.images().stream()
                    .map(finding -> with(finding, contents))
                    .toList();
            List<ReadError> errors = new ArrayList<>(cluster.readErrors());
            String unknown = unknown(images);
            if (unknown != null && audit.fails(FailAlso.NOT_CACHED)) {
                errors.add(new ReadError(ReadError.Kind.CACHE, cluster.name() + ": " + unknown));
            } else if (unknown != null) {
                hints.add(new Hint("cache-not-read", cluster.name(), unknown, null));
            }
            clusters.add(cluster.with(errors, images));
        }
        return new AuditResult(audit.failOn(), audit.failAlso(), clusters, audit.review(), hints, audit.run());
    }

    /** By what nodes pull an image through the cache, or would; null where they have no need to. */
    private static @Nullable ImageReference reference(ImageFinding finding) {
        String text = finding.verdict() == Verdict.VIA_PTC
                ? finding.image()
                : finding.judgment().replacement();
        try {
            return text == null ? null : ImageReference.parse(text);
        } catch (InvalidReferenceException e) {
            throw new IllegalStateException("judged as a reference: " + text, e);
        }
    }

    private static ImageFinding with(ImageFinding finding, Map<ImageReference, Cached> contents) {
        ImageReference reference = reference(finding);
        if (reference == null) {
            return finding;
        }
        Cached cached = contents.getOrDefault(
                reference, Cached.unknown("the registry's answer to ecr:DescribeImages does not name it"));
        Judgment judgment = finding.judgment();
        String note = judgment.note();
        if (note != null && reference.digest() != null && cached.state() == Cached.State.NOT_CACHED) {
            judgment = judgment.withNote(note.replace(Classifier.DIGEST, DIGEST));
        }
        return new ImageFinding(finding.image(), judgment, finding.expected(), finding.usedBy(), cached);
    }

    /** Why it is not known of some of the images whether the cache has them; null where it is known of all. */
    private static @Nullable String unknown(List<ImageFinding> images) {
        List<String> problems = images.stream()
                .map(ImageFinding::cached)
                .filter(cached -> cached != null && cached.state() == Cached.State.UNKNOWN)
                .map(cached -> String.valueOf(cached.problem()))
                .toList();
        return problems.isEmpty()
                ? null
                : "not known whether the cache has " + problems.size()
                        + (problems.size() == 1 ? " image: " : " images: ") + problems.get(0);
    }
}
