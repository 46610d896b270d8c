package eu.skyscrapers.ptc.kubeconfig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps credentials out of what this program says, whoever repeats them: a server, a proxy, a plugin. It knows those that
 * were sent, and what AWS and Kubernetes have to look like. Safe for use by many threads.
 */
public final class Secrets {
    private static final String HIDDEN = "***";
    /** A shorter one is mostly a word, without which no sentence could be read. */
    private static final int LENGTH_MIN = 6;

    /** Most audits say nothing that could hold a secret, and need none of this. */
    private static final class Known {
        private static final Pattern BY_ITS_LOOKS = Pattern.compile(String.join(
                "|",
                // A token of EKS is a signed URL.
                "(?<=k8s-aws-v1\\.)[A-Za-z0-9_-]+",
                "(?<=X-Amz-(Credential|Security-Token)=|\\bSignature=)[^&\\s\"']+",
                // A JWT: base64 of {"
                "\\beyJ[A-Za-z0-9_-]{10,}(\\.[A-Za-z0-9_-]*)*",
                // Keys and session tokens of AWS.
                "\\b(AKIA|ASIA)[A-Z0-9]{16}\\b",
                "(?<![A-Za-z0-9/+=])(?=\\S{0,39}[A-Z])(?=\\S{0,39}[a-z])(?=\\S{0,39}[0-9])"
                        + "[A-Za-z0-9+][A-Za-z0-9/+]{39}(?![A-Za-z0-9/+=])",
                "\\b(FwoGZXIvYXdz|FQoGZXIvYXdz|IQoJb3JpZ2lu)[A-Za-z0-9/+=]+",
                "(?i)(?<=\\bauthorization\"?[:=] ?\"?(bearer|basic) )[^\\s\"]+"));
    }

    private final Set<String> users = ConcurrentHashMap.newKeySet();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();

    /** Hides the user of a URL, with its password, from now on. */
    public void addUserOfUrl(String user) {
        users.add(user);
    }

    /** Hides what a header {@code Authorization} or {@code Proxy-Authorization} shows. */
    public void addSent(@Nullable String authorization) {
        if (authorization != null) {
            sent.add(authorization);
        }
    }

    public String hide(String text) {
        String shown = text;
        for (String user : users) {
            shown = shown.replaceAll(spaced(user) + "(?=@)", HIDDEN);
        }
        for (String form : forms()) {
            shown = shown.replaceAll(spaced(form), HIDDEN);
        }
        return Known.BY_ITS_LOOKS.matcher(shown).replaceAll(HIDDEN);
    }

    /** The longest first, which may hold others. */
    private Set<String> forms() {
        Set<String> forms =
                new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (String authorization : sent) {
            String value = authorization.substring(authorization.indexOf(' ') + 1);
            addForms(value, forms);
            if (authorization.startsWith("Basic ")) {
                String pair = new String(Base64.getDecoder().decode(value), UTF_8);
                addForms(pair, forms);
                addForms(pair.substring(pair.indexOf(':') + 1), forms);
            }
        }
        return forms;
    }

    private static void addForms(String secret, Set<String> forms) {
        byte[] bytes = secret.getBytes(UTF_8);
        if (bytes.length < LENGTH_MIN) {
            return;
        }
        forms.add(secret);
        // Base64 writes three bytes as four characters. Those that a neighbour has a part in are not the secret's own.
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            String own = base64.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
            forms.add(own);
            forms.add(own.replace('+', '-').replace('/', '_'));
        }
    }

    /** A message has blanks where the text has line breaks. */
    private static String spaced(String text) {
        return Arrays.stream(text.split("\\s+", -1)).map(Pattern::quote).collect(Collectors.joining("\\s+"));
    }

    /** Shows none of them. */
    @Override
    public String toString() {
        return "Secrets[" + (users.size() + sent.size()) + "]";
    }
}
