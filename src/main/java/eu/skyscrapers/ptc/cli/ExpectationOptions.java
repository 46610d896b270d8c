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
            description = {
                "A YAML list of them; repeatable",
                "Which direct images are accepted, why, and until when. An entry has a reason and any of image,"
                        + " namespace, workload, container, cluster and until."
            })
    private List<Path> expectFiles = new ArrayList<>();

    @Option(
            names = "--expect-image",
            paramLabel = "GLOB",
            description = {
                "Images, as docker.io/library/*; repeatable",
                "By their canonical name without tag. * stands for anything, slashes included."
            })
    private List<String> expectImages = new ArrayList<>();

    @Option(
            names = "--expect-namespace",
            paramLabel = "GLOB",
            description = {"Whole namespaces, as team-*; repeatable", "Their direct images are accepted."})
    private List<String> expectNamespaces = new ArrayList<>();

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = {
                "What was direct in this JSON report",
                "Compared by cluster, namespace, workload, container and repository."
            })
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
