package eu.skyscrapers.ptc.audit;

/** What may make a complete audit fail besides direct images, and the one word that makes less of these fail it. */
public enum FailAlso implements Keyed {
    /** An image that nodes cannot pull through the cache. */
    PULL_ERRORS,
    /** An image that the cache does not have now, see {@link ImageFinding#lacking}. */
    NOT_CACHED,
    /** Of the images, whether direct or not in the cache, only those with a use that every new node needs. */
    BOOT
}
