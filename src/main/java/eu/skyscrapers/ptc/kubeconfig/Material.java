package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.SmallFile;
import eu.skyscrapers.ptc.text.Value;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A certificate or key that stands in the kubeconfig ({@code …-data}), or in a file that it names. */
final class Material {
    private final byte[] content;
    private final String subject;
    private final Value place;

    private Material(byte[] content, String subject, Value place) {
        this.content = content;
        this.subject = subject;
        this.place = place;
    }

    /** Null where the entry has neither; both are refused, as by kubectl. */
    static @Nullable Material read(Value entry, String key, String owner) throws ConfigurationException {
        String dataKey = key + "-data";
        String path = entry.text(key);
        String data = entry.text(dataKey);
        if (path != null && data != null) {
            throw entry.problem(owner + " has both " + key + " and " + dataKey + "; keep one");
        }
        if (data != null) {
            return decode(entry.mapping(dataKey), dataKey + " of " + owner, data);
        }
        if (path == null) {
            return null;
        }
        Value place = entry.mapping(key);
        Path file = place.meaning(key + " of " + owner, () -> place.resolve(path));
        String subject = key + " " + file + " of " + owner;
        return new Material(place.meaning(subject, () -> SmallFile.read(file)), subject, place);
    }

    private static Material decode(Value place, String subject, String data) throws ConfigurationException {
        try {
            return new Material(Base64.getDecoder().decode(data.replaceAll("\\s", "")), subject, place);
        } catch (IllegalArgumentException e) {
            throw place.problem(subject + " is not valid base64; encode the PEM file again");
        }
    }

    byte[] content() {
        return content;
    }

    ConfigurationException problem(String predicate) {
        return place.problem(subject + " " + predicate);
    }

    <T> T meaning(Value.Meaning<T> meaning) throws ConfigurationException {
        return place.meaning(subject, meaning);
    }
}
