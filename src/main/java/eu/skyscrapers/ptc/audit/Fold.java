package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ImageSink;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Folds the images of pods by distinct image and owning workload, so that what it holds grows with those and not with
 * the number of pods.
 */
public final class Fold implements ImageSink {
    private static final Comparator<ImageFinding> FINDINGS =
            Comparator.comparing(ImageFinding::verdict).thenComparing(ImageFinding::image);
    private static final Comparator<Usage> USAGES = Comparator.comparing(Usage::workload)
            .thenComparing(Usage::containerType)
            .thenComparing(Usage::container);

    private record Place(Workload workload, String container, ContainerType containerType) {}

    private static final class Count {
        private long pods;
    }

    private final Map<String, Map<Place, Count>> places = new HashMap<>();
    private long pods;
    private long templates;

    @Override
    public void accept(PodImages pod) {
        if (pod.template()) {
            templates++;
        } else {
            pods++;
        }
        for (ImageUse use : pod.images()) {
            Count count = places.computeIfAbsent(use.image(), image -> new HashMap<>(2))
                    .computeIfAbsent(new Place(pod.workload(), use.container(), use.type()), place -> new Count());
            if (!pod.template()) {
                count.pods++;
            }
        }
    }

    @Override
    public void startOver() {
        places.clear();
        pods = 0;
        templates = 0;
    }

    /**
     * Judges each distinct image once.
     *
     * @param nothingFound the error of a source in which there was no pod and no template at all: that is never clean
     */
    public ClusterResult result(
            String name,
            @Nullable String server,
            List<String> errors,
            long skipped,
            String nothingFound,
            Classifier classifier) {
        List<ImageFinding> findings = new ArrayList<>(places.size());
        places.forEach((image, uses) -> findings.add(finding(image, uses, classifier.classify(image))));
        findings.sort(FINDINGS);
        boolean nothing = pods + templates == 0 && errors.isEmpty();
        List<String> all = nothing ? List.of(nothingFound) : errors;
        return new ClusterResult(name, server, all, pods, templates, skipped, findings);
    }

    private static ImageFinding finding(String image, Map<Place, Count> uses, Judgment judgment) {
        List<Usage> usedBy = new ArrayList<>(uses.size());
        uses.forEach((place, count) ->
                usedBy.add(new Usage(place.workload(), place.container(), place.containerType(), count.pods)));
        usedBy.sort(USAGES);
        Expectation expected =
                judgment.verdict() == Verdict.DIRECT ? Expectations.of(image).orElse(null) : null;
        return new ImageFinding(image, judgment, expected, usedBy);
    }
}
