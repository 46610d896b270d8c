package eu.skyscrapers.ptc.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import eu.skyscrapers.ptc.workload.PodKind;
import eu.skyscrapers.ptc.workload.ReadError;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The permissions that the audit of one cluster turned out to lack, for one command that grants them all. */
final class MissingPermissions {
    /** In the words of Kubernetes' own authorizers; Go puts a backslash before what is not plain. */
    private static final Pattern USER =
            Pattern.compile("User \"(?:system:serviceaccount:([^\"\\\\':]+:[^\"\\\\':]+)|([^\"\\\\']+))\"");

    /** Not that of the role which comes with this program: where that is too narrow, it is there already. */
    private static final String ROLE = "audit-ecr-ptc-list";

    private static final String IMPERSONATOR = "audit-ecr-ptc-impersonate";
    private static final String ACCOUNT = "system:serviceaccount:";
    /** From 1.36 on it names the first verb that is missing, and not the {@code impersonate} that would do as well. */
    private static final Pattern IMPERSONATION = Pattern.compile(" cannot impersonate(?:(?:-on)?:[a-z:-]+)? resource ");

    private static final String EXTRA = "Impersonate-Extra-";
    private static final String UIDS = "uids";

    private static final String NOBODY = "--user=NAME";

    /** A namespace, or empty for all, and what the server said. */
    private record Refused(String namespace, String message) {}

    private final String resources;
    private final Map<ReadError, Refused> byError = new HashMap<>();

    /** @param needed all that the audit lists: one command is to do for all */
    MissingPermissions(Collection<PodKind> needed) {
        this.resources = needed.stream().map(PodKind::toString).collect(Collectors.joining(","));
    }

    /** @param error as {@link #joined} will find it */
    synchronized void add(ReadError error, ResourceList list, String message) {
        byError.put(error, new Refused(list.namespace(), message));
    }

    /** The errors of all lists, each once, and the command behind the last that is one of a missing permission. */
    synchronized List<ReadError> joined(List<ReadError> errors) {
        List<ReadError> each = new ArrayList<>(new LinkedHashSet<>(errors));
        Set<String> namespaces = new TreeSet<>();
        String subject = NOBODY;
        int last = -1;
        for (int i = 0; i < each.size(); i++) {
            Refused refused = byError.get(each.get(i));
            if (refused != null) {
                namespaces.add(refused.namespace());
                String named = subject(refused.message());
                subject = named.equals(NOBODY) ? subject : named;
                last = i;
            }
        }
        if (last >= 0) {
            ReadError error = each.get(last);
            each.set(last, error.saying(error.message() + "; " + grant(namespaces, subject)));
        }
        return each;
    }

    /** The option that names the user that the server refused; with NAME where its message does not. */
    private static String subject(String message) {
        Matcher user = USER.matcher(message);
        if (!user.find()) {
            return NOBODY;
        }
        return word(user.group(1) == null ? "--user=" + user.group(2) : "--serviceaccount=" + user.group(1));
    }

    /** As a shell takes it for one word. */
    private static String word(String text) {
        return text.matches("[A-Za-z0-9=:@,._/+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** What an administrator runs. */
    private String grant(Set<String> namespaces, String subject) {
        return "grant the missing permissions with: "
                + namespaces.stream()
                        .map(namespace -> namespace.isEmpty()
                                ? grant("cluster", "", subject)
                                : grant("", " -n " + namespace, subject))
                        .collect(Collectors.joining(" && "))
                + (namespaces.contains("") ? ", or name namespaces that it may list with -n" : "");
    }

    private String grant(String scope, String where, String subject) {
        return "kubectl create " + scope + "role " + ROLE + where + " --verb=list,watch --resource=" + resources
                + " && kubectl create " + scope + "rolebinding " + ROLE + where + " --" + scope + "role=" + ROLE + " "
                + subject;
    }

    /** Whether this is the message of a server that refuses the impersonation itself. */
    static boolean isImpersonation(String message) {
        return IMPERSONATION.matcher(message).find();
    }

    /**
     * What an administrator runs so that a user may impersonate. It covers only the names that are impersonated: whoever may
     * be anybody may do anything.
     *
     * @param headers of the impersonation
     * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation">Kubernetes,
     *     "User impersonation"</a>
     */
    static String impersonationGrant(Map<String, List<String>> headers, String message) {
        Set<String> resources = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        headers.forEach((header, values) -> values.forEach(value -> {
            resources.add(resource(header, value));
            // A service account is known by its name and namespace.
            names.add(value.startsWith(ACCOUNT) ? value.substring(value.lastIndexOf(':') + 1) : value);
        }));
        String uid = resources.remove(UIDS)
                ? "; its UID takes a rule that kubectl create cannot write: apiGroups [authentication.k8s.io], resources"
                        + " [uids], verbs [impersonate]"
                : "";
        return "let it impersonate with: kubectl create clusterrole " + IMPERSONATOR + " --verb=impersonate "
                + word("--resource=" + String.join(",", resources))
                + names.stream()
                        .map(name -> " " + word("--resource-name=" + name))
                        .collect(Collectors.joining())
                + " && kubectl create clusterrolebinding " + IMPERSONATOR + " --clusterrole=" + IMPERSONATOR + " "
                + subject(message) + uid;
    }

    private static String resource(String header, String value) {
        return switch (header) {
            case "Impersonate-User" -> value.startsWith(ACCOUNT) ? "serviceaccounts" : "users";
            case "Impersonate-Group" -> "groups";
            case "Impersonate-Uid" -> UIDS;
            // The server reads a header's name in lower case.
            default ->
                "userextras.authentication.k8s.io/"
                        + URLDecoder.decode(header.substring(EXTRA.length()).replace("+", "%2B"), UTF_8)
                                .toLowerCase(Locale.ROOT);
        };
    }
}
