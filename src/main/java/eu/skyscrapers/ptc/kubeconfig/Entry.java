package eu.skyscrapers.ptc.kubeconfig;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.SmallFile;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code clusters} or {@code users}: a fault in one of its fields is reported with the entry's name.
 *
 * @param owner what messages call the entry
 */
record Entry(Value source, String owner) {
    /** Makes something of what a field holds. */
    interface Reader<S, T> {
        T read(S source) throws InvalidValueException;
    }

    static Entry of(String kind, String name, Value source) {
        return new Entry(source, name.isEmpty() ? "the " + kind : kind + " " + Words.quote(name));
    }

    /** What the text of a field means; null where there is none. */
    <T> @Nullable T read(String key, Reader<String, T> reader) throws ConfigurationException {
        String text = source.text(key);
        return text == null ? null : source.mapping(key).meaning(key + " of " + owner, () -> reader.read(text));
    }

    /** What the file that a field names means; null where it names none. */
    <T> @Nullable T readFile(String key, Reader<Path, T> reader) throws ConfigurationException {
        String path = source.text(key);
        if (path == null) {
            return null;
        }
        Value place = source.mapping(key);
        Path file = place.meaning(key + " of " + owner, () -> place.resolve(path));
        return place.meaning(key + " " + file + " of " + owner, () -> reader.read(file));
    }

    /** A certificate or a key, which stands in the entry ({@code …-data}) or in a file; both are refused, as by kubectl. */
    <T> @Nullable T readPem(String key, Reader<String, T> reader) throws ConfigurationException {
        String dataKey = key + "-data";
        if (source.text(dataKey) == null) {
            return readFile(key, file -> reader.read(new String(SmallFile.read(file), ISO_8859_1)));
        }
        if (source.text(key) != null) {
            throw source.problem(owner + " has both " + key + " and " + dataKey + "; keep one");
        }
        return read(dataKey, data -> reader.read(pem(data)));
    }

    /** What is written as base64. */
    static String pem(String data) throws InvalidValueException {
        try {
            return new String(Base64.getDecoder().decode(data.replaceAll("\\s", "")), ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("is not valid base64; encode the PEM file again");
        }
    }
}
