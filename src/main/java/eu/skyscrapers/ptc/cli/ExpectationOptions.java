package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.Expectations;
import eu.skyscrapers.ptc.policy.BaselineFile;
import eu.skyscrapers.ptc.policy.ExpectationsFile;
import eu.skyscrapers.ptc.policy.PolicyException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which direct images are accepted. */
final class ExpectationOptions {
    @Option(
            names = "--expect",
            paramLabel = "FILE",
            description = "Which direct images are accepted, and why: a YAML list; repeatable.")
    private List<Path> expectFiles = new ArrayList<>();

    @Option(
            names = "--expect-image",
            paramLabel = "GLOB",
            description = "Accept direct images by their name without tag, as in docker.io/library/*; repeatable.")
    private List<String> expectImages = new ArrayList<>();

    @Option(
            names = "--expect-namespace",
            paramLabel = "GLOB",
            description = "Accept the direct images of these namespaces, as in team-*; repeatable.")
    private List<String> expectNamespaces = new ArrayList<>();

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "An earlier JSON report: what was direct there is accepted.")
    private @Nullable Path baseline;

    Expectations read(LocalDate today, Messages messages) throws PolicyException {
        List<AcceptedImage> entries = new ArrayList<>();
        for (Path file : expectFiles) {
            entries.addAll(ExpectationsFile.read(file));
        }
        for (String glob : expectImages) {
            entries.add(ExpectationsFile.image(glob));
        }
        for (String glob : expectNamespaces) {
            entries.add(ExpectationsFile.namespace(glob));
        }
        Baseline before = null;
        if (baseline != null) {
            BaselineFile file = BaselineFile.read(baseline);
            file.warnings().forEach(messages::warning);
            before = file.baseline();
        }
        return new Expectations(entries, before, today);
    }
}
