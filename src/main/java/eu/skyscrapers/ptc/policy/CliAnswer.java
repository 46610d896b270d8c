package eu.skyscrapers.ptc.policy;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list that the AWS CLI prints, with or without the object around it, or a page after another.
 *
 * @param command that prints it
 * @param key of the list in an answer
 * @param things that it lists, in words
 */
record CliAnswer(String command, String key, String things) {
    private static final String NEXT_TOKEN = "nextToken";

    /**
     * All that is listed, in the order of the file.
     *
     * @param account of the registry that answers have to be of, where they name one; null where what is listed names it
     */
    List<Value> items(String name, List<Value> documents, @Nullable String account) throws ConfigurationException {
        if (documents.isEmpty()) {
            throw new ConfigurationException(name + ": is empty; write the output of " + command + " into it");
        }
        List<Value> listed = new ArrayList<>();
        for (Value document : documents) {
            listed.addAll(items(document, account));
        }
        return listed;
    }

    /** Those of an answer, or of a list, or of {@code --output yaml-stream}, which lists an answer for each page. */
    private List<Value> items(Value document, @Nullable String account) throws ConfigurationException {
        if (!document.isList() && !document.isMapping()) {
            throw document.problem("not a list of " + things + "; write the output of " + command + " into the file");
        }
        List<Value> items = document.isList() ? document.items() : List.of(document);
        List<Value> listed = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Value item = items.get(i);
            if (document.isMapping() || (item.isMapping() && (item.get(key) != null || item.get(NEXT_TOKEN) != null))) {
                checkWhole(item, i == items.size() - 1);
                if (item.get(key) == null && !item.isEmpty()) {
                    throw item.problem("holds no " + key + "; write the output of " + command + " into the file");
                }
                checkRegistry(item, account, command);
                listed.addAll(item.list(key));
            } else {
                listed.add(item);
            }
        }
        return listed;
    }

    /** @param account null where an answer does not name one */
    static void checkRegistry(Value answer, @Nullable String account, String command) throws ConfigurationException {
        Value registry = answer.given("registryId");
        if (registry != null && account != null && !registry.scalar().equals(account)) {
            throw registry.problem("is of registry " + registry.scalar() + ", and the audited one is of " + account
                    + "; run " + command + " in the account and region of the registry");
        }
    }

    private void checkWhole(Value page, boolean last) throws ConfigurationException {
        // The one of --max-items is left behind whatever the page.
        for (String token : last ? List.of(NEXT_TOKEN, "NextToken") : List.of("NextToken")) {
            Value more = page.given(token);
            if (more != null) {
                throw more.problem("the list is cut, there is a " + token + "; describe all " + things + " with "
                        + command + ", without --no-paginate, --max-items and --max-results");
            }
        }
    }
}
