package eu.skyscrapers.ptc.report.page;

import static eu.skyscrapers.ptc.report.page.Phrase.others;
import static eu.skyscrapers.ptc.report.page.Phrase.ours;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.DriftFinding;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.report.page.Entry.Fact;
import eu.skyscrapers.ptc.report.page.Section.Weight;
import eu.skyscrapers.ptc.workload.ContainerType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** What is to be said besides the images, decided once for all reports that people read: the formats only draw it. */
public final class Page {
    private final AuditResult audit;
    private final List<Section> sections = new ArrayList<>();

    public Page(AuditResult audit) {
        this.audit = audit;
        each(this::errors);
        hints();
        rules();
        each(this::pullErrors);
        each(this::drift);
        baseline();
        Review review = audit.review();
        expectations("Expired", review.expired(), "expectation has expired", "expectations have expired");
        expectations("Unused", review.unused(), "expectation accepted nothing", "expectations accepted nothing");
        List<RuleFinding> rules = review.rules();
        if (rules != null && rules.isEmpty()) {
            String caption = "as the platform needs them";
            sections.add(new Section("Rules", Weight.TIDY, false, caption, Section.WHOLE, List.of()));
        }
    }

    /** The heaviest first. */
    public List<Section> sections() {
        return sections;
    }

    private void each(BiConsumer<ClusterResult, Integer> section) {
        for (int i = 0; i < audit.clusters().size(); i++) {
            section.accept(audit.clusters().get(i), i);
        }
    }

    private void errors(ClusterResult cluster, int place) {
        List<String> errors = cluster.errors();
        if (!errors.isEmpty()) {
            String caption = Tally.count(errors.size(), "error") + ", this is not the whole cluster";
            sections.add(Section.of(
                    "Not complete", Weight.FIRST, true, caption, place, errors, error -> Entry.of(others(error))));
        }
    }

    private void hints() {
        List<Hint> hints = audit.hints();
        if (!hints.isEmpty()) {
            boolean fail = audit.failOn() != FailOn.NEVER && hints.stream().anyMatch(Hint::fails);
            sections.add(Section.of(
                    "Hints", Weight.FIRST, fail, "", Section.WHOLE, hints, hint -> Entry.of(others(hint.line()))));
        }
    }

    private void rules() {
        List<RuleFinding> findings = audit.review().rules();
        if (findings != null && !findings.isEmpty()) {
            String caption = Tally.count(findings.size(), "fault") + " in the cache's rules";
            boolean fail = audit.failOn() != FailOn.NEVER;
            sections.add(Section.of("Rules", Weight.FAULT, fail, caption, Section.WHOLE, findings, finding -> {
                Phrase problem = others(finding.problem());
                if (finding.place() != null) {
                    problem = problem.then(ours(" ("))
                            .then(others(finding.place()))
                            .then(ours(")"));
                }
                return Entry.of(
                        others(finding.prefix()), new Fact("fault", problem), Fact.change(others(finding.change())));
            }));
        }
    }

    private void pullErrors(ClusterResult cluster, int place) {
        List<PullError> errors = cluster.remarks().pullErrors();
        if (!errors.isEmpty()) {
            boolean fail = audit.failOnPullErrors() && errors.stream().anyMatch(PullError::isOfTheCache);
            String caption = PullErrors.title(errors);
            sections.add(Section.of("Not pulled", Weight.FAULT, fail, caption, place, errors, error -> {
                Usage usage = new Usage(error.workload(), error.container(), ContainerType.CONTAINER, error.pods());
                return new Entry(Phrase.image(error.image()), List.of(usage), PullErrors.facts(error));
            }));
        }
    }

    private void drift(ClusterResult cluster, int place) {
        List<DriftFinding> findings = cluster.remarks().drift();
        if (!findings.isEmpty()) {
            String caption = "pods that use another image than the template of their workload";
            sections.add(Section.of("Drift", Weight.TIDY, false, caption, place, findings, finding -> {
                Usage usage =
                        new Usage(finding.workload(), finding.container(), finding.containerType(), finding.pods());
                String template = finding.templateImage();
                return new Entry(
                        null,
                        List.of(usage),
                        List.of(
                                new Fact("pod", Phrase.image(finding.podImage())),
                                new Fact("template", Phrase.image(template.isEmpty() ? "(none)" : template)),
                                new Fact(
                                        finding.cause().key(),
                                        ours(finding.cause().meaning()))));
            }));
        }
    }

    private void expectations(String title, List<AcceptedImage> all, String one, String many) {
        if (!all.isEmpty()) {
            String caption = Tally.count(all.size(), one, many);
            sections.add(Section.of(title, Weight.TIDY, false, caption, Section.WHOLE, all, Page::expectation));
        }
    }

    private static Entry expectation(AcceptedImage entry) {
        Phrase reason = others(entry.reason());
        Fact until = new Fact("until", ours("" + entry.until()));
        return entry.until() == null
                ? Entry.of(others(entry.source()), new Fact("reason", reason))
                : Entry.of(others(entry.source()), new Fact("reason", reason), until);
    }

    private void baseline() {
        List<Baseline.Entry> outlived = audit.review().outlived();
        if (!outlived.isEmpty()) {
            String caption = Tally.count(outlived.size(), "entry", "entries")
                    + " no longer direct: a new baseline would be smaller";
            sections.add(Section.of("Baseline", Weight.TIDY, false, caption, Section.WHOLE, outlived, entry -> {
                Phrase namespace = entry.namespace().isEmpty() ? ours("no namespace") : others(entry.namespace());
                Phrase user = others(entry.kind() + "/" + entry.name())
                        .then(ours(" in "))
                        .then(namespace)
                        .then(ours(", container "))
                        .then(others(entry.container()))
                        .then(ours(", cluster "))
                        .then(others(entry.cluster()));
                return Entry.of(others(entry.repository()), new Fact("used by", user));
            }));
        }
    }
}
