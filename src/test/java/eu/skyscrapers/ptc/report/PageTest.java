package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.report.page.Entry;
import eu.skyscrapers.ptc.report.page.Page;
import eu.skyscrapers.ptc.report.page.Section;
import eu.skyscrapers.ptc.report.page.Section.Weight;
import eu.skyscrapers.ptc.report.page.Words;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A section costs its one place in {@link Page}: whatever stands there comes out of every report that people read. */
class PageTest {
    private static final AuditResult EVERYTHING = Hostile.everywhere("x.example/x", "x");

    @Test
    void hasSectionsOfEveryWeightTheHeaviestFirst() {
        List<Weight> weights = Page.of(EVERYTHING).stream().map(Section::weight).toList();
        assertThat(weights).isSorted().contains(Weight.values());
    }

    @ParameterizedTest
    @EnumSource(names = {"TABLE", "WIDE", "MARKDOWN", "HTML"})
    void everySectionComesOutOfEveryReport(Format format) {
        String report = words(Samples.write(format, EVERYTHING, Samples.view(10_000)));
        for (Section section : Page.of(EVERYTHING)) {
            assertThat(report).contains(words(section.title()), words(section.caption()));
            for (Entry entry : section.entries()) {
                Stream.concat(
                                Stream.ofNullable(entry.headline()),
                                entry.facts().stream().map(Entry.Fact::words))
                        .forEach(phrase -> assertThat(report).contains(words(phrase.drawn(Words::shown))));
                entry.facts().stream()
                        .filter(fact -> !fact.isChange())
                        .forEach(fact -> assertThat(report).contains(words(fact.label())));
                entry.users().forEach(usage -> assertThat(report).contains(words(Words.owner(usage.workload()))));
            }
        }
    }

    /** Whatever the format and its case: markup, quotes and padding left aside. */
    private static String words(String text) {
        return text.replace("&#39;", "'")
                .replace("&gt;", ">")
                .replaceAll("<[^>]*>", "")
                .replaceAll("[`\"\\s]+", " ")
                .replaceAll(" ?([():,]) ?", "$1")
                .toLowerCase(Locale.ROOT)
                .strip();
    }
}
