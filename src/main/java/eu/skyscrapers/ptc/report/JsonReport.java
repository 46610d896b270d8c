package eu.skyscrapers.ptc.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.DriftFinding;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The report for programs, described by {@code report.schema.json} beside this class.
 *
 * <p>Written in pure ASCII, so that no charset, terminal or log can change it, and every string, even one that is no
 * valid Unicode, is read back exactly as it was.
 */
final class JsonReport implements Report {
    /** Raised when a key is renamed or removed or changes its meaning; new keys do not raise it. */
    static final int SCHEMA_VERSION = 1;

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .characterEscapes(new LogEscapes())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            // A report that broke off must not look whole.
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    @Override
    public void write(AuditResult result, View view, Writer out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.setPrettyPrinter(layout());
            root(result, view, json);
            json.writeRaw('\n');
        }
    }

    private static DefaultPrettyPrinter layout() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator(""))
                .withObjectIndenter(lines)
                .withArrayIndenter(lines);
    }

    private static void root(AuditResult result, View view, JsonGenerator json) throws IOException {
        Outcome outcome = result.outcome();
        json.writeStartObject();
        json.writeNumberField("schemaVersion", SCHEMA_VERSION);
        json.writeObjectFieldStart("tool");
        json.writeStringField("name", "audit-ecr-ptc");
        json.writeStringField("version", view.version());
        json.writeEndObject();
        json.writeStringField("registry", result.registry());
        json.writeBooleanField("passed", outcome == Outcome.PASSED);
        json.writeStringField("failOn", result.failOnWords());
        json.writeNumberField("exitCode", outcome.exitCode());
        json.writeArrayFieldStart("only");
        for (Verdict verdict : view.only()) {
            json.writeString(verdict.key());
        }
        json.writeEndArray();
        review(result.review(), json);
        json.writeArrayFieldStart("clusters");
        for (ClusterResult cluster : result.clusters()) {
            cluster(cluster, view, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void review(Review review, JsonGenerator json) throws IOException {
        if (review.rules() == null) {
            json.writeNullField("ruleFaults");
        } else {
            json.writeArrayFieldStart("ruleFaults");
            for (RuleFinding finding : review.rules()) {
                json.writeStartObject();
                json.writeStringField("fault", finding.fault().key());
                json.writeStringField("prefix", finding.prefix());
                json.writeStringField("place", finding.place());
                json.writeStringField("problem", finding.problem());
                json.writeStringField("change", finding.change());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        entries("unusedExpectations", review.unused(), json);
        entries("expiredExpectations", review.expired(), json);
        json.writeArrayFieldStart("outlivedBaseline");
        for (Baseline.Entry entry : review.outlived()) {
            json.writeStartObject();
            json.writeStringField("cluster", entry.cluster());
            json.writeStringField("namespace", entry.namespace());
            json.writeStringField("kind", entry.kind());
            json.writeStringField("name", entry.name());
            json.writeStringField("container", entry.container());
            json.writeStringField("repository", entry.repository());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void entries(String name, List<AcceptedImage> entries, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (AcceptedImage entry : entries) {
            json.writeStartObject();
            json.writeStringField("source", entry.source());
            json.writeStringField("reason", entry.reason());
            json.writeStringField(
                    "until", entry.until() == null ? null : entry.until().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void cluster(ClusterResult cluster, View view, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", cluster.name());
        json.writeStringField("server", cluster.server());
        json.writeBooleanField("complete", cluster.complete());
        json.writeArrayFieldStart("errors");
        for (String error : cluster.errors()) {
            json.writeString(error);
        }
        json.writeEndArray();
        json.writeNumberField("pods", cluster.pods());
        json.writeNumberField("templates", cluster.templates());
        json.writeNumberField("skipped", cluster.skipped());
        summary(cluster.summary(), json);
        json.writeArrayFieldStart("images");
        for (ImageFinding finding : cluster.images()) {
            if (view.shows(finding.verdict())) {
                image(finding, json);
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("pullErrors");
        for (PullError error : cluster.remarks().pullErrors()) {
            pullError(error, json);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("drift");
        for (DriftFinding finding : cluster.remarks().drift()) {
            drift(finding, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void pullError(PullError error, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("image", error.image());
        workload(error.workload(), json);
        json.writeStringField("container", error.container());
        json.writeStringField("reason", error.reason());
        json.writeStringField("message", error.message());
        json.writeNumberField("pods", error.pods());
        json.writeEndObject();
    }

    private static void drift(DriftFinding finding, JsonGenerator json) throws IOException {
        json.writeStartObject();
        workload(finding.workload(), json);
        json.writeStringField("container", finding.container());
        json.writeStringField("containerType", finding.containerType().key());
        json.writeStringField("templateImage", finding.templateImage());
        json.writeStringField("podImage", finding.podImage());
        json.writeNumberField("pods", finding.pods());
        json.writeStringField("cause", finding.cause().key());
        json.writeEndObject();
    }

    private static void deployer(@Nullable Deployer deployer, JsonGenerator json) throws IOException {
        if (deployer == null) {
            json.writeNullField("deployer");
            return;
        }
        json.writeObjectFieldStart("deployer");
        json.writeStringField("kind", deployer.kind());
        json.writeStringField("namespace", deployer.namespace());
        json.writeStringField("name", deployer.name());
        json.writeEndObject();
    }

    private static void workload(Workload workload, JsonGenerator json) throws IOException {
        json.writeStringField("namespace", workload.namespace());
        json.writeStringField("kind", workload.kind());
        json.writeStringField("name", workload.name());
    }

    private static void summary(Summary summary, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("summary");
        json.writeNumberField("viaPtc", summary.viaPtc());
        json.writeNumberField("exempt", summary.exempt());
        json.writeNumberField("direct", summary.direct());
        json.writeNumberField("expected", summary.expected());
        json.writeEndObject();
    }

    private static void image(ImageFinding finding, JsonGenerator json) throws IOException {
        Judgment judgment = finding.judgment();
        json.writeStartObject();
        json.writeStringField("image", finding.image());
        json.writeStringField("verdict", judgment.verdict().key());
        json.writeStringField("reason", judgment.reason().key());
        json.writeStringField("upstream", judgment.upstream());
        json.writeStringField("replacement", judgment.replacement());
        json.writeStringField("note", judgment.note());
        expected(finding.expected(), json);
        json.writeArrayFieldStart("usedBy");
        for (Usage usage : finding.usedBy()) {
            usage(usage, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void expected(@Nullable Expectation expected, JsonGenerator json) throws IOException {
        if (expected == null) {
            json.writeNullField("expected");
            return;
        }
        json.writeObjectFieldStart("expected");
        json.writeStringField("reason", expected.reason());
        json.writeStringField("source", expected.source());
        json.writeEndObject();
    }

    private static void usage(Usage usage, JsonGenerator json) throws IOException {
        json.writeStartObject();
        workload(usage.workload(), json);
        json.writeStringField("container", usage.container());
        json.writeStringField("containerType", usage.containerType().key());
        json.writeNumberField("pods", usage.pods());
        deployer(usage.deployer(), json);
        expected(usage.expected(), json);
        json.writeEndObject();
    }

    /**
     * What ASCII has that a log still obeys: the delete character, and the number sign, which starts the commands
     * {@code ##[} and {@code ##vso[} that Azure Pipelines and GitHub find anywhere in a line.
     */
    private static final class LogEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = standardAsciiEscapesForJSON();
            escapes['#'] = ESCAPE_STANDARD;
            escapes[0x7F] = ESCAPE_STANDARD;
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int ch) {
            return null;
        }
    }
}
