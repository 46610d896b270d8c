package eu.skyscrapers.ptc.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How ECR creates repositories below a prefix. What is changed in it later changes no repository that is there.
 *
 * @param prefix without the slash that ends it; empty for {@code ROOT}, which is for all without another template
 * @param forCache whether it is applied to repositories that the pull-through cache creates
 * @param mutability of tags, in the words of ECR: {@code MUTABLE}, {@code IMMUTABLE_WITH_EXCLUSION}, …
 * @param policy what each repository gets; null for none
 * @param expiries the rules of its lifecycle that go by age
 * @param place where it stands, for messages
 */
public record CreationTemplate(
        String prefix,
        boolean forCache,
        String mutability,
        @Nullable ResourcePolicy policy,
        List<Expiry> expiries,
        String place) {
    public CreationTemplate {
        expiries = List.copyOf(expiries);
    }

    /**
     * @param archives whether images are archived, and not deleted
     * @param countType from when on the days are counted, in the words of ECR: {@code sinceImagePulled}, …
     * @param tagStatus of which images, in the words of ECR: {@code any}, {@code tagged}, {@code untagged}
     */
    public record Expiry(boolean archives, String countType, long days, String tagStatus) {}

    /** The same, at another place. */
    public CreationTemplate at(String otherPlace) {
        return new CreationTemplate(prefix, forCache, mutability, policy, expiries, otherPlace);
    }

    /** Whether a repository below the other prefix gets what this one says, unless another template is nearer. */
    boolean isAbove(String other) {
        return prefix.isEmpty() || (other + '/').startsWith(prefix + '/');
    }
}
