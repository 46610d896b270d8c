package eu.skyscrapers.ptc.report.page;

import static eu.skyscrapers.ptc.report.page.Phrase.others;
import static eu.skyscrapers.ptc.report.page.Phrase.ours;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.DriftFinding;
import eu.skyscrapers.ptc.audit.Drill;
import eu.skyscrapers.ptc.audit.FailAlso;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.PullCause;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.RuleNote;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.page.Entry.Fact;
import eu.skyscrapers.ptc.report.page.Section.Weight;
import eu.skyscrapers.ptc.workload.ContainerType;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What reports for people say besides the images, decided once: the formats only draw it. */
public final class Page {
    private final List<Section> sections = new ArrayList<>();

    private Page() {}

    /** The sections, the heaviest first. */
    public static List<Section> of(AuditResult audit) {
        Page page = new Page();
        List<ClusterResult> clusters = audit.clusters();
        for (int i = 0; i < clusters.size(); i++) {
            List<String> errors = clusters.get(i).errors();
            String caption = Words.count(errors.size(), "error")
                    + (Clusters.unread(clusters.get(i)) ? ", no image was read" : ", the lists of images are partial");
            page.add("Not complete", Weight.FIRST, true, caption, i, errors, error -> Entry.of(others(error)));
        }
        boolean may = audit.failOn() != FailOn.NEVER;
        boolean fail = may && audit.hints().stream().anyMatch(Hint::fails);
        page.add("Hints", Weight.FIRST, fail, "", Section.WHOLE, audit.hints(), hint -> Entry.of(others(hint.line())));
        Review review = audit.review();
        List<RuleFinding> rules = review.rules() == null ? List.of() : review.rules();
        String noted = review.notes().isEmpty()
                ? ""
                : ", " + Words.count(review.notes().size(), "note");
        if (!rules.isEmpty()) {
            List<Object> all = new ArrayList<>(rules);
            all.addAll(review.notes());
            String caption = Words.count(rules.size(), "fault") + " in the cache's rules" + noted;
            page.add("Rules", Weight.FAULT, may, caption, Section.WHOLE, all, Page::rule);
        }
        for (int i = 0; i < clusters.size(); i++) {
            page.pullErrors(clusters.get(i).pullErrors(), audit.fails(FailAlso.PULL_ERRORS), i);
        }
        for (int i = 0; i < clusters.size(); i++) {
            page.lacking(audit, clusters.get(i), i);
        }
        for (int i = 0; i < clusters.size(); i++) {
            List<DriftFinding> drift = clusters.get(i).drift();
            String caption = "pods that use another image than the template of their workload";
            page.add("Drift", Weight.TIDY, false, caption, i, drift, Page::drift);
        }
        for (int i = 0; i < clusters.size(); i++) {
            Weight weight = audit.ifDown().isEmpty() ? Weight.TIDY : Weight.FAULT;
            List<Drill> drills = Drill.of(audit, clusters.get(i));
            page.add("If down", weight, false, Outage.caption(clusters.get(i)), i, drills, Outage::entry);
        }
        page.tidy(
                "Baseline",
                review.outlived(),
                "entry",
                "entries",
                " no longer direct: a new baseline would be smaller",
                Page::baseline);
        page.tidy("Expired", review.expired(), "expectation has", "expectations have", " expired", Page::expectation);
        page.tidy("Unused", review.unused(), "expectation", "expectations", " accepted nothing", Page::expectation);
        if (rules.isEmpty() && (review.rules() != null || !review.notes().isEmpty())) {
            List<Entry> notes = review.notes().stream().map(Page::rule).toList();
            String caption = review.rules() == null ? noted.substring(2) : "as the platform needs them" + noted;
            page.sections.add(new Section("Rules", Weight.TIDY, false, caption, Section.WHOLE, notes));
        }
        return page.sections;
    }

    private <T> void tidy(String title, List<T> all, String one, String many, String what, Function<T, Entry> entry) {
        add(title, Weight.TIDY, false, Words.count(all.size(), one, many) + what, Section.WHOLE, all, entry);
    }

