package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.image.ImageReference;
import eu.skyscrapers.ptc.image.InvalidReferenceException;
import java.util.Map;
import java.util.Optional;

/** The direct images that are known and accepted. */
final class Expectations {
    private static final String BUILT_IN = "built-in";

    /** By canonical name, any tag and digest. */
    private static final Map<String, Expectation> KNOWN = Map.of(
            "gcr.io/k8s-staging-multitenancy/hnc-manager",
            new Expectation("Hierarchical Namespace Controller is published on gcr.io only, with no mirror", BUILT_IN));

    private Expectations() {}

    /** Why this direct image is accepted, if anybody accepts it. */
    static Optional<Expectation> of(String image) {
        try {
            return Optional.ofNullable(KNOWN.get(ImageReference.parse(image).name()));
        } catch (InvalidReferenceException e) {
            return Optional.empty();
        }
    }
}
