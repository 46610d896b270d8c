package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
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
 * @param values those of each option that was given; {@code true} for one without a value
 */
public record Overrides(Map<Option, List<String>> values) {
    public static final Overrides NONE = new Overrides(Map.of());

    /** An option of kubectl that takes the place of a field; messages name them in this order. */
    public enum Option {
        AS("as"),
        AS_GROUP("as-group"),
        AS_UID("as-uid"),
        AS_USER_EXTRA("as-user-extra"),
        CERTIFICATE_AUTHORITY("certificate-authority", "certificate-authority-data", "insecure-skip-tls-verify"),
        CLIENT_CERTIFICATE("client-certificate", "client-certificate-data", "exec"),
        CLIENT_KEY("client-key", "client-key-data"),
        CLUSTER("cluster"),
        DISABLE_COMPRESSION("disable-compression"),
        INSECURE("insecure-skip-tls-verify", "certificate-authority", "certificate-authority-data"),
        // The name was that of the other server.
        SERVER("server", "tls-server-name"),
        TLS_SERVER_NAME("tls-server-name"),
        TOKEN("token", "tokenFile", "auth-provider", "exec"),
        USER("user");

        private final String field;

        @SuppressWarnings("ImmutableEnumChecker") // A list of the JDK that cannot be changed.
        private final List<String> contradicting;

        Option(String field, String... contradicting) {
            this.field = field;
            this.contradicting = List.of(contradicting);
        }

        private Value value(Object value) {
            return Value.of(Path.of(toString()), value);
        }

        /** As written in the call. */
        @Override
        public String toString() {
            return "--" + field;
        }
    }

    private static final Set<Option> FILES =
            EnumSet.of(Option.CERTIFICATE_AUTHORITY, Option.CLIENT_CERTIFICATE, Option.CLIENT_KEY);
    /** They neither mean one server, nor are a secret that one server is to see. */
    private static final Set<Option> OF_ANY_CLUSTER =
            EnumSet.of(Option.AS, Option.AS_GROUP, Option.AS_UID, Option.AS_USER_EXTRA, Option.DISABLE_COMPRESSION);

    private static final Pattern LINE_BREAK = Pattern.compile("\\R");

    /** The options that were given, as written in the call. */
    public List<String> given() {
        return values.keySet().stream().map(Option::toString).toList();
    }

    /** Those that mean a single cluster. */
    public List<String> ofOneCluster() {
        return values.keySet().stream()
                .filter(option -> !OF_ANY_CLUSTER.contains(option))
                .map(Option::toString)
                .toList();
    }

    /** Fails where the options contradict each other, or have no value. */
    void check() throws ConfigurationException {
        for (Map.Entry<Option, List<String>> option : values.entrySet()) {
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
        if (gives(Option.CERTIFICATE_AUTHORITY) && gives(Option.INSECURE)) {
            throw new ConfigurationException(
                    Option.CERTIFICATE_AUTHORITY + " and " + Option.INSECURE + " exclude each other");
        }
    }

    public boolean gives(Option option) {
        return values.containsKey(option);
    }

    /** The value of an option that was given, else the other one. */
    @Nullable
    String orElse(Option option, @Nullable String other) {
        return gives(option) ? all(option).get(0) : other;
    }

    private List<String> all(Option option) {
        return values.getOrDefault(option, List.of());
    }

    /** What is audited where no context is chosen: the options that say so are also where complaints are about. */
    @Nullable
    Value noContext() {
        Option option = gives(Option.SERVER) ? Option.SERVER : Option.CLUSTER;
        return gives(option) ? option.value(Map.of()) : null;
    }

    /** A cluster as the call asks for it. */
    Value cluster(Value entry) {
        return entry.with(fields());
    }

    /** A user as the call asks for it. */
    Value user(Value entry) throws ConfigurationException {
        Map<String, @Nullable Value> fields = fields();
        if (gives(Option.AS_GROUP)) {
            fields.put("as-groups", Option.AS_GROUP.value(all(Option.AS_GROUP)));
        }
        if (gives(Option.AS_USER_EXTRA)) {
            fields.put("as-user-extra", entry.mapping("as-user-extra").with(extra()));
        }
        return entry.with(fields);
    }

    /** Those of a cluster and of a user in one: they have no name in common. */
    private Map<String, @Nullable Value> fields() {
        Map<String, @Nullable Value> fields = new HashMap<>();
        values.forEach((option, given) -> {
            boolean flag = option == Option.INSECURE || option == Option.DISABLE_COMPRESSION;
            option.contradicting.forEach(field -> fields.put(field, null));
            fields.put(option.field, option.value(flag ? true : given.get(0)));
        });
        return fields;
    }

    private Map<String, @Nullable Value> extra() throws ConfigurationException {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        for (String pair : all(Option.AS_USER_EXTRA)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new ConfigurationException(Option.AS_USER_EXTRA + ": takes KEY=VALUE");
            }
            extra.computeIfAbsent(pair.substring(0, equals), key -> new ArrayList<>())
                    .add(pair.substring(equals + 1));
        }
        Map<String, @Nullable Value> fields = new LinkedHashMap<>();
        extra.forEach((key, all) -> fields.put(key, Option.AS_USER_EXTRA.value(all)));
        return fields;
    }

    /** Only the options: one of the values may be a token. */
    @Override
    public String toString() {
        return "Overrides" + values.keySet();
    }
}
