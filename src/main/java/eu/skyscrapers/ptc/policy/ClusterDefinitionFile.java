package eu.skyscrapers.ptc.policy;

import eu.skyscrapers.ptc.audit.ClusterDefinition;
import eu.skyscrapers.ptc.audit.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The block {@code spec.ecr_pull_through_cache} of the definition that the platform applies to a cluster. What else the
 * definition holds, in however many documents, is not looked at.
 *
 * @param warnings what the block says and nobody listens to, one line each
 */
public record ClusterDefinitionFile(ClusterDefinition definition, List<String> warnings) {
    private static final String BLOCK = "ecr_pull_through_cache";
    private static final String ENABLED = "enabled";
    private static final String REGISTRY = "registry";
    private static final List<String> KEYS = Stream.concat(
                    Stream.of(ENABLED, REGISTRY),
                    Stream.of(Tier.values()).map(Tier::switchKey).flatMap(Stream::ofNullable))
            .toList();

    public ClusterDefinitionFile {
        warnings = List.copyOf(warnings);
    }

    public static ClusterDefinitionFile read(Path file) throws PolicyException {
        return PolicyFiles.read(file, in -> read(file.toString(), in));
    }

    /** @param name what messages call it */
    public static ClusterDefinitionFile read(String name, InputStream in) throws IOException, PolicyException {
        List<YamlValue> documents = YamlValue.read(name, PolicyFiles.content(name, in));
        YamlValue block = block(name, documents);
        List<String> warnings = new ArrayList<>();
        warnAbout(block, KEYS, warnings);
        boolean enabled = enabled(block);
        YamlValue registry = block.get(REGISTRY);
        String host = registry == null ? null : RegistryHost.of(registry);
        Set<Tier> off = EnumSet.noneOf(Tier.class);
        for (Tier tier : Tier.values()) {
            String key = tier.switchKey();
            if (key != null && !isOn(block.get(key), warnings)) {
                off.add(tier);
            }
        }
        return new ClusterDefinitionFile(new ClusterDefinition(enabled, host, off, name), warnings);
    }

    private static YamlValue block(String name, List<YamlValue> documents) throws PolicyException {
        YamlValue block = null;
        YamlValue misplaced = null;
        for (YamlValue document : documents) {
            if (!document.isMapping()) {
                continue;
            }
            YamlValue spec = document.get("spec");
            YamlValue found = spec == null || !spec.isMapping() ? null : spec.get(BLOCK);
            if (found != null && block != null) {
                throw found.problem("a second spec." + BLOCK + ", after the one at " + block.place()
                        + "; keep one, or split the file and name one definition for each cluster");
            }
            block = found == null ? block : found;
            misplaced = misplaced == null ? document.get(BLOCK) : misplaced;
        }
        if (block != null) {
            return block;
        }
        if (misplaced != null) {
            throw misplaced.problem(BLOCK + " stands at the top level; move it below spec");
        }
        throw new PolicyException(
                name + ": holds no spec." + BLOCK + "; name the definition that the platform applies to the cluster");
    }

    /** No guess: taken for on it would find faults in a cluster without a cache, taken for off it would excuse all. */
    private static boolean enabled(YamlValue block) throws PolicyException {
        YamlValue enabled = block.get(ENABLED);
        if (enabled == null) {
            throw block.problem("spec." + BLOCK + " does not say whether it is enabled; write enabled: true or false");
        }
        return enabled.flag();
    }

    private static boolean isOn(@Nullable YamlValue tier, List<String> warnings) throws PolicyException {
        if (tier == null) {
            return false;
        }
        if (!tier.isMapping()) {
            throw tier.wrongType("a mapping such as {enabled: true}");
        }
        warnAbout(tier, List.of(ENABLED), warnings);
        YamlValue enabled = tier.get(ENABLED);
        return enabled != null && enabled.flag();
    }

    private static void warnAbout(YamlValue mapping, List<String> known, List<String> warnings) throws PolicyException {
        for (YamlValue key : mapping.unknownKeys(known)) {
            warnings.add(key.place() + ": unknown key " + Words.quote(key.raw()) + " is passed over; known here "
                    + (known.size() == 1 ? "is " : "are ") + Words.list(known));
        }
    }
}
