package eu.skyscrapers.ptc.policy;

import eu.skyscrapers.ptc.audit.CreationTemplate;
import eu.skyscrapers.ptc.audit.CreationTemplate.Expiry;
import eu.skyscrapers.ptc.audit.ResourcePolicy;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what {@code aws ecr describe-repository-creation-templates} prints. */
public final class CreationTemplates {
    private static final CliAnswer ANSWER = new CliAnswer(
            "aws ecr describe-repository-creation-templates --output json",
            "repositoryCreationTemplates",
            "creation templates");

    private CreationTemplates() {}

    /**
     * @param name what messages call the file
     * @param account of the registry
     */
    public static List<CreationTemplate> read(String name, byte[] content, String account)
            throws ConfigurationException {
        List<Described> described = new ArrayList<>();
        for (Value template : ANSWER.items(name, Value.read(name, content), account)) {
            described.add(Described.byEcr(template));
        }
        return read(described);
    }

    static List<CreationTemplate> read(List<Described> described) throws ConfigurationException {
        List<CreationTemplate> templates = new ArrayList<>();
        Map<String, String> places = new HashMap<>();
        for (Described each : described) {
            CreationTemplate template = template(each);
            String other = places.putIfAbsent(template.prefix(), template.place());
            if (other != null) {
                throw each.value()
                        .problem("the prefix has a creation template already, at " + other
                                + "; a registry has one, so these are of several regions or accounts");
            }
            templates.add(template);
        }
        return templates;
    }

    private static CreationTemplate template(Described template) throws ConfigurationException {
        Value prefix = template.given("prefix");
        if (prefix == null) {
            throw template.value().problem("the creation template has no prefix; write all fields into the file");
        }
        boolean forCache = !template.isKnown("appliedFor");
        Value appliedFor = template.given("appliedFor");
        for (Value each : appliedFor == null ? List.<Value>of() : appliedFor.items()) {
            forCache |= each.scalar().equals("PULL_THROUGH_CACHE");
        }
        String lifecycle = template.text("lifecyclePolicy");
        return new CreationTemplate(
                CacheRulesFile.prefix(prefix.scalar(), prefix::problem),
                forCache,
                Objects.requireNonNullElse(template.text("imageTagMutability"), "MUTABLE"),
                policy(template, "repositoryPolicy"),
                lifecycle == null ? List.of() : expiries(template.placeOf("lifecyclePolicy"), lifecycle),
                template.place());
    }

    /** The policy that is the text of a field. */
    static @Nullable ResourcePolicy policy(Described described, String field) throws ConfigurationException {
        if (!described.isKnown(field)) {
            return ResourcePolicy.unknown(
                    described.placeOf(field) + " is known only after Terraform has applied the plan");
        }
        String text = described.text(field);
        return text == null ? null : PolicyText.read(described.placeOf(field), text);
    }

    private static List<Expiry> expiries(String name, String lifecycle) throws ConfigurationException {
        List<Expiry> expiries = new ArrayList<>();
        for (Value rule : PolicyText.document(name, lifecycle).list("rules")) {
            Value selection = rule.mapping("selection");
            String countType = String.valueOf(selection.text("countType"));
            Value number = selection.given("countNumber");
            if (!countType.startsWith("since") || number == null) {
                continue;
            }
            long days;
            try {
                days = Long.parseLong(number.scalar());
            } catch (NumberFormatException e) {
                throw number.problem(Words.excerpt(number.scalar()) + " is no number of days");
            }
            String type = String.valueOf(rule.mapping("action").text("type"));
            String status = Objects.requireNonNullElse(selection.text("tagStatus"), "any");
            expiries.add(new Expiry(!type.equals("expire"), countType, days, status));
        }
        return expiries;
    }
}
