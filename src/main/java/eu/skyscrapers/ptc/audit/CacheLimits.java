package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.image.EcrRegistry.Partition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What Amazon ECR does not do, whatever somebody says of a cache: then its replacements cannot be pulled.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html">Amazon ECR
 *     API Reference, CreatePullThroughCacheRule</a>
 */
public final class CacheLimits {
    private static final int PREFIX_MIN = 2;
    private static final int PREFIX_MAX = 30;

    /** Their regions have no cache rules, says the user guide; of other partitions it says nothing. */
    private static final Set<Partition> WITHOUT_RULES = EnumSet.of(Partition.AWS_CN, Partition.AWS_US_GOV);

    private CacheLimits() {}

    /** A hint for the registry, where its region has no rules, and for each rule that ECR would refuse. */
    public static List<Hint> hints(Cache cache) {
        List<Hint> hints = new ArrayList<>();
        EcrRegistry registry = cache.registry();
        if (WITHOUT_RULES.contains(registry.partition())) {
            hints.add(new Hint(
                    "region-without-cache-rules",
                    "Amazon ECR has no pull-through cache in " + registry.region() + ", so no image can come through "
                            + cache.host() + "; is this the right registry?"));
        }
        for (CacheRule rule : cache.rules()) {
            for (String refusal : refusals(rule, registry)) {
                hints.add(new Hint(
                        "refused-rule",
                        rule.place() + ": Amazon ECR refuses the rule " + rule.ecrPrefix() + '=' + rule.from() + ": "
                                + refusal));
            }
        }
        return hints;
    }

    private static List<String> refusals(CacheRule rule, EcrRegistry registry) {
        List<String> refusals = new ArrayList<>();
        if (!Upstreams.possible(rule.upstream())) {
            refusals.add("it cannot cache " + rule.upstream() + ", and nothing below this prefix can be pulled");
        }
        int length = rule.ecrPrefix().length();
        if (length < PREFIX_MIN || length > PREFIX_MAX) {
            refusals.add(
                    "a prefix has " + PREFIX_MIN + " to " + PREFIX_MAX + " characters, and this one has " + length);
        }
        if (rule.isRoot() && !rule.upstreamPrefix().isEmpty()) {
            refusals.add("ROOT stands for a whole upstream, without " + rule.upstreamPrefix() + " of it");
        }
        boolean anotherAccount = EcrRegistry.parse(rule.upstream())
                .filter(upstream -> !upstream.account().equals(registry.account()))
                .isPresent();
        if (anotherAccount && rule.described() && rule.customRoleArn() == null) {
            refusals.add("to ask the registry of another account it needs a customRoleArn");
        }
        return refusals;
    }
}
