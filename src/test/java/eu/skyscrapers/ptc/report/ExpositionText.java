package eu.skyscrapers.ptc.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics read back from Prometheus' text format 0.0.4, more strictly than Prometheus does: a family is described before its
 * samples and stands in one piece, no series comes twice, and nothing is where the format has no place for it.
 */
public final class ExpositionText {
    /** @param labels by name, unescaped */
    public record Sample(String name, Map<String, String> labels, double value) {}

    private static final Pattern HELP =
            Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\\\\n]|\\\\[\\\\n])+)");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (gauge|counter)");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"");
    private static final Pattern VALUE = Pattern.compile(" (-?[0-9]+(?:\\.[0-9]+)?)");

    private final List<Sample> samples = new ArrayList<>();
    private final Set<String> families = new LinkedHashSet<>();

    private ExpositionText() {}

    public static ExpositionText parse(String text) {
        ExpositionText parsed = new ExpositionText();
        check(text.endsWith("\n"), "the last line does not end", text);
        String described = "";
        boolean typed = false;
        Set<Object> series = new HashSet<>();
        for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            if (help.matches()) {
                described = help.group(1);
                typed = false;
                check(parsed.families.add(described), "a family that comes twice", line);
            } else if (type.matches()) {
                check(type.group(1).equals(described) && !typed, "a type without its help", line);
                typed = true;
            } else if (line.startsWith("#")) {
                check(
                        line.startsWith("# ") && !line.startsWith("# HELP") && !line.startsWith("# TYPE"),
                        "comment",
                        line);
            } else {
                Sample sample = sample(line);
                check(sample.name().equals(described) && typed, "a sample of another family", line);
                check(series.add(List.of(sample.name(), sample.labels())), "a series that comes twice", line);
                parsed.samples.add(sample);
            }
        }
        return parsed;
    }

    private static Sample sample(String line) {
        Matcher name = NAME.matcher(line);
        check(name.lookingAt(), "no name", line);
        int at = name.end();
        Map<String, String> labels = new LinkedHashMap<>();
        if (line.startsWith("{", at)) {
            do {
                Matcher label = LABEL.matcher(line).region(at + 1, line.length());
                check(label.lookingAt(), "no label at " + at, line);
                check(labels.put(label.group(1), unescaped(label.group(2))) == null, "a label that comes twice", line);
                at = label.end();
            } while (line.startsWith(",", at));
            check(line.startsWith("}", at), "labels that do not end", line);
            at++;
        }
        Matcher value = VALUE.matcher(line).region(at, line.length());
        // No timestamp: neither the textfile collector nor the Pushgateway takes one.
        check(value.matches(), "no value, or something after it", line);
        // To Prometheus a label without a value is a label that is not there.
        labels.values().removeIf(String::isEmpty);
        return new Sample(name.group(), labels, Double.parseDouble(value.group(1)));
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                c = text.charAt(i) == 'n' ? '\n' : text.charAt(i);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    private static void check(boolean condition, String problem, String line) {
        if (!condition) {
            throw new AssertionError(problem + ": " + line);
        }
    }

    public List<Sample> samples() {
        return samples;
    }

    /** In the order of the text. */
    public Set<String> families() {
        return families;
    }

    /** The sum of the samples of a family that have all these labels, given as names and values in turn. */
    public double sum(String family, String... labels) {
        return of(family, labels).stream().mapToDouble(Sample::value).sum();
    }

    public List<Sample> of(String family, String... labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(family))
                .filter(sample -> {
                    for (int i = 0; i < labels.length; i += 2) {
                        if (!sample.labels().getOrDefault(labels[i], "").equals(labels[i + 1])) {
                            return false;
                        }
                    }
                    return true;
                })
                .toList();
    }
}