    /** Adds a section, unless it would be empty. */
    private <T> void add(
            String title,
            Weight weight,
            boolean fails,
            String caption,
            int cluster,
            List<T> all,
            Function<T, Entry> entry) {
        if (all.isEmpty()) {
            return;
        }
        sections.add(new Section(title, weight, fails, caption, cluster, new AbstractList<>() {
            @Override
            public Entry get(int index) {
                return entry.apply(all.get(index));
            }

            @Override
            public int size() {
                return all.size();
            }
        }));
    }

    private static Entry rule(Object said) {
        if (said instanceof RuleNote note) {
            return Entry.of(others(String.join(", ", note.prefixes())), new Fact("note", others(note.text())));
        }
        RuleFinding finding = (RuleFinding) said;
        Phrase problem = finding.place() == null
                ? others(finding.problem())
                : Phrase.of("{} ({})", finding.problem(), finding.place());
        return Entry.of(others(finding.prefix()), new Fact("fault", problem), Fact.change(others(finding.change())));
    }

    private void pullErrors(List<PullError> errors, boolean may, int cluster) {
        boolean fail = may && errors.stream().anyMatch(PullError::isOfTheCache);
        long images = errors.stream().map(PullError::image).distinct().count();
        boolean all = errors.stream().allMatch(PullError::isOfTheCache);
        String caption = "nodes cannot pull " + (images == 1 ? "this image" : "these " + images + " images")
                + (all ? " through the cache" : "");
        add("Pull errors", Weight.FAULT, fail, caption, cluster, errors, error -> {
            Usage usage = new Usage(error.workload(), error.container(), ContainerType.CONTAINER, error.pods());
            return new Entry(Phrase.image(error.image()), List.of(usage), facts(error));
        });
    }

    /** What there is to say of an image that nodes cannot pull. */
    public static List<Fact> facts(PullError error) {
        List<Fact> facts = new ArrayList<>();
        if (error.verdict() != Verdict.VIA_PTC) {
            facts.add(new Fact("verdict", ours(error.verdict().key())));
        }
        if (!error.reason().isEmpty()) {
            String message = error.message().isEmpty() ? error.reason() : error.reason() + ": " + error.message();
            facts.add(new Fact("waiting", others(message)));
        }
        PullCause cause = error.cause();
        if (cause != null) {
            facts.add(new Fact("cause", others(cause.text())));
            facts.add(new Fact("fix", others(cause.help())));
        }
        return facts;
    }

    private void lacking(AuditResult audit, ClusterResult cluster, int place) {
        List<ImageFinding> images = cluster.images().stream()
                .filter(ImageFinding::lacking)
                .sorted(Images.ORDER)
                .toList();
        boolean fail = images.stream().anyMatch(audit::failsAsLacking);
        String caption =
                "new nodes cannot start " + (images.size() == 1 ? "this image" : "these " + images.size() + " images")
                        + " while the upstream is down";
        add("Not cached", fail ? Weight.FAULT : Weight.TIDY, fail, caption, place, images, Images::entry);
    }

    private static Entry drift(DriftFinding finding) {
        Usage usage = new Usage(finding.workload(), finding.container(), finding.containerType(), finding.pods());
        String template = finding.templateImage().isEmpty() ? "(none)" : finding.templateImage();
        return new Entry(
                null,
                List.of(usage),
                List.of(
                        new Fact("pod", Phrase.image(finding.podImage())),
                        new Fact("template", Phrase.image(template)),
                        new Fact(finding.cause().key(), ours(finding.cause().meaning()))));
    }

    private static Entry expectation(AcceptedImage entry) {
        Fact reason = new Fact("reason", others(entry.reason()));
        return entry.until() == null
                ? Entry.of(others(entry.source()), reason)
                : Entry.of(others(entry.source()), reason, new Fact("until", ours("" + entry.until())));
    }

    private static Entry baseline(Baseline.Entry entry) {
        String user = entry.kind() + "/" + entry.name();
        Phrase users = entry.namespace().isEmpty()
                ? Phrase.of("{} in no namespace, container {}, cluster {}", user, entry.container(), entry.cluster())
                : Phrase.of(
                        "{} in {}, container {}, cluster {}",
                        user,
                        entry.namespace(),
                        entry.container(),
                        entry.cluster());
        return Entry.of(others(entry.repository()), new Fact("used by", users));
    }
}
