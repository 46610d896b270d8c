package eu.skyscrapers.ptc.policy;

import eu.skyscrapers.ptc.audit.ClusterDefinition;
import eu.skyscrapers.ptc.audit.Tier;
import eu.skyscrapers.ptc.image.InvalidReferenceException;
import eu.skyscrapers.ptc.image.RegistryHost;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.SmallFile;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
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

    public static ClusterDefinitionFile read(Path file) throws ConfigurationException {
        return read(file.toString(), SmallFile.given(file));
    }

    /** @param name what messages call it */
    public static ClusterDefinitionFile read(String name, byte[] content) throws ConfigurationException {
        List<Value> documents = Value.read(name, content);
        Value block = block(name, documents);
        List<String> warnings = new ArrayList<>();
        warnAbout(block, KEYS, warnings);
        boolean enabled = enabled(block);
        Value registry = block.get(REGISTRY);
        String host = registry == null ? null : host(registry);
        Set<Tier> off = EnumSet.noneOf(Tier.class);
        for (Tier tier : Tier.values()) {
            String key = tier.switchKey();
            if (key != null && !isOn(block.get(key), warnings)) {
                off.add(tier);
            }
        }
        return new ClusterDefinitionFile(new ClusterDefinition(enabled, host, off, name), warnings);
    }

    private static Value block(String name, List<Value> documents) throws ConfigurationException {
        Value block = null;
        Value misplaced = null;
        for (Value document : documents) {
            if (!document.isMapping()) {
                continue;
            }
            Value spec = document.get("spec");
            Value found = spec == null || !spec.isMapping() ? null : spec.get(BLOCK);
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
            throw misplaced.problem(BLOCK + " is at the top level; move it below spec");
        }
        throw new ConfigurationException(
                name + ": holds no spec." + BLOCK + "; name the definition that the platform applies to the cluster");
    }

    /** No guess: taken for on it would find faults in a cluster without a cache, taken for off it would excuse all. */
    private static boolean enabled(Value block) throws ConfigurationException {
        Value enabled = block.get(ENABLED);
        if (enabled == null) {
            throw block.problem("spec." + BLOCK + " does not say whether it is enabled; write enabled: true or false");
        }
        return enabled.flag();
    }

    private static String host(Value registry) throws ConfigurationException {
        String text = registry.isNull() ? "" : registry.scalar();
        try {
            return RegistryHost.parse(text);
        } catch (InvalidReferenceException e) {
            throw registry.problem("the registry " + Words.excerpt(text) + " "
                    + (text.isBlank() ? "is empty; " + RegistryHost.FORM : e.getMessage()));
        }
    }

    private static boolean isOn(@Nullable Value tier, List<String> warnings) throws ConfigurationException {
        if (tier == null) {
            return false;
        }
        if (!tier.isMapping()) {
            throw tier.wrongType("a mapping such as {enabled: true}");
        }
        warnAbout(tier, List.of(ENABLED), warnings);
        Value enabled = tier.get(ENABLED);
        return enabled != null && enabled.flag();
    }

    private static void warnAbout(Value mapping, List<String> known, List<String> warnings)
            throws ConfigurationException {
        for (Value key : mapping.unknownKeys(known)) {
            warnings.add(key.place() + ": unknown key " + Words.excerpt(key.raw()) + " is passed over; known here "
                    + (known.size() == 1 ? "is " : "are ") + String.join(", ", known));
        }
    }
}
