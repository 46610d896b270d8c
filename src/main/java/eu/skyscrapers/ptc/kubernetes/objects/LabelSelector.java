package eu.skyscrapers.ptc.kubernetes.objects;

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
    private static final String KEY = "[A-Za-z0-9][A-Za-z0-9._/-]*";
    private static final String VALUE = "[A-Za-z0-9._-]*";
    private static final Pattern REQUIREMENT = Pattern.compile("\\s*(?:"
            + "(?<absent>!)\\s*(?<absentKey>" + KEY + ")"
            + "|(?<setKey>" + KEY + ")\\s+(?<set>in|notin)\\s*\\(\\s*(?<values>" + VALUE + "(?:\\s*,\\s*" + VALUE
            + ")*)\\s*\\)"
            + "|(?<key>" + KEY + ")\\s*(?:(?<operator>==|=|!=|<|>)\\s*(?<value>" + VALUE + "))?"
            + ")\\s*");

    private interface Requirement {
        boolean matches(Map<String, String> labels);
    }

    private final String text;
    private final List<Requirement> requirements;

    private LabelSelector(String text, List<Requirement> requirements) {
        this.text = text;
        this.requirements = requirements;
    }

    /** @throws IllegalArgumentException when kubectl would refuse it too; the message says where */
    public static LabelSelector parse(String text) {
        List<Requirement> requirements = new ArrayList<>();
        Matcher matcher = REQUIREMENT.matcher(text);
        int at = 0;
        while (true) {
            matcher.region(at, text.length());
            boolean found = matcher.lookingAt();
            if (!found || (matcher.end() < text.length() && text.charAt(matcher.end()) != ',')) {
                int wrong = found ? matcher.end() : at;
                throw new IllegalArgumentException("not a label selector at character " + (wrong + 1) + ": '" + text
                        + "'; write it like app=web,tier!=cache,env in (dev,prod),!legacy");
            }
            requirements.add(requirement(matcher));
            if (matcher.end() == text.length()) {
                return new LabelSelector(text, List.copyOf(requirements));
            }
            at = matcher.end() + 1;
        }
    }

    private static Requirement requirement(Matcher matcher) {
        if (matcher.group("absent") != null) {
            String key = matcher.group("absentKey");
            return labels -> !labels.containsKey(key);
        }
        if (matcher.group("set") != null) {
            String key = matcher.group("setKey");
            Set<String> values = Set.of(matcher.group("values").trim().split("\\s*,\\s*", -1));
            boolean in = matcher.group("set").equals("in");
            return labels -> {
                String actual = labels.get(key);
                return in ? actual != null && values.contains(actual) : actual == null || !values.contains(actual);
            };
        }
        String key = matcher.group("key");
        String operator = matcher.group("operator");
        String value = matcher.group("value");
        if (operator == null) {
            return labels -> labels.containsKey(key);
        }
        return switch (operator) {
            case "!=" -> labels -> !value.equals(labels.get(key));
            case "<", ">" -> {
                long bound = number(value);
                boolean less = operator.equals("<");
                yield labels -> compares(labels.get(key), bound, less);
            }
            default -> labels -> value.equals(labels.get(key));
        };
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
                // As for the API server: a label that is no number is neither less nor greater.
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
