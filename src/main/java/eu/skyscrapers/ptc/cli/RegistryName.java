package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.image.InvalidReferenceException;
import eu.skyscrapers.ptc.image.RegistryHost;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The registry that a user names, in words that repeat no password. */
final class RegistryName {
    private static final Pattern SCHEME = Pattern.compile("\\s*+https?://", Pattern.CASE_INSENSITIVE);

    private RegistryName() {}

    /** @param source where the text was given, for the message */
    static String parse(String text, String source) throws UsageException {
        try {
            return RegistryHost.parse(text);
        } catch (InvalidReferenceException e) {
            throw new UsageException(source + " '" + withoutUser(text) + "' " + e.getMessage());
        }
    }

    /** The same, where the text may be a part of a token: no message repeats it. */
    static String parseUnseen(String text, String source) throws UsageException {
        try {
            return RegistryHost.parse(text);
        } catch (InvalidReferenceException e) {
            throw new UsageException(source + " (not repeated, as it may be a part of --token: is that quoted?) "
                    + "is not a private Amazon ECR registry host; " + RegistryHost.FORM);
        }
    }

    /** The text as it may be shown: a password may stand before an {@code @}, and may have any character in it. */
    private static String withoutUser(String text) {
        int end = text.lastIndexOf('@');
        if (end >= 0 && text.startsWith("sha256:", end + 1)) {
            end = text.lastIndexOf('@', end - 1);
        }
        Matcher scheme = SCHEME.matcher(text);
        int start = scheme.lookingAt() ? scheme.end() : 0;
        return end < start ? text : text.substring(0, start) + "***" + text.substring(end);
    }
}
