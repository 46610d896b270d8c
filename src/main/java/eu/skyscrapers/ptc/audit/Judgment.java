package eu.skyscrapers.ptc.audit;

import org.jspecify.annotations.Nullable;

/**
 * What the classifier says of one image reference.
 *
 * @param name the {@link CanonicalName} of the image
 * @param upstream the registry that the image comes from, behind the cache or without it; null where the reference
 *     names none
 * @param replacement the reference that pulls the same image through the cache; only for {@link Reason#CACHEABLE}, and
 *     null even there when the name would be longer than ECR allows
 * @param note what to know before acting on this, one sentence
 * @param fault why no node can pull an image through the cache by this reference; null where nothing is known against it
 */
public record Judgment(
        String name,
        Reason reason,
        @Nullable String upstream,
        @Nullable String replacement,
        @Nullable String note,
        @Nullable PullCause fault) {

    /** Of a reference that nothing speaks against. */
    public Judgment(
            String name,
            Reason reason,
            @Nullable String upstream,
            @Nullable String replacement,
            @Nullable String note) {
        this(name, reason, upstream, replacement, note, null);
    }

    Judgment withNote(String other) {
        return new Judgment(name, reason, upstream, replacement, other, fault);
    }

    public Verdict verdict() {
        return reason.verdict();
    }
}
