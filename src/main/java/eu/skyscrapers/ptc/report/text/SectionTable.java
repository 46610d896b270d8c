package eu.skyscrapers.ptc.report.text;

import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.report.page.Entry;
import eu.skyscrapers.ptc.report.page.Folded;
import eu.skyscrapers.ptc.report.page.Ink;
import eu.skyscrapers.ptc.report.page.Page;
import eu.skyscrapers.ptc.report.page.Phrase;
import eu.skyscrapers.ptc.report.page.Section;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The sections of a page, in the table and in the wide report alike. */
final class SectionTable {
    private static final int MOST_ENTRIES = 20;
    private static final int COLUMN = 10;

    private final List<Section> sections;
    private final Ink ink;
    private final Lines lines;

    SectionTable(Page page, Ink ink, Lines lines) {
        this.sections = page.sections();
        this.ink = ink;
        this.lines = lines;
    }

    /** Writes some of the sections, the heaviest last, next to the prompt. */
    void write(Predicate<Section> some) throws IOException {
        for (int i = sections.size() - 1; i >= 0; i--) {
            if (some.test(sections.get(i))) {
                write(sections.get(i));
            }
        }
    }

    private void write(Section section) throws IOException {
        lines.apart(1);
        String title = section.title().toUpperCase(Locale.ROOT);
        String gap = title.length() > COLUMN ? ": " : " ".repeat(Math.max(2, COLUMN - title.length()));
        lines.line(heading(section, title), section.caption().isEmpty() ? "" : gap + section.caption());
        Folded<Entry> folded = lines.folded(section.entries(), MOST_ENTRIES);
        for (Entry entry : folded.listed()) {
            entry(entry);
        }
        if (!folded.rest().isEmpty()) {
            lines.line("  ", folded.more());
        }
    }

    private String heading(Section section, String title) {
        if (section.fails()) {
            return ink.bad(title);
        }
        return section.needsAnEye() ? ink.accepted(title) : ink.bold(title);
    }

    private void entry(Entry entry) throws IOException {
        String lead = "  - ";
        Phrase headline = entry.headline();
        if (headline != null) {
            String text = headline.drawn(Lines::shown);
            if (headline.isImage()) {
                lines.line(ink.bold(lead + text));
            } else {
                lines.sentence(2, "- ", text);
            }
            lead = "      ";
        }
        for (Usage usage : entry.users()) {
            lines.user(lead, Users.cells("", usage));
        }
        lines.facts(entry, ink);
    }
}
