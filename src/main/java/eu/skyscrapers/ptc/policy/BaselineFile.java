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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
                        null,
                        baseline.source() + ": the baseline was taken with the registry " + registry
                                + ", and this audit is of " + cache.host()
                                + "; take it again, or name the baseline of this registry",
                        null));
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

    private static final class Reading {
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
            boolean versioned = false;
            boolean listed = false;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "schemaVersion" -> {
                        checkVersion();
                        versioned = true;
                    }
                    case "only" -> checkOnly();
                    case "registry" -> registry = text(key);
                    case "clusters" -> {
                        listed = true;
                        start(JsonToken.START_ARRAY, "clusters", "a list");
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            cluster();
                        }
                    }
                    default -> json.skipChildren();
                }
            }
            if (!versioned || !listed) {
                throw problem("not a report of audit-ecr-ptc: it has no " + (versioned ? "clusters" : "schemaVersion")
                        + "; take one of -o json");
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
            start(JsonToken.START_ARRAY, "only", "a list");
            boolean direct = false;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                direct |= text("only").equals(Verdict.DIRECT.key());
            }
            if (!direct) {
                throw problem(at, "a report without the direct images; write the baseline again without --only");
            }
        }

        private void cluster() throws IOException, ConfigurationException {
            JsonLocation at = json.currentTokenLocation();
            start(JsonToken.START_OBJECT, "a cluster", "an object");
            String cluster = null;
            boolean complete = true;
            List<DirectImage> images = new ArrayList<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "name" -> cluster = text(key);
                    case "complete" -> complete = json.currentToken() != JsonToken.VALUE_FALSE;
                    case "images" -> {
                        start(JsonToken.START_ARRAY, key, "a list");
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            image(images);
                        }
                    }
                    default -> json.skipChildren();
                }
            }
            String name = required(cluster, at, "cluster", "name");
            for (DirectImage image : images) {
                image.users().forEach(user -> entries.add(user.entry(name, image.repository())));
            }
            if (!complete) {
                // It only lacks entries, so nothing passes by it that should not.
                hints.add(new Hint(
                        "incomplete-baseline",
                        null,
                        file + place(at) + ": the cluster " + Words.excerpt(name)
                                + " was not read completely, so what was direct there may be missing from the baseline",
                        null));
            }
        }

        private void image(List<DirectImage> images) throws IOException, ConfigurationException {
            JsonLocation at = json.currentTokenLocation();
            start(JsonToken.START_OBJECT, "an image", "an object");
            String image = null;
            String verdict = null;
            List<User> users = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "image" -> image = text(key);
                    case "verdict" -> verdict = text(key);
                    case "usedBy" -> {
                        users = new ArrayList<>();
                        start(JsonToken.START_ARRAY, key, "a list");
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            users.add(user());
                        }
                    }
                    default -> json.skipChildren();
                }
            }
            String reference = required(image, at, "image", "image");
            List<User> usedBy = required(users, at, "image", "usedBy");
            if (required(verdict, at, "image", "verdict").equals(Verdict.DIRECT.key())) {
                images.add(new DirectImage(CanonicalName.of(reference), usedBy));
            }
        }

        private User user() throws IOException, ConfigurationException {
            JsonLocation at = json.currentTokenLocation();
            start(JsonToken.START_OBJECT, "an item of usedBy", "an object");
            String namespace = null;
            String kind = null;
            String name = null;
            String container = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "namespace" -> namespace = text(key);
                    case "kind" -> kind = text(key);
                    case "name" -> name = text(key);
                    case "container" -> container = text(key);
                    default -> json.skipChildren();
                }
            }
            String of = "item of usedBy";
            return new User(
                    required(namespace, at, of, "namespace"),
                    required(kind, at, of, "kind"),
                    required(name, at, of, "name"),
                    required(container, at, of, "container"));
        }

        private String text(String key) throws IOException, ConfigurationException {
            start(JsonToken.VALUE_STRING, key, "text");
            return json.getText();
        }

        private void start(JsonToken wanted, String what, String type) throws ConfigurationException {
            if (json.currentToken() != wanted) {
                throw problem(what + " must be " + type + "; take a report of -o json as it was written");
            }
        }

        private <T> T required(@Nullable T value, JsonLocation at, String what, String key)
                throws ConfigurationException {
            if (value == null) {
                throw problem(at, "the " + what + " has no " + key + "; take a report of -o json as it was written");
            }
            return value;
        }

        private ConfigurationException problem(String words) {
            return problem(json.currentTokenLocation(), words);
        }

        private ConfigurationException problem(JsonLocation at, String words) {
            return new ConfigurationException(file + place(at) + ": " + words);
        }
    }
}
