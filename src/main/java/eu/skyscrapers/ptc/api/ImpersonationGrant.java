package eu.skyscrapers.ptc.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an administrator runs so that a user may impersonate. It is for the names that are impersonated alone: who may be
 * anybody may do anything.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation">Kubernetes,
 *     "User impersonation"</a>
 */
final class ImpersonationGrant {
    private static final String ROLE = "audit-ecr-ptc-impersonate";
    private static final String ACCOUNT = "system:serviceaccount:";
    private static final String EXTRA = "Impersonate-Extra-";
    private static final String UIDS = "uids";

    private ImpersonationGrant() {}

    /** Whether this is the message of a server that refuses the impersonation itself. */
    static boolean isMissing(String message) {
        return message.contains(" cannot impersonate resource ");
    }

    /** @param headers of the impersonation */
    static String of(Map<String, List<String>> headers, String message) {
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
        return "let it impersonate with: kubectl create clusterrole " + ROLE + " --verb=impersonate "
                + MissingPermissions.word("--resource=" + String.join(",", resources))
                + names.stream()
                        .map(name -> " " + MissingPermissions.word("--resource-name=" + name))
                        .collect(Collectors.joining())
                + " && kubectl create clusterrolebinding " + ROLE + " --clusterrole=" + ROLE + " "
                + MissingPermissions.subject(message) + uid;
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
