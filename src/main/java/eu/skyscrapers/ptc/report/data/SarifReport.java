package eu.skyscrapers.ptc.report.data;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailAlso;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Keyed;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.Places;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.Entry;
import eu.skyscrapers.ptc.report.page.Entry.Fact;
import eu.skyscrapers.ptc.report.page.Folded;
import eu.skyscrapers.ptc.report.page.Images;
import eu.skyscrapers.ptc.report.page.OutcomeSentence;
import eu.skyscrapers.ptc.report.page.Page;
import eu.skyscrapers.ptc.report.page.Section;
import eu.skyscrapers.ptc.report.page.Use;
import eu.skyscrapers.ptc.report.page.Words;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.FilePlace;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The report for code scanning: a result for each place at which a file uses a direct image, and a notification for
 * whatever else there is to say.
 *
 * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a>
 * @see <a href="https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning">
 *     what GitHub takes of it</a>
 */
public final class SarifReport {
    /** GitHub refuses a run with more. */
    private static final int MOST_RESULTS = 25_000;

    private static final int MOST_REMARKS = 1000;
    private static final String ROOT = "%SRCROOT%";

    private static final List<Reason> RULES = Arrays.stream(Reason.values())
            .filter(reason -> reason.verdict() == Verdict.DIRECT)
            .toList();

    private enum Level implements Keyed {
        ERROR,
        WARNING,
        NOTE
    }

    private static final String PULL_ERRORS = "pull-errors";

    /**
     * One result.
     *
     * @param error null where the image is direct, which is all that is wrong
     * @param place null where no file says it
     * @param index which one of the same use in the same file, from 1
     * @param more how many others of the same use have none
     */
    private record Hit(
            Use use, @Nullable PullError error, @Nullable FilePlace place, long index, long more) {
        /** Null where the place is in no file. */
        @Nullable
        FilePlace inFile() {
            return place == null || place.file().isEmpty() ? null : place;
        }
    }

    private final AuditResult audit;
    private final View view;
    /** Those that fail the audit first, for a viewer that shows only the first ones. */
    private final List<Hit> failing = new ArrayList<>();

    private final List<Hit> others = new ArrayList<>();
    private long all;
    private long notListed;
    private boolean withoutFile;
    private final List<Fields> notifications = new ArrayList<>();

    private SarifReport(AuditResult audit, View view) {
        this.audit = audit;
        this.view = view;
    }

    public static void write(AuditResult audit, View view, Writer out) throws IOException {
        JsonReport.write(new SarifReport(audit, view).log(), out);
        out.flush();
    }

