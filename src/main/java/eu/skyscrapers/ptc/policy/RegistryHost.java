package eu.skyscrapers.ptc.policy;

import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
import java.util.Locale;
import java.util.regex.Pattern;

/** The host of a cache's registry, in whatever form it was pasted. */
final class RegistryHost {
    private static final String FORM =
            "write ACCOUNT.dkr.ecr.REGION.amazonaws.com, for example 123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    private RegistryHost() {}

    /** The host in lower case. Nothing but a private ECR registry's host is one. */
    static String of(Value value) throws ConfigurationException {
        String text = value.isNull() ? "" : value.scalar();
        String host = hostOf(text.strip());
        if (EcrRegistry.parse(text).isPresent()) {
            return host;
        }
        throw value.problem("the registry " + Words.excerpt(text) + " " + complaint(text, host));
    }

    private static String complaint(String text, String host) {
        if (text.isBlank()) {
            return "is empty; " + FORM;
        }
        if (EcrRegistry.parse(host).isPresent()) {
            return "is more than a registry's host; write " + host;
        }
        if (EcrRegistry.isPublic(host)) {
            return "is Amazon ECR Public, which has no pull-through cache; " + FORM;
        }
        if (ACCOUNT.matcher(text).matches()) {
            return "is an account; write " + text + ".dkr.ecr.REGION.amazonaws.com";
        }
        return "is no host of a private Amazon ECR registry; " + FORM;
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
