package eu.skyscrapers.ptc.audit;

/** What may make a complete audit fail besides direct images. */
public enum FailAlso implements Keyed {
    /** An image that nodes cannot pull through the cache. */
    PULL_ERRORS,
    /** An image that the cache does not have now, see {@link ImageFinding#lacking}. */
    NOT_CACHED
}
