package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.image.EcrRegistry;
import java.util.Locale;

/** The registry that a user names, in whatever form it was pasted. */
final class RegistryName {
    private static final String FORM =
            "write ACCOUNT.dkr.ecr.REGION.amazonaws.com, for example 123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    private RegistryName() {}

    /**
     * @param source where the text was given, for the message
     * @return the host, in lower case and without a port
     * @throws UsageException unless it is the host of a private ECR registry and nothing more
     */
    static String parse(String text, String source) throws UsageException {
        String host = hostOf(text.strip());
        boolean known = EcrRegistry.parse(host).isPresent();
        if (known && isHostOnly(text)) {
            return host;
        }
        throw new UsageException(source + " '" + text + "' " + complaint(text, host, known));
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

    private static boolean isHostOnly(String text) {
        return text.indexOf('/') < 0 && text.equals(text.strip());
    }

    /** Without scheme, user, path and the port that is the same registry's. */
    private static String hostOf(String text) {
        String rest = text.substring(text.indexOf("://") < 0 ? 0 : text.indexOf("://") + 3);
        rest = rest.substring(0, rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/'));
        rest = rest.substring(rest.lastIndexOf('@') + 1);
        rest = rest.endsWith(":443") ? rest.substring(0, rest.length() - ":443".length()) : rest;
        return rest.toLowerCase(Locale.ROOT);
    }
}
