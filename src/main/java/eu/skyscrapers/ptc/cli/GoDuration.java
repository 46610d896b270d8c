package eu.skyscrapers.ptc.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations as kubectl and the rest of the Go world write them: {@code 90s}, {@code 10m}, {@code 1h30m}, {@code 1.5s}.
 *
 * @see <a href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a>
 */
final class GoDuration {
    private static final Pattern PART = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("0|(?:" + PART + ")+");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final int LENGTH_MAX = 64;
    private static final Duration LONGEST = Duration.ofHours(10_000);

    private GoDuration() {}

    /** As client-go reads the time of a request: a bare number is one of seconds (tools/clientcmd, ParseTimeout). */
    static Duration orSeconds(String text) {
        return parse(SECONDS.matcher(text).matches() ? text + "s" : text);
    }

    static Duration parse(String text) {
        if (text.length() > LENGTH_MAX || !WHOLE.matcher(text).matches()) {
            throw refused(text, "is not a duration");
        }
        Duration sum = Duration.ZERO;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            long unit = switch (part.group(2)) {
                case "ms" -> 1;
                case "s" -> 1_000;
                case "m" -> 60_000;
                default -> 3_600_000;
            };
            sum = sum.plusMillis(new BigDecimal(part.group(1))
                    .multiply(BigDecimal.valueOf(unit))
                    .longValue());
        }
        if (sum.compareTo(LONGEST) > 0) {
            throw refused(text, "is longer than " + LONGEST.toHours() + "h");
        }
        return sum;
    }

    private static TypeConversionException refused(String text, String why) {
        String shown = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "..." : text;
        return new TypeConversionException("'" + shown + "' " + why + "; write it like 90s, 10m or 1h30m");
    }
}
