package eu.skyscrapers.ptc.policy;

import eu.skyscrapers.ptc.audit.ResourcePolicy;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Value;
import java.util.List;

/** Reads what {@code aws ecr get-registry-policy} prints, or the policy by itself. */
public final class RegistryPolicyFile {
    private static final String COMMAND = "aws ecr get-registry-policy --output json";

    private RegistryPolicyFile() {}

    /**
     * A policy without statements where the file says that there is none.
     *
     * @param name what messages call the file
     * @param account of the registry
     */
    public static ResourcePolicy read(String name, byte[] content, String account) throws ConfigurationException {
        List<Value> documents = Value.read(name, content);
        if (documents.size() != 1 || !documents.get(0).isMapping()) {
            throw new ConfigurationException(name + ": " + (documents.isEmpty() ? "is empty" : "is no single policy")
                    + "; write the output of " + COMMAND + " into it, or {} where it answers"
                    + " RegistryPolicyNotFoundException");
        }
        Value answer = documents.get(0);
        if (answer.isEmpty()) {
            return new ResourcePolicy(List.of());
        }
        if (answer.given("Statement") != null) {
            return PolicyText.read(answer);
        }
        Value text = answer.given("policyText");
        if (text == null) {
            throw answer.problem("holds no policyText; write the output of " + COMMAND + " into the file");
        }
        CliAnswer.checkRegistry(answer, account, COMMAND);
        return PolicyText.read(text.line() + "#policyText", text.text());
    }
}
