package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.FailAlso;
import eu.skyscrapers.ptc.audit.FailOn;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What fails the audit, and for how long it may. */
final class JudgmentOptions extends OptionGroup {
    private static final List<String> ALSO = keys(FailAlso.values(), FailAlso::key);

    private static final List<String> WORDS = Stream.concat(keys(FailOn.values(), FailOn::key).stream(), ALSO.stream())
            .toList();

    private final Values failOn = new Values(add(list(
                    "--fail-on",
                    "WHAT[,...]",
                    "${COMPLETION-CANDIDATES}; default: direct",
                    "direct: any direct image; unexpected: any direct image that is not accepted; never: nothing, but an"
                            + " incomplete audit still exits 3. Add ,pull-errors to fail also on images through the"
                            + " cache that nodes cannot pull; pull errors of direct images are shown, but never fail"
                            + " the audit. Add ,not-cached to fail on what --check-cached does not find in the cache,"
                            + " unless it is accepted. Add ,boot to fail only on those of these images that every new"
                            + " node needs: of DaemonSets and of pods with the priority class system-node-critical; boot"
                            + " alone is direct,boot.")
            .splitRegex(",")
            .completionCandidates(WORDS)));

    private final Flag acceptUnrendered = flag(
            "--accept-unrendered",
            "Pass though charts in files are not rendered",
            "A HelmRelease, an Argo CD Application or a HelmChart in a file makes pods that only rendering shows. The"
                    + " images in its values are judged; without this option the audit is still incomplete.");

    private final Value<Duration> wait = duration(
            "--wait",
            GoDuration::parse,
            "Follow until it passes, at most: 90s, 1h30m",
            "Lists, then watches, and ends as soon as every cluster passes, or, when time runs out, with the actual"
                    + " result; 0s looks once. A pod that is being deleted counts until the end of its grace period, as without --wait."
                    + " Standard error shows the images it waits for, and the time left, at each change and each minute.");

    FailOn failOn() throws UsageException {
        List<String> words =
                failOn.all().stream().filter(word -> !ALSO.contains(word)).toList();
        for (String word : words) {
            if (!WORDS.contains(word)) {
                throw new UsageException("--fail-on: '" + word + "' is none of " + String.join(", ", WORDS));
            }
        }
        if (words.contains(FailOn.NEVER.key()) && failOn.all().contains(FailAlso.BOOT.key())) {
            throw new UsageException("--fail-on " + String.join(",", failOn.all())
                    + ": boot makes less fail, and with never nothing does; write boot, or unexpected,boot");
        }
        if (words.size() > 1) {
            throw new UsageException(
                    "--fail-on " + String.join(",", failOn.all()) + ": choose one of direct, unexpected, never");
        }
        return Arrays.stream(FailOn.values())
                .filter(value -> words.contains(value.key()))
                .findFirst()
                .orElse(FailOn.DIRECT);
    }

    /** What fails the audit besides direct images. */
    Set<FailAlso> failAlso() {
        return Arrays.stream(FailAlso.values())
                .filter(also -> failOn.all().contains(also.key()))
                .collect(Collectors.toSet());
    }

    boolean acceptsUnrendered() {
        return acceptUnrendered.given();
    }

    /** Null to look once, as with no time to wait. */
    @Nullable
    Duration waitLimit() {
        Duration limit = wait.get();
        return limit == null || limit.isZero() ? null : limit;
    }
}
