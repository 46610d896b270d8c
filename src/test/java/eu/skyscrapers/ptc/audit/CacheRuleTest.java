package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheRuleTest {
    private static CacheRule rule(String prefix, String upstreamPrefix) {
        return new CacheRule(prefix, "quay.io", upstreamPrefix, null, null, null, true, "rules.json:1:2");
    }

    /** Empty where the rule has no place for the upstream's repository. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            quay   | -    | a           | quay/a
            quay   | -    | acme/a      | quay/acme/a
            quay/x | -    | a           | quay/x/a
            -      | -    | a           | a
            base   | acme | acme/a      | base/a
            base   | a/b  | a/b/c/d     | base/c/d
            -      | acme | acme/a      | a
            base   | acme | acme        | -
            base   | acme | acmes/a     | -
            base   | acme | other/a     | -
            base   | acme | a           | -
            """)
    void eachRepositoryHasOneNameInTheCache(
            @Nullable String prefix, @Nullable String upstreamPrefix, String repository, @Nullable String cached) {
        CacheRule rule = rule(prefix == null ? "" : prefix, upstreamPrefix == null ? "" : upstreamPrefix);
        assertThat(rule.serves(repository)).isEqualTo(cached != null);
        if (cached != null) {
            assertThat(rule.cached(repository)).isEqualTo(cached);
            assertThat(rule.holds(cached)).isTrue();
            assertThat(rule.upstreamRepository(cached)).isEqualTo(repository);
        }
    }

    @ParameterizedTest
    @CsvSource({"quay/a, true", "quay, false", "quays/a, false", "other/a, false", "q, false"})
    void aPrefixEndsAtASlash(String repository, boolean held) {
        assertThat(rule("quay", "").holds(repository)).isEqualTo(held);
        assertThat(rule("", "").holds(repository)).isTrue();
    }

    @Test
    void aRuleIsReplacedByOneOfItsPrefixOrItsUpstream() {
        CacheRule rule = rule("quay", "acme");
        assertThat(rule.isReplacedBy(rule("quay", ""))).isTrue();
        assertThat(rule.isReplacedBy(rule("other", "acme"))).isTrue();
        assertThat(rule.isReplacedBy(rule("other", ""))).isFalse();
    }
}
