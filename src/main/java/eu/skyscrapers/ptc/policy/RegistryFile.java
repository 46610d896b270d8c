package eu.skyscrapers.ptc.policy;

import eu.skyscrapers.ptc.audit.CacheRule;
import eu.skyscrapers.ptc.audit.CacheSettings;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Value;
import java.util.List;

/**
 * What a file says of a registry: its rules, as the AWS CLI prints them, or with what stands beside them, as Terraform does.
 *
 * @param warnings of what is passed over, one line each
 */
public record RegistryFile(List<CacheRule> rules, CacheSettings settings, List<String> warnings, List<Hint> hints) {
    /** Where none was given. */
    public static final RegistryFile NONE = new RegistryFile(List.of(), CacheSettings.UNKNOWN, List.of(), List.of());

    public RegistryFile {
        rules = List.copyOf(rules);
        warnings = List.copyOf(warnings);
        hints = List.copyOf(hints);
    }

    /**
     * @param name what messages call the file
     * @throws ConfigurationException also when it is of other registries alone, or does not say of which
     */
    public static RegistryFile read(String name, byte[] content, EcrRegistry registry) throws ConfigurationException {
        List<Value> documents = Value.read(name, content);
        if (documents.size() == 1 && TerraformFile.isOne(documents.get(0))) {
            return TerraformFile.read(name, documents.get(0), registry);
        }
        CacheRulesFile file = CacheRulesFile.read(name, documents);
        return new RegistryFile(
                file.rulesOf(registry.account()),
                CacheSettings.UNKNOWN,
                file.warning(registry.account()).stream().toList(),
                file.hint().stream().toList());
    }
}
