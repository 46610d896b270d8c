package eu.skyscrapers.ptc.report.page;

import static eu.skyscrapers.ptc.report.page.Phrase.others;
import static eu.skyscrapers.ptc.report.page.Phrase.ours;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Cached;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Impact;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.Entry.Fact;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What reports say of images, by what there is to do about them. */
public final class Images {
    /** @param expected whether somebody accepts these; then their reasons differ */
    public record Group(boolean expected, String title, String meaning, List<ImageFinding> images) {}

    /** For a reader who has never heard of the cache. */
    public static final String DIRECT = "An image is direct when its reference does not go through this cache: nodes"
            + " pull it from its upstream, where a rate limit or an outage can keep pods from starting.";

    /** Images in every report for people: what endangers most comes first. */
    static final Comparator<ImageFinding> ORDER = Comparator.comparing(
                    ImageFinding::impact, Comparator.nullsLast(Comparator.<Impact>naturalOrder()))
            .thenComparing(finding -> finding.judgment().reason())
            .thenComparing(finding -> finding.judgment().upstream(), Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(ImageFinding::image);

    private static final int MOST_QUIET = 50;
    private static final int MOST_EXPECTED = 10;
    private static final int MOST_NAMESPACES = 4;

    private Images() {}

    /** Whether the lists of this verdict, of all clusters together, are too long for what needs nothing done. */
    public static boolean counts(AuditResult audit, View view, Verdict verdict) {
        return !view.whole()
                && verdict != Verdict.DIRECT
                && audit.clusters().stream()
                                .mapToInt(cluster -> cluster.images(verdict).size())
                                .sum()
                        > MOST_QUIET;
    }

    /** Whether expected images are too many to be listed, see {@link #accepted}. */
    public static boolean foldsExpected(AuditResult audit, View view) {
        return !view.whole()
                && audit.clusters().stream()
                                .mapToInt(cluster -> cluster.summary().expected())
                                .sum()
                        > MOST_EXPECTED;
    }

    /** Expected images by what accepts them, the most first; an image of two expectations is in both. */
    public static List<Phrase> accepted(List<ImageFinding> expected) {
        Map<Expectation, List<ImageFinding>> images = new LinkedHashMap<>();
        for (ImageFinding image : expected) {
            Stream.concat(
                            Stream.ofNullable(image.expected()),
                            image.usedBy().stream().flatMap(usage -> Stream.ofNullable(usage.expected())))
                    .distinct()
                    .forEach(by -> images.computeIfAbsent(by, first -> new ArrayList<>())
                            .add(image));
        }
        return images.entrySet().stream()
                .sorted(Comparator.comparingInt(accepted -> -accepted.getValue().size()))
                .map(accepted -> accepted(accepted.getKey(), accepted.getValue()))
                .toList();
    }

    private static Phrase accepted(Expectation by, List<ImageFinding> images) {
        List<String> namespaces = images.stream()
                .flatMap(image -> image.usedBy().stream()
                        .filter(usage ->
                                usage.expected() == null ? by.equals(image.expected()) : by.equals(usage.expected())))
                .map(usage -> usage.workload().namespace())
                .filter(namespace -> !namespace.isEmpty())
                .distinct()
                .sorted()
                .toList();
        return Phrase.of("{} ({}): " + Words.count(images.size(), "image"), by.reason(), by.source())
                .and(" in ", Folded.of(namespaces, MOST_NAMESPACES), " more");
    }

    /** What can be mended at once comes first, and what somebody expects last. */
    public static List<Group> groups(List<ImageFinding> findings, Verdict verdict, FailOn failOn) {
        List<Group> groups = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            List<ImageFinding> images = findings.stream()
                    .filter(finding ->
                            finding.expected() == null && finding.judgment().reason() == reason)
                    .sorted(ORDER)
                    .toList();
            groups.add(
                    new Group(false, reason.key(), meaning(reason), reason.verdict() == verdict ? images : List.of()));
        }
        List<ImageFinding> expected = findings.stream()
                .filter(finding -> finding.verdict() == verdict && finding.expected() != null)
                .sorted(ORDER)
                .toList();
        groups.add(new Group(true, "expected", accepted(failOn), expected));
        groups.removeIf(group -> group.images().isEmpty());
        return groups;
    }

    /** One clause about the images that somebody expects. */
    private static String accepted(FailOn failOn) {
        return failOn == FailOn.DIRECT
                ? "accepted; still counted as direct (pass with --fail-on unexpected)"
                : "accepted; still counted as direct";
    }

    /** One clause about the images of this verdict. */
    public static String meaning(Verdict verdict) {
        return switch (verdict) {
            case VIA_PTC -> "through the cache";
            case EXEMPT -> "on Amazon ECR, no cache needed";
            case DIRECT -> "not through the cache";
        };
    }

