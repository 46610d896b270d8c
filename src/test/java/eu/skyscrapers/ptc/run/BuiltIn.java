package eu.skyscrapers.ptc.run;

import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.Expectations;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.RegistryCheck;
import eu.skyscrapers.ptc.cli.Cli;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an audit judges by where the call says nothing. */
final class BuiltIn {
    private BuiltIn() {}

    static Criteria criteria(FailOn failOn) {
        CacheChoice choice = new CacheChoice(
                Map.of(CacheChoice.ANY, Cache.builtIn(Cli.REGISTRY)),
                false,
                Map.of(),
                Map.of(),
                List.of(),
                RegistryCheck.Result.NOTHING,
                Map.of());
        return new Criteria(choice, Expectations.BUILT_IN, false, failOn, Set.of(), List.of());
    }
}
