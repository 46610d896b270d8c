package eu.skyscrapers.ptc.policy;

import eu.skyscrapers.ptc.audit.ResourcePolicy;
import eu.skyscrapers.ptc.audit.ResourcePolicy.Condition;
import eu.skyscrapers.ptc.audit.ResourcePolicy.Names;
import eu.skyscrapers.ptc.audit.ResourcePolicy.Principal;
import eu.skyscrapers.ptc.audit.ResourcePolicy.Statement;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads documents in the language of IAM policies, which AWS hands out as text. */
public final class PolicyText {
    /** AWS takes 30,720 characters for a lifecycle and 10,240 for a policy; those of files have more white space. */
    private static final int LIMIT = 100_000;

    private static final Set<String> ELEMENTS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");

    private PolicyText() {}

    /** @param name where the text stands, for messages and reports */
    public static ResourcePolicy read(String name, String json) throws ConfigurationException {
        return read(document(name, json));
    }

    /** The only document of a text that is a part of something else. */
    static Value document(String name, String json) throws ConfigurationException {
        if (json.length() > LIMIT) {
            throw new ConfigurationException(name + ": is longer than AWS takes; give what AWS prints");
        }
        List<Value> documents = Value.read(name, json.getBytes(StandardCharsets.UTF_8));
        if (documents.size() != 1) {
            throw new ConfigurationException(name + ": holds " + documents.size() + " documents, not one");
        }
        return documents.get(0);
    }

    /** A policy that stands in a file as it is. */
    static ResourcePolicy read(Value policy) throws ConfigurationException {
        Value statements = policy.keys().contains("Statement") ? policy.given("Statement") : null;
        if (statements == null) {
            throw policy.problem("not a policy: it has no Statement");
        }
        List<Statement> read = new ArrayList<>();
        for (Value statement : statements.isList() ? statements.items() : List.of(statements)) {
            read.add(statement(statement, read.size() + 1));
        }
        return new ResourcePolicy(read);
    }

    private static Statement statement(Value statement, int number) throws ConfigurationException {
        String sid = statement.text("Sid");
        Value effect = statement.given("Effect");
        String does = effect == null ? "" : effect.text();
        if (!does.equals("Allow") && !does.equals("Deny")) {
            throw (effect == null ? statement : effect).problem("a statement's Effect must be Allow or Deny");
        }
        Names<String> actions = names(statement, "Action");
        Names<Principal> principals = principals(statement);
        if (actions == null || principals == null) {
            throw statement.problem(
                    "a statement must have " + (actions == null ? "an Action" : "a Principal") + " or its Not… form");
        }
        List<Condition> conditions = new ArrayList<>();
        for (Value element : statement.unknownKeys(ELEMENTS)) {
            conditions.add(Condition.unknown("its element " + Words.excerpt(element.raw()) + " is not understood"));
        }
        if (statement.given("Condition") != null) {
            Value operators = statement.mapping("Condition");
            for (String operator : operators.keys()) {
                Value keys = operators.mapping(operator);
                for (String key : keys.keys()) {
                    conditions.add(new Condition(operator, key, scalars(keys.mapping(key))));
                }
            }
        }
        String label = sid == null ? "statement " + number : "statement " + Words.excerpt(sid);
        return new Statement(
                label + " (" + statement.place() + ")",
                does.equals("Allow"),
                principals,
                actions,
                names(statement, "Resource"),
                conditions);
    }

    private static @Nullable Names<String> names(Value statement, String element) throws ConfigurationException {
        Value not = given(statement, element);
        Value named = statement.given(element);
        Value value = named == null ? not : named;
        return value == null ? null : new Names<>(named == null, scalars(value));
    }

    private static @Nullable Value given(Value statement, String element) throws ConfigurationException {
        Value not = statement.given("Not" + element);
        if (not != null && statement.given(element) != null) {
            throw not.problem("a statement has " + element + " or Not" + element + ", not both");
        }
        return not;
    }

    private static @Nullable Names<Principal> principals(Value statement) throws ConfigurationException {
        Value not = given(statement, "Principal");
        Value named = statement.given("Principal");
        Value value = named == null ? not : named;
        if (value == null) {
            return null;
        }
        List<Principal> principals = new ArrayList<>();
        if (value.isMapping()) {
            for (String type : value.keys()) {
                for (String id : scalars(value.mapping(type))) {
                    principals.add(new Principal(type, id));
                }
            }
        } else if (value.text().equals("*")) {
            principals.add(new Principal("AWS", "*"));
        } else {
            throw value.problem("must be \"*\" or a mapping such as {\"AWS\": \"123456789012\"}");
        }
        return new Names<>(named == null, principals);
    }

    /** Numbers and flags may stand without quotes. */
    private static List<String> scalars(Value value) throws ConfigurationException {
        List<String> all = new ArrayList<>();
        for (Value each : value.isList() ? value.items() : List.of(value)) {
            all.add(each.scalar());
        }
        return all;
    }
}
