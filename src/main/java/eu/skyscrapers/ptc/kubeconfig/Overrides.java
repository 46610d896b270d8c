package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the call says in place of the kubeconfig, by the rules of client-go (tools/clientcmd/client_config.go, getCluster and
 * getAuthInfo): an option takes the place of the field of its name, and of those that would contradict it. In a complaint
 * the option stands where else the file does, and a path is relative to the working directory.
 *
 * @param values those of each option that was given, by its long name; {@code true} for one without a value
 */
public record Overrides(Map<String, List<String>> values) {
    public static final Overrides NONE = new Overrides(Map.of());

    private static final String CLUSTER = "--cluster";
    private static final String USER = "--user";
    private static final String SERVER = "--server";
    private static final String SERVER_NAME = "--tls-server-name";
    private static final String AUTHORITY = "--certificate-authority";
    private static final String INSECURE = "--insecure-skip-tls-verify";
    private static final String CERTIFICATE = "--client-certificate";
    private static final String KEY = "--client-key";
    private static final String TOKEN = "--token";
    private static final String AS = "--as";
    private static final String EXTRA = "--as-user-extra";

    private static final Set<String> FILES = Set.of(AUTHORITY, CERTIFICATE, KEY);
    /** They mean one server, or are a secret that one server is to see. */
    private static final Set<String> OF_ONE_CLUSTER =
            Set.of(CLUSTER, USER, SERVER, SERVER_NAME, AUTHORITY, INSECURE, CERTIFICATE, KEY, TOKEN);

    private static final Pattern LINE_BREAK = Pattern.compile("\\R");

    /** The options that mean a single cluster, of those that were given. */
    public List<String> ofOneCluster() {
        return values.keySet().stream().filter(OF_ONE_CLUSTER::contains).toList();
    }

    /** Fails where the options themselves tell that something is amiss. */
    void check() throws ConfigurationException {
        for (Map.Entry<String, List<String>> option : values.entrySet()) {
            for (String value : option.getValue()) {
                if (value.isBlank()) {
                    // kubectl would go on without the option, as another user or to another cluster.
                    throw new ConfigurationException(
                            option.getKey() + ": its value is empty; is a variable not set? Else leave the option out");
                }
                if (FILES.contains(option.getKey()) && LINE_BREAK.matcher(value).find()) {
                    // Not shown: it may be the key itself.
                    throw new ConfigurationException(option.getKey() + ": takes the name of a file, not its content");
                }
            }
        }
        if (gives(AUTHORITY) && gives(INSECURE)) {
            throw new ConfigurationException(AUTHORITY + " and " + INSECURE + " exclude each other");
        }
    }

    boolean namesServer() {
        return gives(SERVER);
    }

    @Nullable
    String cluster() {
        return first(CLUSTER);
    }

    @Nullable
    String user() {
        return first(USER);
    }

    /** What is audited where no context is chosen: the options that say so are also where complaints are about. */
    @Nullable
    Value noContext() {
        String option = gives(SERVER) ? SERVER : CLUSTER;
        return gives(option) ? Value.of(Path.of(option), Map.of()) : null;
    }

    /** A cluster as the call wants it. */
    Value cluster(Value entry) {
        Map<String, @Nullable Value> fields = new HashMap<>();
        if (gives(AUTHORITY) || gives(INSECURE)) {
            fields.put("insecure-skip-tls-verify", null);
            fields.put("certificate-authority", null);
            fields.put("certificate-authority-data", null);
        }
        if (gives(SERVER)) {
            // The name was that of the other server.
            fields.put("tls-server-name", null);
        }
        for (String option : List.of(SERVER, SERVER_NAME, AUTHORITY)) {
            putText(fields, option);
        }
        for (String option : List.of(INSECURE, "--disable-compression")) {
            if (gives(option)) {
                fields.put(field(option), value(option, true));
            }
        }
        return entry.with(fields);
    }

    /** A user as the call wants it. */
    Value user(Value entry) throws ConfigurationException {
        Map<String, @Nullable Value> fields = new HashMap<>();
        if (gives(TOKEN)) {
            fields.put("tokenFile", null);
            fields.put("auth-provider", null);
        }
        if (gives(TOKEN) || gives(CERTIFICATE)) {
            fields.put("exec", null);
        }
        if (gives(CERTIFICATE)) {
            fields.put("client-certificate-data", null);
        }
        if (gives(KEY)) {
            fields.put("client-key-data", null);
        }
        for (String option : List.of(TOKEN, CERTIFICATE, KEY, AS, "--as-uid")) {
            putText(fields, option);
        }
        List<String> groups = values.get("--as-group");
        if (groups != null) {
            fields.put("as-groups", value("--as-group", groups));
        }
        if (gives(EXTRA)) {
            fields.put("as-user-extra", entry.mapping("as-user-extra").with(extra()));
        }
        return entry.with(fields);
    }

    private Map<String, @Nullable Value> extra() throws ConfigurationException {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        for (String pair : values.getOrDefault(EXTRA, List.of())) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new ConfigurationException(EXTRA + ": takes KEY=VALUE");
            }
            extra.computeIfAbsent(pair.substring(0, equals), key -> new ArrayList<>())
                    .add(pair.substring(equals + 1));
        }
        Map<String, @Nullable Value> fields = new LinkedHashMap<>();
        extra.forEach((key, all) -> fields.put(key, value(EXTRA, all)));
        return fields;
    }

    private void putText(Map<String, @Nullable Value> fields, String option) {
        String text = first(option);
        if (text != null) {
            fields.put(field(option), value(option, text));
        }
    }

    private static Value value(String option, Object value) {
        return Value.of(Path.of(option), value);
    }

    private static String field(String option) {
        return option.substring(2);
    }

    private boolean gives(String option) {
        return values.containsKey(option);
    }

    private @Nullable String first(String option) {
        List<String> given = values.get(option);
        return given == null ? null : given.get(0);
    }

    /** The options alone: one of the values may be a token. */
    @Override
    public String toString() {
        return "Overrides" + values.keySet();
    }
}