    private Fields log() {
        for (ClusterResult cluster : audit.clusters()) {
            Use.of(cluster, cluster.images(Verdict.DIRECT)).forEach(this::direct);
            pullErrors(cluster);
        }
        List<Hit> results = new ArrayList<>(failing);
        results.addAll(others.subList(0, Math.min(others.size(), MOST_RESULTS - failing.size())));
        notifications(results.size());
        Fields driver = new Fields()
                .with("name", "audit-ecr-ptc")
                .with("version", view.version())
                .with("informationUri", "https://github.com/skyscrapers/audit-ecr-ptc")
                .with("rules", rules());
        Fields invocation = new Fields()
                .with("executionSuccessful", audit.outcome() != Outcome.INCOMPLETE)
                .with("exitCode", audit.outcome().exitCode())
                .with("exitCodeDescription", OutcomeSentence.of(audit))
                .with(
                        "endTimeUtc",
                        audit.run().ended().truncatedTo(ChronoUnit.SECONDS).toString())
                .with("toolExecutionNotifications", notifications);
        Fields root = new Fields().with("description", message("The folder in which the audit ran."));
        Fields run = new Fields()
                .with("tool", new Fields().with("driver", driver))
                .with("invocations", List.of(invocation))
                .with("originalUriBaseIds", new Fields().with(ROOT, root))
                .with("columnKind", "unicodeCodePoints")
                .with("results", Fields.each(results, this::result));
        return new Fields()
                .with("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
                .with("version", "2.1.0")
                .with("runs", List.of(run));
    }

    private static List<Fields> rules() {
        List<Fields> rules = new ArrayList<>();
        for (Reason reason : RULES) {
            String cause = Images.cause(reason);
            rules.add(rule(
                    reason.key(),
                    "Image not through the pull-through cache: " + cause,
                    Images.DIRECT + " Here: " + cause + ".",
                    Images.remedy(reason)));
        }
        rules.add(rule(
                PULL_ERRORS,
                "Image that nodes cannot pull",
                "Nodes wait for this image, or no node can pull it through the cache with this reference.",
                "Do what the result says; --fail-on pull-errors makes it fail the audit."));
        return rules;
    }

    private static Fields rule(String id, String title, String meaning, String help) {
        return new Fields()
                .with("id", id)
                .with("shortDescription", message(title))
                .with("fullDescription", message(meaning))
                .with("help", message(help))
                .with("properties", new Fields().with("tags", List.of("kubernetes", "ecr", "pull-through-cache")));
    }

    private void direct(Use use) {
        if (view.shows(use.image()) || fails(use, null)) {
            hits(use, null);
        } else {
            notListed++;
        }
    }

    private void pullErrors(ClusterResult cluster) {
        Map<String, List<Usage>> users = new HashMap<>();
        if (!cluster.pullErrors().isEmpty()) {
            cluster.images().forEach(image -> users.put(image.image(), image.usedBy()));
        }
        for (PullError error : cluster.pullErrors()) {
            Judgment judgment = new Judgment(error.image(), Reason.CACHE_RULE, null, null, null);
            ImageFinding image = new ImageFinding(error.image(), judgment, null, List.of());
            Usage user = new Usage(error.workload(), error.container(), ContainerType.CONTAINER, error.pods());
            Usage usage = users.getOrDefault(error.image(), List.of()).stream()
                    .filter(each -> each.workload().equals(error.workload())
                            && each.container().equals(error.container()))
                    .findFirst()
                    .orElse(user);
            hits(new Use(cluster, image, usage), error);
        }
    }

    private void hits(Use use, @Nullable PullError error) {
        Places places = use.usage() == null ? Places.NONE : use.usage().places();
        List<FilePlace> listed = places.listed();
        if (listed.isEmpty()) {
            add(new Hit(use, error, null, 1, 0));
        }
        for (int i = 0; i < listed.size(); i++) {
            FilePlace place = listed.get(i);
            long index = listed.subList(0, i + 1).stream()
                    .map(FilePlace::file)
                    .filter(place.file()::equals)
                    .count();
            add(new Hit(use, error, place, index, i == listed.size() - 1 ? places.more() : 0));
        }
    }

    private void add(Hit hit) {
        all++;
        withoutFile |= hit.inFile() == null;
        List<Hit> hits = fails(hit.use(), hit.error()) ? failing : others;
        if (hits.size() < MOST_RESULTS) {
            hits.add(hit);
        }
    }

    private boolean fails(Use use, @Nullable PullError error) {
        if (error != null) {
            return audit.fails(FailAlso.PULL_ERRORS) && error.isOfTheCache();
        }
        Usage usage = use.usage();
        if (usage != null && !audit.concerns(usage)) {
            return false;
        }
        return switch (audit.failOn()) {
            case DIRECT -> true;
            case UNEXPECTED -> use.expected() == null;
            case NEVER -> false;
        };
    }

    private Fields result(Hit hit) {
        Use use = hit.use();
        Judgment judgment = use.image().judgment();
        PullError error = hit.error();
        Expectation expected = error == null ? use.expected() : null;
        boolean fails = fails(use, error);
        Level level = fails ? Level.ERROR : expected == null ? Level.WARNING : Level.NOTE;
        Fields result = new Fields()
                .with("ruleId", error == null ? judgment.reason().key() : PULL_ERRORS)
                .with("ruleIndex", error == null ? RULES.indexOf(judgment.reason()) : RULES.size())
                .with("level", level.key())
                .with("message", message(words(hit, fails)))
                .with("locations", locations(hit))
                .with("partialFingerprints", new Fields().with("imageUse/v1", fingerprint(hit)));
        if (expected != null && !fails) {
            result.with(
                    "suppressions",
                    List.of(new Fields().with("kind", "external").with("justification", because(expected))));
        }
        FilePlace place = hit.inFile();
        String replacement = error == null ? judgment.replacement() : null;
        if (replacement != null && place != null && place.column() > 0) {
            result.with("fixes", List.of(fix(place, use.image(), replacement)));
        }
        return result;
    }

    private static String because(Expectation expected) {
        return Words.shown(expected.reason()) + " (" + Words.shown(expected.source()) + ")";
    }

    private String words(Hit hit, boolean fails) {
        Use use = hit.use();
        Judgment judgment = use.image().judgment();
        StringBuilder text = new StringBuilder(others(use.image().image()));
        if (hit.error() != null) {
            text.append(" cannot be pulled; ").append(facts(Page.facts(hit.error())));
        } else {
            text.append(" does not come through the cache: ")
                    .append(
                            judgment.replacement() == null
                                    ? Images.cause(judgment.reason())
                                    : "use " + others(judgment.replacement()));
        }
        Usage usage = use.usage();
        if (usage != null) {
            text.append(". Used by ").append(escaped(user(usage)));
            if (usage.deployer() != null) {
                text.append(", deployed by ").append(escaped(Words.deployer(usage.deployer())));
            }
        }
        if (audit.clusters().size() > 1) {
            text.append(", cluster ").append(others(use.cluster().name()));
        }
        if (hit.place() != null && hit.place().file().isEmpty()) {
            text.append(", in line ").append(hit.place().line()).append(" of standard input");
        }
        if (hit.more() > 0) {
            text.append(", and in ").append(Words.count(hit.more(), "more place"));
        }
        if (judgment.note() != null) {
            text.append(". Note: ").append(others(judgment.note()));
        }
        String cached = Images.cached(use.image().cached());
        if (!cached.isEmpty()) {
            text.append(". Cache: ").append(others(cached));
        }
        if (use.expected() != null && hit.error() == null) {
            text.append(". Expected: ").append(escaped(because(use.expected())));
            text.append(fails ? "; fails the audit without --fail-on unexpected" : "");
        }
        return text.append('.').toString();
    }

    private static String user(Usage usage) {
        Workload workload = usage.workload();
        return Words.container(usage) + " of " + Words.owner(workload) + " in "
                + (workload.namespace().isEmpty() ? "no namespace" : Words.shown(workload.namespace()));
    }

    private List<Fields> locations(Hit hit) {
        Fields location = new Fields();
        FilePlace place = hit.inFile();
        if (place != null) {
            Fields physical = new Fields()
                    .with("artifactLocation", artifact(place))
                    .with("region", region(place, hit.use().image()));
            location.with("physicalLocation", physical);
        }
        Usage usage = hit.use().usage();
        if (usage != null) {
            Workload workload = usage.workload();
            String cluster =
                    audit.clusters().size() == 1 ? "" : hit.use().cluster().name() + "/";
            String namespace = workload.namespace().isEmpty() ? "" : workload.namespace() + "/";
            String name = cluster + namespace + workload.kind() + "/" + workload.name();
            location.with(
                    "logicalLocations",
                    List.of(new Fields()
                            .with("name", Words.shown(usage.container()))
                            .with("fullyQualifiedName", Words.shown(name + "/" + usage.container()))
                            .with("kind", "resource")));
        }
        return location.values().isEmpty() ? List.of() : List.of(location);
    }

    private static Fields region(FilePlace place, ImageFinding image) {
        Fields region = new Fields().with("startLine", place.line());
        if (place.column() > 0) {
            String text = image.image();
            region.with("startColumn", place.column());
            region.with("endColumn", place.column() + text.codePointCount(0, text.length()));
        }
        return region;
    }

    private static Fields artifact(FilePlace place) {
        String path = place.file().replace(File.separatorChar, '/');
        if (!path.startsWith("/") && !new File(path).isAbsolute()) {
            return new Fields().with("uri", uri(path)).with("uriBaseId", ROOT);
        }
        // On Windows it begins with a drive, C:/.
        return new Fields()
                .with(
                        "uri",
                        "file://" + (path.startsWith("/") ? "" : "/")
                                + uri(path).replace("%3A", ":"));
    }

    private static String uri(String path) {
        String encoded = URLEncoder.encode(path, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
        // Where a viewer puts it behind the root, "./" would make it another file.
        return URI.create(encoded).normalize().toString();
    }

    /** The same wherever in the file it moves, and whatever the tag. */
    private static String fingerprint(Hit hit) {
        Use use = hit.use();
        Usage usage = use.usage();
        List<String> parts = new ArrayList<>();
        parts.add(hit.place() == null ? use.cluster().name() : hit.place().file());
        parts.add(use.image().judgment().name());
        if (usage != null) {
            Workload workload = usage.workload();
            parts.addAll(List.of(workload.namespace(), workload.kind(), workload.name()));
            parts.addAll(List.of(usage.containerType().key(), usage.container()));
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8) + ":" + hit.index();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    private static Fields fix(FilePlace place, ImageFinding image, String replacement) {
        Fields replaced =
                new Fields().with("deletedRegion", region(place, image)).with("insertedContent", message(replacement));
        Fields change = new Fields().with("artifactLocation", artifact(place)).with("replacements", List.of(replaced));
        return new Fields()
                .with("description", message("Pull it through the cache"))
                .with("artifactChanges", List.of(change));
    }

    /** @param listed how many results there are */
    private void notifications(int listed) {
        boolean several = audit.clusters().size() > 1;
        for (Section section : Page.of(audit)) {
            if (section.id().equals(PULL_ERRORS)) {
                // These are results.
                continue;
            }
            Level level = section.fails() ? Level.ERROR : section.needsAnEye() ? Level.WARNING : Level.NOTE;
            boolean named = several && section.cluster() != Section.WHOLE;
            String cluster = named ? audit.clusters().get(section.cluster()).name() : "";
            String title = section.title() + (named ? " (" + others(cluster) + "): " : ": ");
            if (section.entries().isEmpty()) {
                remark(section.id(), level, title + section.caption());
            }
            remarks(section.id(), level, title, section.entries(), SarifReport::words);
        }
        for (ClusterResult cluster : audit.clusters()) {
            String name = several ? others(cluster.name()) + ": " : "";
            if (several) {
                remark("outcome", Level.NOTE, name + escaped(OutcomeSentence.of(audit, cluster)));
            }
            if (cluster.passedOver().total() > 0) {
                String kinds = cluster.passedOver().toString();
                remark("passed-over", Level.NOTE, name + "passed over: " + others(kinds));
            }
            List<ImageFinding> noted = cluster.images().stream()
                    .filter(image -> image.verdict() != Verdict.DIRECT
                            && image.judgment().note() != null)
                    .toList();
            Function<ImageFinding, String> note =
                    image -> others(image.image() + ": " + image.judgment().note());
            remarks("note", Level.NOTE, name, noted, note);
        }
        if (notListed > 0) {
            remark("not-listed", Level.NOTE, Words.count(notListed, "use") + " of direct images not listed (--only)");
        }
        if (listed < all) {
            remark(
                    "cut",
                    Level.WARNING,
                    (all - listed) + " of " + all + " results left out, as GitHub accepts at most " + MOST_RESULTS
                            + "; -o json has them all");
        }
        if (withoutFile) {
            remark(
                    "no-file",
                    Level.WARNING,
                    "results without a file: GitHub's code scanning accepts only those from files or folders (-f)");
        }
    }

    private static String words(Entry entry) {
        List<String> words = new ArrayList<>();
        if (entry.headline() != null) {
            words.add(entry.headline().drawn(SarifReport::others));
        }
        entry.users().forEach(usage -> words.add(Words.pods(usage.pods()) + " of " + escaped(user(usage))));
        words.add(facts(entry.facts()));
        words.removeIf(String::isEmpty);
        return String.join("; ", words);
    }

    private static String facts(List<Fact> facts) {
        return facts.stream()
                .map(fact -> (fact.isChange() ? "change: " : fact.label() + ": ")
                        + fact.words().drawn(SarifReport::others))
                .collect(Collectors.joining("; "));
    }

    private <T> void remarks(String key, Level level, String start, List<T> all, Function<T, String> words) {
        Folded<T> folded = Folded.of(all, MOST_REMARKS);
        folded.listed().forEach(each -> remark(key, level, start + words.apply(each)));
        if (!folded.rest().isEmpty()) {
            remark(key, level, start + folded.more());
        }
    }

    private void remark(String key, Level level, String text) {
        notifications.add(new Fields()
                .with("descriptor", new Fields().with("id", key))
                .with("level", level.key())
                .with("message", message(text)));
    }

    private static Fields message(String text) {
        return new Fields().with("text", text);
    }

    private static String others(String hostile) {
        return escaped(Words.shown(hostile));
    }

    /** Else text in brackets before one in parentheses is a link. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]");
    }
}
