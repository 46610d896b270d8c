package eu.skyscrapers.ptc.audit;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Judges the images of one cluster: where each comes from, and who accepts it where that is direct. */
public final class Judge {
    private final Classifier classifier;
    private final Cache cache;
    private final @Nullable ClusterDefinition definition;
    private final Expectations expectations;

    /** @param definition of the cluster; null where nobody says */
    public Judge(Cache cache, @Nullable ClusterDefinition definition, Expectations expectations) {
        this.classifier = new Classifier(cache, definition);
        this.cache = cache;
        this.definition = definition;
        this.expectations = expectations;
    }

    /** With the expectations that are built in. */
    public static Judge of(Cache cache) {
        return new Judge(cache, null, Expectations.BUILT_IN);
    }

    /** The host of the registry that images are to come through. */
    String registry() {
        return cache.host();
    }

    /** @param usedBy by nobody accepted yet */
    ImageFinding judge(String cluster, String image, List<Usage> usedBy) {
        Judgment judgment = classifier.classify(image);
        if (judgment.verdict() != Verdict.DIRECT) {
            return new ImageFinding(image, judgment, null, usedBy);
        }
        Expectation all = ofCluster(judgment);
        List<Usage> judged = usedBy.stream()
                .map(usage -> usage.accepted(
                        all != null ? all : expectations.of(cluster, judgment, usage.workload(), usage.container())))
                .toList();
        return new ImageFinding(image, judgment, ofAll(judged), judged);
    }

    /** What the platform's own definition accepts, whoever uses it. */
    private @Nullable Expectation ofCluster(Judgment judgment) {
        if (definition != null && !definition.enabled()) {
            return new Expectation("the cache is disabled for this cluster", definition.source());
        }
        if (definition != null && judgment.reason() == Reason.TIER_DISABLED) {
            return new Expectation(judgment.upstream() + " is switched off for this cluster", definition.source());
        }
        return null;
    }

    /** An image is accepted when each of its uses is; the first one's reason stands for all. */
    private static @Nullable Expectation ofAll(List<Usage> usedBy) {
        boolean all = usedBy.stream().map(Usage::expected).allMatch(Objects::nonNull);
        return all && !usedBy.isEmpty() ? usedBy.get(0).expected() : null;
    }
}
