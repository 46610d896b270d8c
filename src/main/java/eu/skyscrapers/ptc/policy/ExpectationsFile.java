package eu.skyscrapers.ptc.policy;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.CanonicalName;
import eu.skyscrapers.ptc.audit.Glob;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.SmallFile;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The direct images that somebody accepts: a YAML list of {@link AcceptedImage}s. Read strictly, since a key that is
 * passed over would widen an entry.
 */
public final class ExpectationsFile {
    private static final List<String> GLOBS = List.of("image", "namespace", "workload", "container", "cluster");
    private static final List<String> KEYS =
            Stream.concat(GLOBS.stream(), Stream.of("reason", "until")).toList();

    private ExpectationsFile() {}

    public static List<AcceptedImage> read(Path file) throws ConfigurationException {
        return read(file.toString(), SmallFile.given(file));
    }

    /** @param name what messages and reports call it */
    public static List<AcceptedImage> read(String name, byte[] content) throws ConfigurationException {
        List<Value> documents = Value.read(name, content);
        if (documents.isEmpty()) {
            throw new ConfigurationException(name + ": is empty; write [] to accept nothing");
        }
        if (documents.size() > 1) {
            throw documents.get(1).problem("a second document; write all entries into one list");
        }
        List<AcceptedImage> accepted = new ArrayList<>();
        for (Value entry : documents.get(0).items()) {
            accepted.add(entry(entry));
        }
        return accepted;
    }

    /**
     * What {@code --expect-image} accepts.
     *
     * @param option the one that was given
     */
    public static AcceptedImage image(String option, String pattern) throws ConfigurationException {
        Glob glob = imageGlob(pattern, words -> new ConfigurationException(option + " " + words));
        return new AcceptedImage(glob, null, null, null, null, "accepted on the command line", null, option);
    }

    /** What {@code --expect-namespace} accepts. */
    public static AcceptedImage namespace(String pattern) throws ConfigurationException {
        String option = "--expect-namespace";
        Glob glob = glob(pattern, words -> new ConfigurationException(option + " " + words));
        return new AcceptedImage(null, glob, null, null, null, "accepted on the command line", null, option);
    }

    private static AcceptedImage entry(Value entry) throws ConfigurationException {
        for (Value key : entry.unknownKeys(KEYS)) {
            throw key.problem("unknown key " + Words.excerpt(key.raw()) + "; known are " + String.join(", ", KEYS));
        }
        Value image = entry.get("image");
        AcceptedImage accepted = new AcceptedImage(
                image == null ? null : imageGlob(image.text(), words -> image.problem("image " + words)),
                glob(entry, "namespace"),
                glob(entry, "workload"),
                glob(entry, "container"),
                glob(entry, "cluster"),
                reason(entry),
                until(entry.get("until")),
                entry.line());
        if (Collections.disjoint(entry.keys(), GLOBS)) {
            throw entry.problem(
                    "the entry would accept every direct image; narrow it with one of " + String.join(", ", GLOBS));
        }
        return accepted;
    }

    private static String reason(Value entry) throws ConfigurationException {
        Value reason = entry.get("reason");
        if (reason == null) {
            throw entry.problem("the entry has no reason; say in one sentence why its images are accepted");
        }
        if (reason.text().isBlank()) {
            throw reason.problem("the reason is empty; say in one sentence why the images are accepted");
        }
        return reason.text().strip().replaceAll("\\s+", " ");
    }

    private static @Nullable LocalDate until(@Nullable Value until) throws ConfigurationException {
        if (until == null) {
            return null;
        }
        String text = until.scalar();
        try {
            // The library also reads years of more digits.
            if (text.length() == "2026-12-31".length()) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeParseException e) {
            // A day that the calendar does not have.
        }
        throw until.problem("until " + Words.excerpt(text) + " is not a date; write the last day as 2026-12-31");
    }

    private static @Nullable Glob glob(Value entry, String key) throws ConfigurationException {
        Value value = entry.get(key);
        return value == null ? null : glob(value.text(), words -> value.problem(key + " " + words));
    }

    private static Glob glob(String pattern, Function<String, ConfigurationException> problem)
            throws ConfigurationException {
        if (pattern.isEmpty()) {
            throw problem.apply("is empty; write a pattern, or leave it out");
        }
        if (pattern.length() > Glob.LONGEST) {
            throw problem.apply("is longer than " + Glob.LONGEST + " characters; shorten it with *");
        }
        return new Glob(pattern);
    }

    /** Refuses what can match nothing: a name without its registry, a tag, a digest. */
    private static Glob imageGlob(String pattern, Function<String, ConfigurationException> problem)
            throws ConfigurationException {
        Glob glob = glob(pattern, problem);
        String name = CanonicalName.of(pattern);
        if (glob.isLiteral() && !name.equals(pattern)) {
            throw problem.apply(Words.excerpt(pattern) + " is not a full name without tag and digest; write "
                    + Words.excerpt(name));
        }
        if (!glob.isLiteral() && (pattern.contains("@") || pattern.lastIndexOf(':') > pattern.lastIndexOf('/'))) {
            throw problem.apply(
                    Words.excerpt(pattern) + " names a tag or digest, which images are matched without; leave it out");
        }
        return glob;
    }
}
