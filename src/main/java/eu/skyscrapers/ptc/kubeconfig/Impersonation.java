package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The request headers of {@code as}, {@code as-uid}, {@code as-groups} and {@code as-user-extra}. */
final class Impersonation {
    private static final String USER = "Impersonate-User";
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]*");
    private static final String TOKEN_CHARACTERS = "!#$&'*+-.^_`|~";

    private Impersonation() {}

    static Map<String, List<String>> headers(Value user, String owner) throws ConfigurationException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        String name = user.text("as");
        if (name != null) {
            add(headers, USER, user, "as", name, owner);
        }
        String uid = user.text("as-uid");
        if (uid != null) {
            add(headers, "Impersonate-Uid", user, "as-uid", uid, owner);
        }
        for (String group : user.texts("as-groups")) {
            add(headers, "Impersonate-Group", user, "as-groups", group, owner);
        }
        Value extra = user.mapping("as-user-extra");
        for (String key : extra.keys()) {
            for (String value : extra.texts(key)) {
                add(headers, "Impersonate-Extra-" + escape(key), extra, key, value, owner);
            }
        }
        return headers;
    }

    private static void add(
            Map<String, List<String>> headers, String header, Value source, String key, String value, String owner)
            throws ConfigurationException {
        Value place = source.mapping(key);
        if (!HEADER_VALUE.matcher(value).matches()) {
            throw place.problem(key + " holds a character that cannot be sent in a request header");
        }
        if (!header.equals(USER) && !headers.containsKey(USER)) {
            throw place.problem(owner
                    + " impersonates a uid, groups or extra values without a user; add as (--as), or remove them");
        }
        headers.computeIfAbsent(header, name -> new ArrayList<>()).add(value);
    }

    /** Characters that a header's name cannot have are percent-encoded, as client-go does (RFC 7230, section 3.2.6). */
    private static String escape(String key) {
        StringBuilder escaped = new StringBuilder();
        for (byte character : key.getBytes(StandardCharsets.UTF_8)) {
            if (Character.isLetterOrDigit(character) || TOKEN_CHARACTERS.indexOf(character) >= 0) {
                escaped.append((char) character);
            } else {
                escaped.append(String.format("%%%02X", character & 0xff));
            }
        }
        return escaped.toString();
    }
}
