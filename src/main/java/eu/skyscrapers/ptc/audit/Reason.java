package eu.skyscrapers.ptc.audit;

/** Why an image got its verdict. A reason belongs to one verdict, so that the two can never disagree. */
public enum Reason implements Keyed {
    /** On the audited registry, below the prefix of a cache rule. */
    CACHE_RULE(Verdict.VIA_PTC),
    /** On Amazon ECR Public, which needs no cache. */
    ECR_PUBLIC(Verdict.EXEMPT),
    /** On a private ECR registry, the audited one included, in no cache rule's repository. */
    ECR_PRIVATE(Verdict.EXEMPT),
    /** A cache rule serves this upstream. */
    CACHEABLE(Verdict.DIRECT),
    /** The cluster's definition switches the tier of this upstream off. */
    TIER_DISABLED(Verdict.DIRECT),
    /** ECR can cache this upstream, but no known rule does. */
    NO_RULE(Verdict.DIRECT),
    /** ECR cannot cache this upstream. */
    UNSUPPORTED_UPSTREAM(Verdict.DIRECT),
    /** No image reference: nothing can be pulled by it. */
    INVALID_REFERENCE(Verdict.DIRECT);

    private final Verdict verdict;

    Reason(Verdict verdict) {
        this.verdict = verdict;
    }

    public Verdict verdict() {
        return verdict;
    }
}
