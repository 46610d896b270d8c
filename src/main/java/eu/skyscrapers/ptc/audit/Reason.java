package eu.skyscrapers.ptc.audit;

/** Why an image got its verdict. A reason belongs to one verdict, so that the two can never disagree. */
public enum Reason {
    /** On the audited registry, below the prefix of a cache rule. */
    CACHE_RULE(Verdict.VIA_PTC, "cache-rule"),
    /** On Amazon ECR Public, which needs no cache. */
    ECR_PUBLIC(Verdict.EXEMPT, "ecr-public"),
    /** On a private ECR registry, the audited one included, in no cache rule's repository. */
    ECR_PRIVATE(Verdict.EXEMPT, "ecr-private"),
    /** A cache rule serves this upstream. */
    CACHEABLE(Verdict.DIRECT, "cacheable"),
    /** The cluster's definition switches the tier of this upstream off. */
    TIER_DISABLED(Verdict.DIRECT, "tier-disabled"),
    /** ECR can cache this upstream, but no known rule does. */
    NO_RULE(Verdict.DIRECT, "no-rule"),
    /** ECR cannot cache this upstream. */
    UNSUPPORTED_UPSTREAM(Verdict.DIRECT, "unsupported-upstream"),
    /** No image reference: nothing can be pulled by it. */
    INVALID_REFERENCE(Verdict.DIRECT, "invalid-reference");

    private final Verdict verdict;
    private final String key;

    Reason(Verdict verdict, String key) {
        this.verdict = verdict;
        this.key = key;
    }

    public Verdict verdict() {
        return verdict;
    }

    /** The word that reports use; stable. */
    public String key() {
        return key;
    }
}
