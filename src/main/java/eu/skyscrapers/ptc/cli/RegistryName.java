package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.image.EcrRegistry;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The registry that a user names, in whatever form it was pasted. */
final class RegistryName {
    private static final String FORM =
            "write ACCOUNT.dkr.ecr.REGION.amazonaws.com, for example 123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    private static final String SAME_REGISTRY = ":443";
    private static final Pattern OTHER_PORT = Pattern.compile(":[0-9]++\\z");
    private static final Pattern SCHEME = Pattern.compile("\\s*+https?://", Pattern.CASE_INSENSITIVE);

    private RegistryName() {}

    /**
     * @param source where the text was given, for the message
     * @return the host, in lower case and without a port
     * @throws UsageException unless it is the host of a private ECR registry and nothing more
     */
    static String parse(String text, String source) throws UsageException {
        String host = hostOf(text.strip());
        boolean known = EcrRegistry.parse(host).isPresent();
        String lower = text.toLowerCase(Locale.ROOT);
        if (known && (lower.equals(host) || lower.equals(host + SAME_REGISTRY))) {
            return host;
        }
        throw new UsageException(source + " '" + withoutUser(text) + "' " + complaint(text, host, known));
    }

    /** The same, where the text may be a part of a token: no message repeats it. */
    static String parseUnseen(String text, String source) throws UsageException {
        try {
            return parse(text, source);
        } catch (UsageException e) {
            // Without the cause, which holds the text.
            throw new UsageException(source + " (not repeated, as it may be a part of --token: is that quoted?) "
                    + "is no host of a private Amazon ECR registry alone; " + FORM);
        }
    }

    private static String complaint(String text, String host, boolean known) {
        if (known) {
            return "is more than a registry's host; did you mean " + host + "?";
        }
        if (EcrRegistry.isPublic(host)) {
            return "is Amazon ECR Public, which has no pull-through cache; " + FORM;
        }
        if (text.matches("[0-9]{12}")) {
            return "is an account; did you mean " + text + ".dkr.ecr.REGION.amazonaws.com?";
        }
        return "is no host of a private Amazon ECR registry; " + FORM;
    }

    /** The text as it may be shown: a password may stand before an {@code @}, and may have any character in it. */
    static String withoutUser(String text) {
        int end = text.lastIndexOf('@');
        if (end >= 0 && text.startsWith("sha256:", end + 1)) {
            end = text.lastIndexOf('@', end - 1);
        }
        Matcher scheme = SCHEME.matcher(text);
        int start = scheme.lookingAt() ? scheme.end() : 0;
        return end < start ? text : text.substring(0, start) + "***" + text.substring(end);
    }

    /** Without scheme, user, path, query, the dot of a full name, a tag, and the port that is the same registry's. */
    private static String hostOf(String text) {
        String rest = text.substring(text.indexOf("://") < 0 ? 0 : text.indexOf("://") + 3);
        rest = upTo(upTo(upTo(rest, '/'), '?'), '#');
        rest = rest.substring(rest.lastIndexOf('@') + 1);
        rest = rest.endsWith(SAME_REGISTRY) || !OTHER_PORT.matcher(rest).find() ? upTo(rest, ':') : rest;
        rest = rest.endsWith(".") ? rest.substring(0, rest.length() - 1) : rest;
        return rest.toLowerCase(Locale.ROOT);
    }

    private static String upTo(String text, char end) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }
}