    /** What stands in place of images where there are none; those of a cluster that was not read are not known. */
    public static String none(ClusterResult cluster) {
        if (cluster.complete()) {
            return "no images";
        }
        return cluster.images().isEmpty() ? "unknown (no image was read)" : "none in the part that was read";
    }

    /** One clause about the images of this reason. */
    public static String meaning(Reason reason) {
        return switch (reason) {
            case CACHE_RULE -> "a cache rule's repository";
            case ECR_PUBLIC -> "Amazon ECR Public";
            case ECR_PRIVATE -> "a private ECR repository";
            case CACHEABLE -> cause(reason) + ", use the name after \"->\"";
            case TIER_DISABLED -> "the cluster's definition switches this upstream off";
            case NO_RULE -> "ECR can cache this upstream, but no known cache rule does";
            case UNSUPPORTED_UPSTREAM -> "ECR cannot cache this upstream";
            case INVALID_REFERENCE -> "not a valid image reference; cannot be pulled";
        };
    }

    /** The same, where there is no name after an arrow. */
    public static String cause(Reason reason) {
        return reason == Reason.CACHEABLE ? "a cache rule serves this upstream" : meaning(reason);
    }

    /** What to do about a direct image of this reason, in sentences; empty for one that is not direct. */
    public static String remedy(Reason reason) {
        return switch (reason) {
            case CACHE_RULE, ECR_PUBLIC, ECR_PRIVATE -> "";
            case CACHEABLE ->
                "Write the reference that the result names: it pulls the same image through the cache."
                        + " \"audit-ecr-ptc rewrite\" writes it into manifests, and \"-o kustomize\" into a kustomization.";
            case TIER_DISABLED ->
                "Switch this upstream on in the cluster's definition, or use an image from an upstream that is on.";
            case NO_RULE ->
                "Create a pull-through cache rule for this upstream and pass it to the audit with --cache-rule or"
                        + " --cache-rules, or use the same image from an upstream that has a rule.";
            case UNSUPPORTED_UPSTREAM ->
                "Use the same image from an upstream that ECR can cache, or copy it into an ECR repository of your own."
                        + " If it has to stay, accept it with --expect, and pass with --fail-on unexpected.";
            case INVALID_REFERENCE ->
                "Correct the reference. If it is a placeholder, audit the manifests that come out of the rendering.";
        };
    }

    public static Entry entry(ImageFinding finding) {
        Judgment judgment = finding.judgment();
        List<Fact> facts = new ArrayList<>();
        if (judgment.replacement() != null) {
            facts.add(Fact.change(Phrase.image(judgment.replacement())));
        }
        Impact impact = finding.impact();
        if (impact != null) {
            facts.add(new Fact("impact", ours(impact.key() + ", " + impact.meaning())));
        }
        Expectation expected = finding.expected();
        if (expected != null) {
            Reason reason = judgment.reason();
            facts.add(new Fact("reason", ours(meaning(reason) + " (" + reason.key() + ")")));
            facts.add(new Fact("expected", Phrase.of("{} ({})", expected.reason(), expected.source())));
        }
        String accepted = acceptedUsers(finding);
        if (!accepted.isEmpty()) {
            facts.add(new Fact("note", ours(accepted)));
        }
        if (judgment.note() != null) {
            facts.add(new Fact("note", others(judgment.note())));
        }
        String cached = cached(finding.cached());
        if (!cached.isEmpty()) {
            facts.add(new Fact("cache", others(cached)));
        }
        return new Entry(Phrase.image(finding.image()), finding.usedBy(), facts);
    }

    /** One clause about what the cache has of an image; empty where nobody asked. */
    public static String cached(@Nullable Cached cached) {
        if (cached == null) {
            return "";
        }
        return switch (cached.state()) {
            case IN_CACHE -> "in the cache" + dates(cached);
            case ARCHIVED -> "archived, so it cannot be pulled until it is restored" + dates(cached);
            case NOT_CACHED -> "not in the cache";
            case UNKNOWN -> "not known: " + cached.problem();
        };
    }

    private static String dates(Cached cached) {
        return (cached.pushed() == null ? "" : ", pushed " + day(cached.pushed()))
                + (cached.pulled() == null ? ", no pull on record" : ", last pulled " + day(cached.pulled()));
    }

    /** In UTC. */
    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** What the image's own expectation does not say of its users; empty where that is nothing. */
    public static String acceptedUsers(ImageFinding finding) {
        List<Usage> users = finding.usedBy();
        if (finding.expected() != null) {
            // The first user's stands for all of them, though others may have another.
            long expectations = users.stream().map(Usage::expected).distinct().count();
            return expectations > 1
                    ? "accepted for " + expectations + " reasons, -o wide shows which user for which"
                    : "";
        }
        long accepted = users.stream().filter(usage -> usage.expected() != null).count();
        return accepted == 0
                ? ""
                : accepted + " of its " + Words.count(users.size(), "user") + (accepted == 1 ? " is" : " are")
                        + " accepted, -o wide shows which";
    }
}
