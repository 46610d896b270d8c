package eu.skyscrapers.ptc.companions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A screenshot of a terminal as SVG, for the README: a command, and the last lines of what it printed in colour.
 *
 * <p>It uses the JDK alone, so that {@code java src/packaging/java/.../Picture.java COMMAND < REPORT > PICTURE} runs it too.
 */
public final class Picture {
    private static final int LINES = 43;
    private static final int COLUMNS = 100;
    private static final int FONT_SIZE = 14;
    /** Of most fonts with one width. */
    private static final double CHARACTER = FONT_SIZE * 0.602;

    private static final int LINE_HEIGHT = 19;
    private static final int MARGIN = 16;

    /** The codes that the table uses, as a terminal with a dark background shows them. */
    private static final Map<String, String> STYLES = Map.of(
            "1", "font-weight=\"bold\"",
            "2", "fill=\"#848d97\"",
            "32", "fill=\"#3fb950\"",
            "33", "fill=\"#d29922\"",
            "1;31", "font-weight=\"bold\" fill=\"#ff7b72\"");

    private static final Pattern STYLED = Pattern.compile("\u001b\\[([0-9;]+)m(.*?)\u001b\\[0m");

    private Picture() {}

    /**
     * The command's call.
     *
     * @param args the command to show above the report, which is read from standard input
     */
    public static void main(String[] args) throws IOException {
        System.out.write(
                of(args[0], new String(System.in.readAllBytes(), UTF_8)).getBytes(UTF_8));
        System.out.flush();
    }

    /** @throws IllegalArgumentException if the report uses a colour that this does not know */
    public static String of(String command, String report) {
        List<String> lines = report.lines().toList();
        int first = Math.max(0, lines.size() - LINES);
        StringBuilder drawn = new StringBuilder();
        int rows = 0;
        drawn.append(row(rows++, "\u001b[2m$\u001b[0m " + command));
        if (first > 0) {
            drawn.append(row(rows++, "\u001b[2m… " + first + " more lines\u001b[0m"));
        }
        for (String line : lines.subList(first, lines.size())) {
            drawn.append(row(rows++, line));
        }
        int width = (int) Math.ceil(COLUMNS * CHARACTER) + 2 * MARGIN;
        int height = rows * LINE_HEIGHT + 2 * MARGIN;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img">
                <title>A terminal: %3$s</title>
                <rect width="%1$d" height="%2$d" rx="8" fill="#0d1117"/>
                <g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="%4$d"
                   fill="#e6edf3" style="white-space:pre">
                %5$s</g>
                </svg>
                """.formatted(width, height, escaped(command), FONT_SIZE, drawn);
    }

    private static String row(int row, String line) {
        StringBuilder spans = new StringBuilder();
        Matcher styled = STYLED.matcher(line);
        int end = 0;
        while (styled.find()) {
            String style = STYLES.get(styled.group(1));
            if (style == null) {
                throw new IllegalArgumentException("no style for colour " + styled.group(1));
            }
            spans.append(escaped(line.substring(end, styled.start())));
            spans.append("<tspan ").append(style).append('>');
            spans.append(escaped(styled.group(2))).append("</tspan>");
            end = styled.end();
        }
        spans.append(escaped(line.substring(end)));
        int y = MARGIN + row * LINE_HEIGHT + FONT_SIZE;
        return spans.isEmpty()
                ? ""
                : "<text x=\"" + MARGIN + "\" y=\"" + y + "\" xml:space=\"preserve\">" + spans + "</text>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
