package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.FilePlace;
import eu.skyscrapers.ptc.workload.ImageSink;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.PullFailure;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
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

    /** Containers whose image stands nowhere yet. */
    private static final String FILLED_IN = "container (image: auto, filled in by Istio)";

    private static final String OVER = "Pod (deleted, and past its end)";

    private record Place(Workload workload, String container, ContainerType containerType) {}

    private static final class Count {
        private long pods;
        private Impact impact = Impact.RESCHEDULE;
        private boolean pulledAgain;
        /** The pods of these that wait for the image, by the reason. */
        private Map<String, WaitingCount> waiting = Map.of();

        private void wait(PullFailure failure, int more) {
            waiting = waiting.isEmpty() ? new HashMap<>(2) : waiting;
            waiting.computeIfAbsent(failure.reason(), reason -> new WaitingCount())
                    .add(failure.message(), more);
        }
    }

    private static final class WaitingCount {
        /** Of the first pod that says most. */
        private String message = "";

        private int weight = Integer.MAX_VALUE;
        private long pods;

        private void add(String another, int more) {
            pods = Math.max(pods + more, 1);
            int itsWeight = PullCause.weight(another);
            if (itsWeight < weight) {
                message = another;
                weight = itsWeight;
            }
        }
    }

    private final Map<String, Map<Place, Count>> places = new HashMap<>();
    /** Of files alone, and so beside the counts, of which a cluster has many. */
    private final Map<Count, Places> written = new HashMap<>();

    private final Map<Workload, Deployer> deployers = new HashMap<>();
    private Nodes nodes = new Nodes();
    private final SortedMap<String, Long> passedOver = new TreeMap<>();
    private final SortedMap<String, Long> unrendered = new TreeMap<>();
    private final @Nullable Drift drift;
    private final Instant now;
    private long pods;
    private long templates;

    /** Of a time that nobody knows, as that of a file: every pod counts. */
    public Fold(boolean withTemplates) {
        this(withTemplates, Instant.MIN);
    }

    /**
     * @param withTemplates whether pod templates come too, from which pods may differ
     * @param now decides which pods should be gone already: these do not count, as nothing starts in them any more, and one
     *     that never ends would fail every audit. Until then a pod that is being deleted may be restarted with its image.
     */
    public Fold(boolean withTemplates, Instant now) {
        this.drift = withTemplates ? new Drift() : null;
        this.now = now;
    }

    @Override
    public void accept(PodImages pod) {
        if (pod.isOver(now)) {
            passOver(OVER);
            return;
        }
        if (pod.filledIn() > 0) {
            passedOver.merge(FILLED_IN, pod.filledIn(), Long::sum);
        }
        if (!pod.template()) {
            pods++;
        } else if (!pod.images().isEmpty()) {
            templates++;
        }
        fold(pod, 1);
        if (drift != null) {
            drift.accept(pod);
        }
    }

    /** Anything new is judged; anything known counts once. */
    @Override
    public void acceptAgain(PodImages pod) {
        if (!pod.isOver(now)) {
            fold(pod, 0);
        }
    }

    private void fold(PodImages pod, int more) {
        for (ImageUse use : pod.images()) {
            Count count = uses(use.image())
                    .computeIfAbsent(new Place(pod.workload(), use.container(), use.type()), place -> new Count());
            if (!pod.template()) {
                count.pods = Math.max(count.pods + more, 1);
            }
            Impact impact = Impact.of(pod.workload().kind(), pod.priorityClass(), use);
            count.impact = impact.compareTo(count.impact) < 0 ? impact : count.impact;
            count.pulledAgain |= Impact.pulledAgain(use);
            if (impact == Impact.BOOT && !pod.node().isEmpty()) {
                nodes.add(pod.workload(), pod.node());
            }
            if (use.place() instanceof FilePlace place) {
                written.put(count, written.getOrDefault(count, Places.NONE).and(place));
            }
            for (PullFailure failure : pod.pullFailures()) {
                if (use.container().equals(failure.container()) && use.type() != ContainerType.IMAGE_VOLUME) {
                    count.wait(failure, more);
                }
            }
        }
        if (pod.deployer() != null) {
            deployers.merge(pod.workload(), pod.deployer(), BinaryOperator.minBy(Comparator.naturalOrder()));
        }
    }

    private Map<Place, Count> uses(String image) {
        return places.computeIfAbsent(image, first -> new HashMap<>(2));
    }

    @Override
    public void acceptRevision(PodImages template) {
        if (drift != null) {
            drift.acceptRevision(template);
        }
    }

    @Override
    public void passOver(String kind) {
        passedOver.merge(kind, 1L, Long::sum);
    }

    @Override
    public void unrendered(String kind) {
        unrendered.merge(kind, 1L, Long::sum);
    }

    @Override
    public void startOver() {
        places.clear();
        written.clear();
        deployers.clear();
        nodes = new Nodes();
        passedOver.clear();
        unrendered.clear();
        if (drift != null) {
            drift.startOver();
        }
        pods = 0;
        templates = 0;
    }

    /**
     * Judges each distinct image once.
     *
     * @param nothingFound the error of a source in which there was no pod and no template at all: that is never clean
     */
    public ClusterResult result(
            String name, @Nullable String server, List<ReadError> errors, String nothingFound, Judge judge) {
        List<ImageFinding> findings = new ArrayList<>(places.size());
        places.forEach((image, uses) -> findings.add(judge.judge(name, image, usages(uses))));
        findings.sort(FINDINGS);
        boolean nothing = pods + templates == 0 && errors.isEmpty();
        PassedOver over = new PassedOver(passedOver, unrendered);
        ReadError empty = new ReadError(
                ReadError.Kind.EMPTY, nothingFound + (passedOver.isEmpty() ? "" : "; passed over: " + over));
        List<DriftFinding> differences = drift == null ? List.of() : drift.findings();
        return new ClusterResult(
                name,
                server,
                judge.registry(),
                nothing ? List.of(empty) : errors,
                pods,
                templates,
                over,
                findings,
                pullErrors(findings),
                differences,
                nodes);
    }

    private List<PullError> pullErrors(List<ImageFinding> findings) {
        // A container that a rollout makes an init container, or the other way round, is one and the same still.
        SortedMap<PullError, PullError> errors = new TreeMap<>(PullError.ORDER);
        for (ImageFinding finding : findings) {
            // What stays on Amazon ECR without a cache is not this program's matter.
            if (finding.verdict() != Verdict.EXEMPT) {
                uses(finding.image())
                        .forEach((place, count) -> errors(finding, place, count)
                                .forEach(error -> errors.merge(error, error, PullError::and)));
            }
        }
        return List.copyOf(errors.values());
    }

    private static List<PullError> errors(ImageFinding finding, Place place, Count count) {
        List<PullError> errors = new ArrayList<>();
        Judgment judgment = finding.judgment();
        count.waiting.forEach((reason, waiting) -> {
            PullCause cause = PullCause.of(judgment, waiting.message).orElse(null);
            errors.add(error(finding, place, reason, waiting.message, cause, waiting.pods));
        });
        if (count.waiting.isEmpty() && judgment.fault() != null) {
            errors.add(error(finding, place, "", "", judgment.fault(), count.pods));
        }
        return errors;
    }

    private static PullError error(
            ImageFinding finding, Place place, String reason, String message, @Nullable PullCause cause, long pods) {
        return new PullError(
                finding.image(), finding.verdict(), place.workload(), place.container(), reason, message, cause, pods);
    }

    private List<Usage> usages(Map<Place, Count> uses) {
        List<Usage> usedBy = new ArrayList<>(uses.size());
        uses.forEach((place, count) -> usedBy.add(new Usage(
                place.workload(),
                place.container(),
                place.containerType(),
                count.pods,
                deployers.get(place.workload()),
                null,
                written.getOrDefault(count, Places.NONE),
                count.impact,
                count.pulledAgain)));
        usedBy.sort(USAGES);
        return usedBy;
    }
}
