package eu.skyscrapers.ptc.objects;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /**
     * One requirement as it is written.
     *
     * @param operator empty where the key alone is
     * @param values one, except for {@code in} and {@code notin}
     */
    private record Term(String key, String operator, Set<String> values) {}

    /** Reads a text from its start, in one pass and without recursion: it may be as long as the user likes. */
    private static final class Scan {
        private static final String SPACE = " \t\n\u000B\f\r";
        private static final String IN_VALUE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

        private final String text;
        private int at;

        Scan(String text) {
            this.text = text;
        }

        boolean isAtEnd() {
            return at == text.length();
        }

        boolean isAt(String word) {
            return text.startsWith(word, at);
        }

        /** Null where none is; else this stands behind the space that follows it. */
        @Nullable
        Term term() {
            space();
            boolean absent = take("!");
            space();
            String key = run(IN_VALUE + "/");
            if (key.isEmpty() || "._/-".indexOf(key.charAt(0)) >= 0) {
                return null;
            }
            boolean spaced = space();
            if (absent) {
                return new Term(key, "!", Set.of());
            }
            Term set = spaced ? set(key) : null;
            return set != null ? set : comparison(key);
        }

        private Term comparison(String key) {
            for (String operator : List.of("==", "=", "!=", "<", ">")) {
                if (take(operator)) {
                    space();
                    Term term = new Term(key, operator, Set.of(run(IN_VALUE)));
                    space();
                    return term;
                }
            }
            return new Term(key, "", Set.of());
        }

        /** Null where none is; then this stands where it stood. */
        private @Nullable Term set(String key) {
            int start = at;
            String operator = take("in") ? "in" : "notin";
            boolean set = operator.equals("in") || take(operator);
            space();
            if (set && take("(")) {
                Set<String> values = new HashSet<>();
                do {
                    space();
                    values.add(run(IN_VALUE));
                    space();
                } while (take(","));
                if (take(")")) {
                    space();
                    return new Term(key, operator, values);
                }
            }
            at = start;
            return null;
        }

        private boolean take(String word) {
            boolean there = isAt(word);
            at += there ? word.length() : 0;
            return there;
        }

        private boolean space() {
            return !run(SPACE).isEmpty();
        }

        private String run(String characters) {
            int start = at;
            while (!isAtEnd() && characters.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return text.substring(start, at);
        }
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
        Scan scan = new Scan(text);
        while (true) {
            int start = scan.at;
            Term term = scan.term();
            if (term == null || !(scan.isAtEnd() || scan.isAt(","))) {
                int wrong = term == null ? start : scan.at;
                throw new IllegalArgumentException("not a label selector at character " + (wrong + 1) + ": '" + text
                        + "'; write it like app=web,tier!=cache,env in (dev,prod),!legacy");
            }
            requirements.add(requirement(term));
            if (scan.isAtEnd()) {
                return new LabelSelector(text, List.copyOf(requirements));
            }
            scan.at++;
        }
    }

    private static Requirement requirement(Term term) {
        String key = term.key();
        Set<String> values = term.values();
        return switch (term.operator()) {
            case "" -> labels -> labels.containsKey(key);
            case "!" -> labels -> !labels.containsKey(key);
            case "!=", "notin" -> labels -> !isOneOf(labels.get(key), values);
            case "<", ">" -> {
                long bound = number(values.iterator().next());
                boolean less = term.operator().equals("<");
                yield labels -> compares(labels.get(key), bound, less);
            }
            default -> labels -> isOneOf(labels.get(key), values);
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
