package eu.skyscrapers.ptc.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import eu.skyscrapers.ptc.audit.Baseline;
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
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An earlier report of {@code -o json}, read for what was direct in it. Keys may stand in any order, as {@code jq -S}
 * leaves them, and those that are not known are passed over.
 *
 * @param registries the hosts of the registries that were audited, as far as the report says
 * @param hints what to know of it
 */
public record BaselineFile(Baseline baseline, Set<String> registries, List<Hint> hints) {
    private static final int SCHEMA_VERSION = 1;

    private static final ObjectReader REPORT = JsonMapper.builder(new JsonFactoryBuilder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // The report quotes images whole, and the API server stores what fits into a request.
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
            .withCoercionConfigDefaults(types -> Stream.of(CoercionInputShape.values())
                    .forEach(shape -> types.setCoercion(shape, CoercionAction.Fail)))
            .build()
            .readerFor(Report.class);

    public BaselineFile {
        registries = Collections.unmodifiableSet(registries);
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
        try (JsonParser json = REPORT.createParser(in)) {
            Report report = REPORT.readValue(json);
            if (json.nextToken() != null) {
                throw problem(name, json.currentTokenLocation(), "more than one report; use a report of -o json");
            }
            return of(name, report);
        } catch (MismatchedInputException e) {
            String path = path(e);
            throw problem(
                    name,
                    e.getLocation(),
                    "not a report of audit-ecr-ptc"
                            + (path.isEmpty() ? "" : ": " + path + " is missing, or has another type")
                            + "; use a report of -o json");
        } catch (JsonProcessingException e) {
            // What is thrown below a record, databind throws again.
            JsonLocation at =
                    e.getCause() instanceof JsonProcessingException broken ? broken.getLocation() : e.getLocation();
            String words = e.getCause() instanceof IllegalArgumentException refusal
                    ? String.valueOf(refusal.getMessage())
                    : "not valid JSON, or cut off; use a report of -o json";
            throw problem(name, at, words);
        } catch (CharConversionException e) {
            throw problem(name, null, "not UTF-8 text; use a report of -o json");
        }
    }

    private static BaselineFile of(String name, Report report) throws ConfigurationException {
        if (report.only != null && !report.only.contains(Verdict.DIRECT.key())) {
            throw problem(name, null, "a report without the direct images; write the baseline again without --only");
        }
        Set<Baseline.Entry> entries = new HashSet<>();
        Set<String> registries = new TreeSet<>();
        List<Hint> hints = new ArrayList<>();
        if (report.registry != null) {
            registries.add(report.registry);
        }
        for (Cluster cluster : report.clusters) {
            if (cluster.registry != null) {
                registries.add(cluster.registry);
            }
            for (Image image : cluster.images) {
                if (image.verdict.equals(Verdict.DIRECT.key())) {
                    String repository = CanonicalName.of(image.image);
                    image.usedBy.forEach(user -> entries.add(new Baseline.Entry(
                            cluster.name, user.namespace, user.kind, user.name, user.container, repository)));
                }
            }
            if (Boolean.FALSE.equals(cluster.complete)) {
                // It only lacks entries, so nothing passes by it that should not.
                hints.add(new Hint(
                        "incomplete-baseline",
                        name + ": the cluster " + Words.excerpt(cluster.name)
                                + " was not read completely, so direct images there may be missing from the baseline"));
            }
        }
        return new BaselineFile(new Baseline(entries, name), registries, hints);
    }

    private static ConfigurationException problem(String name, @Nullable JsonLocation at, String words) {
        String place = at == null ? "" : ":" + at.getLineNr() + ":" + Math.max(1, at.getColumnNr());
        return new ConfigurationException(name + place + ": " + words);
    }

    /** As in {@code clusters[0].images}. */
    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            path.append(
                    step.getFieldName() == null
                            ? "[" + step.getIndex() + "]"
                            : (path.isEmpty() ? "" : ".") + step.getFieldName());
        }
        return path.toString();
    }

    /**
     * The hint that it was taken with a registry that is none of these, if it was.
     *
     * @param audited the hosts of the registries that are audited now
     */
    public Optional<Hint> ofAnother(Set<String> audited) {
        Set<Optional<EcrRegistry>> known =
                audited.stream().map(EcrRegistry::parse).collect(Collectors.toSet());
        String others = registries.stream()
                .filter(host -> !known.contains(EcrRegistry.parse(host)))
                .collect(Collectors.joining(" and "));
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(new Hint(
                        "baseline-of-another-registry",
                        baseline.source() + ": the baseline was taken with the registry " + others
                                + ", and this audit is of " + String.join(" and ", audited)
                                + "; take it again, or name the baseline of this registry"));
    }

    private record Report(
            @JsonProperty(required = true) SchemaVersion schemaVersion,
            @JsonSetter(nulls = Nulls.SET) @Nullable List<String> only,
            @JsonSetter(nulls = Nulls.SET) @Nullable String registry,
            @JsonProperty(required = true) List<Cluster> clusters) {}

    /** Looked at before the rest, which may be other things in a report of another version. */
    private record SchemaVersion(int number) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        SchemaVersion {
            if (number != SCHEMA_VERSION) {
                throw new IllegalArgumentException("a report of schemaVersion " + number + ", and this program reads "
                        + SCHEMA_VERSION + "; write the baseline again with this program");
            }
        }
    }

    private record Cluster(
            @JsonProperty(required = true) String name,
            @JsonSetter(nulls = Nulls.SET) @Nullable String registry,
            @JsonSetter(nulls = Nulls.SET) @Nullable Boolean complete,
            @JsonProperty(required = true) List<Image> images) {}

    private record Image(
            @JsonProperty(required = true) String image,
            @JsonProperty(required = true) String verdict,
            @JsonProperty(required = true) List<User> usedBy) {}

    private record User(
            @JsonProperty(required = true) String namespace,
            @JsonProperty(required = true) String kind,
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String container) {}
}
