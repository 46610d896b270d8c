package eu.skyscrapers.ptc.report.markdown;

import eu.skyscrapers.ptc.report.page.Words;

/**
 * Text of others in Markdown: always a code span. In there no renderer looks for HTML, links, mentions, references to
 * issues, emoji or formulas, all of which GitHub finds in plain text, whatever is escaped there.
 */
final class MarkdownText {
    /** Of a cluster or a registry, which stand in titles. */
    private static final int LONGEST_NAME = 200;

    private MarkdownText() {}

    /** Not for a line's start, where three back-ticks could start a block. */
    static String code(String hostile) {
        // Neither empty nor with a blank at an edge, of which code spans lose some.
        String text = Words.shown(hostile);
        String fence = "`".repeat(longestRun(text) + 1);
        boolean apart = text.startsWith("`") || text.endsWith("`");
        return apart ? fence + " " + text + " " + fence : fence + text + fence;
    }

    /** A code span that cannot take the room of what it is the title of. */
    static String name(String hostile) {
        return hostile.length() > LONGEST_NAME ? code(hostile.substring(0, LONGEST_NAME) + "...") : code(hostile);
    }

    /** A name within a table, whose bars separate cells within code too. */
    static String cell(String hostile) {
        return name(hostile).replace("|", "\\|");
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
