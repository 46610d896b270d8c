package eu.skyscrapers.ptc.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A label selector as {@code kubectl -l} takes it: {@code app=web,tier!=cache,env in (dev,prod),!legacy,gen>2}.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors">Kubernetes,
 *     "Label selectors"</a>
 */
public final class LabelSelector {
    private interface Requirement {
        boolean matches(Map<String, String> labels);
    }

    private static final String KEY = "[A-Za-z0-9][\\w./-]*+";

    /** One requirement. Nothing in it is repeated but single characters: it may be as long as the user likes. */
    private static final Pattern TERM = Pattern.compile("\\s*+(?:!\\s*+(?<absent>" + KEY + ")|(?<key>" + KEY + ")(?:"
            + "\\s++(?<set>in|notin)\\s*+\\((?![^)]*[\\w.-]\\s++[\\w.-])(?<values>[\\w.,\\s-]*+)\\)"
            + "|\\s*+(?<operator>==|!=|[=<>])\\s*+(?<value>[\\w.-]*+))?+)\\s*+");

    private final String text;
    private final List<Requirement> requirements;

    private LabelSelector(String text, List<Requirement> requirements) {
        this.text = text;
        this.requirements = requirements;
    }

    /** @throws IllegalArgumentException when kubectl would refuse it too; the message says where */
    public static LabelSelector parse(String text) {
        List<Requirement> requirements = new ArrayList<>();
        Matcher term = TERM.matcher(text);
        for (int start = 0; ; start = term.end() + 1) {
            boolean found = term.region(start, text.length()).lookingAt();
            int end = found ? term.end() : start;
            if (!found || (end < text.length() && text.charAt(end) != ',')) {
                throw new IllegalArgumentException("not a label selector at character " + (end + 1) + ": '" + text
                        + "'; write it like app=web,tier!=cache,env in (dev,prod),!legacy");
            }
            requirements.add(requirement(term));
            if (end == text.length()) {
                return new LabelSelector(text, List.copyOf(requirements));
            }
        }
    }

    private static Requirement requirement(Matcher term) {
        String absent = term.group("absent");
        if (absent != null) {
            return labels -> !labels.containsKey(absent);
        }
        String key = term.group("key");
        String set = term.group("set");
        if (set != null) {
            Set<String> values = Set.copyOf(
                    List.of(term.group("values").replaceAll("\\s", "").split(",", -1)));
            return labels -> isOneOf(labels.get(key), values) == set.equals("in");
        }
        String value = term.group("value");
        return switch (String.valueOf(term.group("operator"))) {
            case "=", "==" -> labels -> value.equals(labels.get(key));
            case "!=" -> labels -> !value.equals(labels.get(key));
            case "<", ">" -> {
                long bound = number(value);
                boolean less = term.group("operator").equals("<");
                yield labels -> compares(labels.get(key), bound, less);
            }
            default -> labels -> labels.containsKey(key);
        };
    }

    private static boolean isOneOf(@Nullable String actual, Set<String> values) {
        return actual != null && values.contains(actual);
    }

    private static long number(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "not a label selector: < and > compare with a whole number, not '" + value + "'", e);
        }
    }

    @SuppressWarnings("EmptyCatch")
    private static boolean compares(@Nullable String actual, long bound, boolean less) {
        if (actual != null) {
            try {
                long number = Long.parseLong(actual);
                return less ? number < bound : number > bound;
            } catch (NumberFormatException e) {
                // As for the API server: a label that is not a number is neither less nor greater.
            }
        }
        return false;
    }

    boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.matches(labels));
    }

    /** As it was written, for the API server. */
    @Override
    public String toString() {
        return text;
    }
}
