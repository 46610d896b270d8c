package eu.skyscrapers.ptc.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.CanonicalName;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.SmallFile;
import eu.skyscrapers.ptc.text.Words;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An earlier report of {@code -o json}, read for what was direct in it. Keys may stand in any order, as {@code jq -S}
 * leaves them, and those that are not known are passed over.
 *
 * @param registry the host of the registry that was audited, as far as the report says
 * @param hints what to know of it
 */
public record BaselineFile(Baseline baseline, @Nullable String registry, List<Hint> hints) {
    private static final int SCHEMA_VERSION = 1;

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // The report quotes images whole, and the API server stores what fits into a request.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    public BaselineFile {
        hints = List.copyOf(hints);
    }

    public static BaselineFile read(Path file) throws ConfigurationException {
        String name = file.toString();
        try (InputStream in = SmallFile.open(file)) {
            return read(name, in);
        } catch (InvalidValueException e) {
            throw SmallFile.refusal(name, e);
        } catch (IOException e) {
            throw SmallFile.refusal(name, SmallFile.refusal(e));
        }
    }

    /** @param name what messages and reports call it */
    public static BaselineFile read(String name, InputStream in) throws IOException, ConfigurationException {
        try (JsonParser json = JSON.createParser(in)) {
            return new Reading(name, json).report();
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(
                    name + place(e.getLocation()) + ": not valid JSON, or cut off; take a report of -o json");
        } catch (CharConversionException e) {
            throw new ConfigurationException(name + ": not UTF-8 text; take a report of -o json");
        }
    }

    /** The hint that it was taken with another registry than this one, if it was. */
    public Optional<Hint> ofAnother(Cache cache) {
        return registry == null || EcrRegistry.parse(registry).equals(Optional.of(cache.registry()))
                ? Optional.empty()
                : Optional.of(new Hint(
                        "baseline-of-another-registry",
                        baseline.source() + ": the baseline was taken with the registry " + registry
                                + ", and this audit is of " + cache.host()
                                + "; take it again, or name the baseline of this registry"));
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : ":" + location.getLineNr() + ":" + Math.max(1, location.getColumnNr());
    }

    /** Who uses an image; the cluster and the image are known only when their objects end. */
    private record User(String namespace, String kind, String name, String container) {
        Baseline.Entry entry(String cluster, String repository) {
            return new Baseline.Entry(cluster, namespace, kind, name, container, repository);
        }
    }

    private record DirectImage(String repository, List<User> users) {}

    /** Reads the value that the parser is at. */
    private interface Step {
        void read() throws IOException, ConfigurationException;
    }

    private static final class Reading {
        private static final String AS_WRITTEN = "; take a report of -o json as it was written";

        private final String file;
        private final JsonParser json;
        private final Set<Baseline.Entry> entries = new HashSet<>();
        private final List<Hint> hints = new ArrayList<>();
        private @Nullable String registry;

        Reading(String file, JsonParser json) {
            this.file = file;
            this.json = json;
        }

        BaselineFile report() throws IOException, ConfigurationException {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw problem("not a report of audit-ecr-ptc; take one of -o json");
            }
            Set<String> found = fields(Map.of(
                    "schemaVersion",
                    this::checkVersion,
                    "only",
                    this::checkOnly,
                    "registry",
                    () -> registry = text("registry"),
                    "clusters",
                    () -> list("clusters", this::cluster)));
            for (String key : List.of("schemaVersion", "clusters")) {
                if (!found.contains(key)) {
                    throw problem("not a report of audit-ecr-ptc: it has no " + key + "; take one of -o json");
                }
            }
            if (json.nextToken() != null) {
                throw problem("more than one report; take one of -o json");
            }
            return new BaselineFile(new Baseline(entries, file), registry, hints);
        }

        private void checkVersion() throws IOException, ConfigurationException {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || !json.getText().equals("" + SCHEMA_VERSION)) {
                throw problem("a report of schemaVersion " + Words.excerpt(json.getText()) + ", and this program reads "
                        + SCHEMA_VERSION + "; write the baseline again with this program");
            }
        }

        private void checkOnly() throws IOException, ConfigurationException {
            JsonLocation at = json.currentTokenLocation();
            Set<String> verdicts = new HashSet<>();
            list("only", () -> verdicts.add(text("only")));
            if (!verdicts.contains(Verdict.DIRECT.key())) {
                throw problem(at, "a report without the direct images; write the baseline again without --only");
            }
        }

        private void cluster() throws IOException, ConfigurationException {
            JsonLocation at = json.currentTokenLocation();
            List<DirectImage> images = new ArrayList<>();
            List<JsonToken> complete = new ArrayList<>();
            String name = object(
                            "a cluster",
                            List.of("name"),
                            Map.of(
                                    "complete", () -> complete.add(json.currentToken()),
                                    "images", () -> list("images", () -> image(images))))
                    .apply("name");
            for (DirectImage image : images) {
                image.users().forEach(user -> entries.add(user.entry(name, image.repository())));
            }
            if (complete.contains(JsonToken.VALUE_FALSE)) {
                // It only lacks entries, so nothing passes by it that should not.
                hints.add(
                        new Hint(
                                "incomplete-baseline",
                                file + place(at) + ": the cluster " + Words.excerpt(name)
                                        + " was not read completely, so what was direct there may be missing from the baseline"));
            }
        }

        private void image(List<DirectImage> images) throws IOException, ConfigurationException {
            List<User> users = new ArrayList<>();
            UnaryOperator<String> image = object(
                    "an image",
                    List.of("image", "usedBy", "verdict"),
                    Map.of("usedBy", () -> list("usedBy", () -> users.add(user()))));
            if (image.apply("verdict").equals(Verdict.DIRECT.key())) {
                images.add(new DirectImage(CanonicalName.of(image.apply("image")), users));
            }
        }

        private User user() throws IOException, ConfigurationException {
            UnaryOperator<String> user =
                    object("an item of usedBy", List.of("namespace", "kind", "name", "container"), Map.of());
            return new User(user.apply("namespace"), user.apply("kind"), user.apply("name"), user.apply("container"));
        }

        /**
         * Reads an object, and gives its texts by key.
         *
         * @param required keys that it must have; their values are texts
         * @param others how values of other kinds are read
         */
        private UnaryOperator<String> object(String what, List<String> required, Map<String, Step> others)
                throws IOException, ConfigurationException {
            JsonLocation at = json.currentTokenLocation();
            expect(JsonToken.START_OBJECT, what, "an object");
            Map<String, String> texts = new HashMap<>();
            Map<String, Step> steps = new HashMap<>(others);
            required.forEach(key -> steps.putIfAbsent(key, () -> texts.put(key, text(key))));
            Set<String> found = fields(steps);
            for (String key : required) {
                if (!found.contains(key)) {
                    throw problem(at, "the" + what.substring(what.indexOf(' ')) + " has no " + key + AS_WRITTEN);
                }
            }
            return key -> texts.getOrDefault(key, "");
        }

        /** Reads the fields of an object that has begun; gives the keys that were known. */
        private Set<String> fields(Map<String, Step> known) throws IOException, ConfigurationException {
            Set<String> found = new HashSet<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                Step step = known.get(key);
                if (step == null) {
                    json.skipChildren();
                } else {
                    found.add(key);
                    step.read();
                }
            }
            return found;
        }

        private void list(String key, Step item) throws IOException, ConfigurationException {
            expect(JsonToken.START_ARRAY, key, "a list");
            while (json.nextToken() != JsonToken.END_ARRAY) {
                item.read();
            }
        }

        private String text(String key) throws IOException, ConfigurationException {
            expect(JsonToken.VALUE_STRING, key, "text");
            return json.getText();
        }

        private void expect(JsonToken wanted, String what, String type) throws ConfigurationException {
            if (json.currentToken() != wanted) {
                throw problem(what + " must be " + type + AS_WRITTEN);
            }
        }

        private ConfigurationException problem(String words) {
            return problem(json.currentTokenLocation(), words);
        }

        private ConfigurationException problem(JsonLocation at, String words) {
            return new ConfigurationException(file + place(at) + ": " + words);
        }
    }
}
