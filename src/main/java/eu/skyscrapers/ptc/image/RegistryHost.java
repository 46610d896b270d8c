package eu.skyscrapers.ptc.image;

import java.util.Locale;
import java.util.regex.Pattern;

/** The host of a cache's registry, in whatever form it was pasted. */
public final class RegistryHost {
    public static final String FORM =
            "write ACCOUNT.dkr.ecr.REGION.amazonaws.com, for example 123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    private static final String SAME_REGISTRY = ":443";
    private static final Pattern OTHER_PORT = Pattern.compile(":[0-9]++\\z");

    private RegistryHost() {}

    /**
     * The host in lower case and without a port.
     *
     * @throws InvalidReferenceException unless the text is the host of a private ECR registry and nothing more; says so as a
     *     predicate
     */
    public static String parse(String text) throws InvalidReferenceException {
        String host = hostOf(text.strip());
        boolean known = EcrRegistry.parse(host).isPresent();
        String lower = text.toLowerCase(Locale.ROOT);
        if (known && (lower.equals(host) || lower.equals(host + SAME_REGISTRY))) {
            return host;
        }
        throw new InvalidReferenceException(complaint(text, host, known));
    }

    private static String complaint(String text, String host, boolean known) {
        if (known) {
            return "should be only the host; did you mean " + host + "?";
        }
        if (EcrRegistry.isPublic(host)) {
            return "is Amazon ECR Public, which has no pull-through cache; " + FORM;
        }
        if (text.matches("[0-9]{12}")) {
            return "is an account; did you mean " + text + ".dkr.ecr.REGION.amazonaws.com?";
        }
        return "is not a private Amazon ECR registry host; " + FORM;
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
