package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.Expectations;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.policy.BaselineFile;
import eu.skyscrapers.ptc.policy.ExpectationsFile;
import eu.skyscrapers.ptc.text.ConfigurationException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which direct images are accepted: the audit lets them pass, {@code rewrite} leaves them. */
final class ExpectationOptions extends OptionGroup {
    private final Values<Path> expectFiles = inputs(
            "--expect",
            "FILE",
            Path.class,
            "A YAML list of them; repeatable",
            "Which direct images are accepted, why, and until when. An entry has a reason and any of image,"
                    + " namespace, workload, container, cluster and until.");

    private final Values<String> expectImages = values(
            "--expect-image",
            "GLOB",
            String.class,
            "Images, as docker.io/library/*; repeatable",
            "By their canonical name without tag. * stands for anything, slashes included.");

    private final Values<String> expectNamespaces = values(
            "--expect-namespace",
            "GLOB",
            String.class,
            "Whole namespaces, as team-*; repeatable",
            "Their direct images are accepted.");

    private final @Nullable Value<Path> baseline;
    private final @Nullable Values<String> except;

    private ExpectationOptions(boolean ofAudit) {
        baseline = !ofAudit
                ? null
                : input(
                        "--baseline",
                        "FILE",
                        Path.class,
                        "What was direct in this JSON report",
                        "Compared by cluster, namespace, workload, container and repository.");
        except = ofAudit
                ? null
                : values(
                        "--except",
                        "GLOB",
                        String.class,
                        "Other images to leave as they are; repeatable",
                        "By their canonical name without tag, as for --expect-image.");
    }

    static ExpectationOptions ofAudit() {
        return new ExpectationOptions(true);
    }

    static ExpectationOptions ofRewrite() {
        return new ExpectationOptions(false);
    }

    /** @param hints gets what to know of the baseline */
    Expectations read(LocalDate today, Cache cache, List<Hint> hints) throws ConfigurationException {
        List<AcceptedImage> entries = new ArrayList<>();
        for (String glob : except == null ? List.<String>of() : except.all()) {
            entries.add(ExpectationsFile.image("--except", glob));
        }
        for (Path file : expectFiles.all()) {
            entries.addAll(ExpectationsFile.read(file));
        }
        for (String glob : expectImages.all()) {
            entries.add(ExpectationsFile.image("--expect-image", glob));
        }
        for (String glob : expectNamespaces.all()) {
            entries.add(ExpectationsFile.namespace(glob));
        }
        Baseline before = null;
        Path report = baseline == null ? null : baseline.get();
        if (report != null) {
            BaselineFile file = BaselineFile.read(report);
            hints.addAll(file.hints());
            file.ofAnother(cache).ifPresent(hints::add);
            before = file.baseline();
        }
        return new Expectations(entries, before, today);
    }
}
