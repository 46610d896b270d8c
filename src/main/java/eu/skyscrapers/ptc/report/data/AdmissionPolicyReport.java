package eu.skyscrapers.ptc.report.data;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.Admission;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Glob;
import eu.skyscrapers.ptc.audit.Route;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.View.Binding;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A {@code MutatingAdmissionPolicy} and its binding, which put the cache's references into pods when these are admitted.
 *
 * <p>What it replaces, and by what, is what the classifier says: the tests hold one against the other. Where CEL cannot decide,
 * the image stays. It needs nothing that Kubernetes 1.33 does not have in CEL, as 1.34 accepts no more in a new policy.
 *
 * <p>The patch is a JSON patch and no apply configuration: it replaces exactly the strings of images, whatever else is in the
 * pod, by their place. An apply configuration would be merged by the names of containers, by a schema that must know each field.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/">Kubernetes, "Mutating
 *     Admission Policy"</a>
 */
public final class AdmissionPolicyReport {
    private static final String NAME = "ecr-pull-through-cache";
    private static final String KUBE_SYSTEM = "kube-system";
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    /** Longer than any reference on these upstreams; more would only cost. */
    private static final int LONGEST = 1000;

    /** As {@link eu.skyscrapers.ptc.image.ImageReference} has it, behind the registry. */
    private static final String PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";

    private static final String REFERENCE = "^" + PART + "(?:/" + PART + ")*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?"
            + "(?:@sha(?:256:[0-9a-f]{64}|384:[0-9a-f]{96}|512:[0-9a-f]{128}))?$";

    private AdmissionPolicyReport() {}

    public static void write(AuditResult result, View view, Writer out) throws IOException {
        Admission admission = result.review().admission();
        Remarks.begin("a policy that puts references in the cache %s into pods at their admission.", result, view, out);
        Remarks.end(result, out);
        if (admission.routes().isEmpty()) {
            Remarks.line("No policy: there is no cache rule that these clusters are to use.", out);
        } else {
            out.write(policy(admission, view.binding()));
        }
        out.flush();
    }

    private static String policy(Admission admission, Binding binding) {
        List<String> stays =
                admission.stays().stream().map(AdmissionPolicyReport::condition).toList();
        String api = "admissionregistration.k8s.io/" + binding.api();
        return """
                # For the new pods of namespaces that have the label %s.
                # An image that a pod has already stays; so does the image that is written in a Deployment or another owner.
                # The first pull by digest may fail, where the cache does not have the image yet: pull it once by tag.
                apiVersion: %s
                kind: MutatingAdmissionPolicy
                metadata:
                  name: %s
                spec:
                  # If the policy itself fails, the pod is created with its images as written, so the policy can never be the outage.
                  # With Fail, the API server would reject that pod.
                  failurePolicy: Ignore
                  # Once more if a webhook changes the pod after it; what is on an ECR registry stays.
                  reinvocationPolicy: IfNeeded
                  matchConstraints:
                    resourceRules:
                    - apiGroups: [""]
                      apiVersions: ["v1"]
                      operations: ["CREATE", "UPDATE"]
                      resources: ["pods", "pods/ephemeralcontainers"]
                  matchConditions:
                  # The mirror of a static pod shows what its node runs already.
                  - name: no-mirror
                    expression: '!("kubernetes.io/config.mirror" in object.metadata.?annotations.orValue({}))'
                  variables:
                """.formatted(label(binding), api, NAME)
                // A list's items must be of one type for the API server, and what is in an object is of none.
                + variable(
                        "uses", "Path, container and image: of the pod, then of the pod that an update replaces.", """
                        [object, oldObject].map(pod, pod == null ? [] :
                          pod.spec.containers.transformList(i, c,
                            ["/spec/containers/" + string(i) + "/image", string(c.name), string(c.?image.orValue(""))]) +
                          pod.spec.?initContainers.orValue([]).transformList(i, c,
                            ["/spec/initContainers/" + string(i) + "/image", string(c.name), string(c.?image.orValue(""))]) +
                          pod.spec.?ephemeralContainers.orValue([]).transformList(i, c,
                            ["/spec/ephemeralContainers/" + string(i) + "/image", string(c.name), string(c.?image.orValue(""))]) +
                          pod.spec.?volumes.orValue([]).transformList(i, v, has(v.image),
                            ["/spec/volumes/" + string(i) + "/image/reference", string(v.name), string(v.image.?reference.orValue(""))]))
                        """)
                + variable(
                        "images",
                        "Path, container, host and rest of what is new; without ids of the node's own store.",
                        """
                        variables.uses[0].filter(u, size(u[2]) <= %d && !u[2].matches("^(?:sha256:)?[0-9a-f]{64}$") &&
                          !variables.uses[1].exists(old, old[2] == u[2]))
                        .map(u, u[2].matches("^(?:[^/]*[.:A-Z][^/]*|localhost)/")
                          ? [u[0], u[1], u[2].substring(0, u[2].indexOf("/")).lowerAscii(), u[2].substring(u[2].indexOf("/") + 1)]
                          : [u[0], u[1], "docker.io", u[2]])
                        """.formatted(LONGEST))
                + variable("hosts", "The upstream of each spelling of its host.", hosts(admission))
                + variable(
                        "names",
                        "Path, container, full name, tag and digest of valid references to these.",
                        """
                        variables.images.filter(m, m[2] in variables.hosts && m[3].matches(%s))
                        .map(m, [m[0], m[1], variables.hosts[m[2]], m[3].split("@")[0].split(":")[0], m[3]])
                        .map(m, [m[0], m[1],
                          m[2] + (m[2] == "docker.io" && !m[3].contains("/") ? "/library/" : "/") + m[3], m[4].substring(size(m[3]))])
                        """.formatted(quoted(REFERENCE)))
                + (stays.stream().anyMatch(each -> each.contains("variables.workloads"))
                        ? variable(
                                "workloads",
                                "What the pod may belong to: a Deployment's ReplicaSet and a CronJob's Job have one part more in their names.",
                                """
                                ["Pod/" + object.metadata.?name.orValue(object.metadata.?generateName.orValue(""))] +
                                  object.metadata.?ownerReferences.orValue([]).map(o, o.kind + "/" + o.name) +
                                  object.metadata.?ownerReferences.orValue([]).filter(o, o.name.contains("-")).map(o,
                                    {"ReplicaSet": "Deployment", "Job": "CronJob"}[?o.kind].orValue(o.kind) + "/" +
                                    o.name.substring(0, o.name.lastIndexOf("-")))
                                """)
                        : "")
                + variable("accepted", "Paths of what is accepted and stays.", accepted(stays))
                + variable(
                        "cached",
                        "Path, name in the cache, tag and digest, by the cache's rules.",
                        "variables.names.filter(n, !(n[0] in variables.accepted)).map(n, [n[0],\n"
                                + admission.routes().stream()
                                        .map(AdmissionPolicyReport::route)
                                        .collect(Collectors.joining())
                                + "  \"\", n[3]]).filter(n, n[1] != \"\")\n")
                + """
                  mutations:
                  - patchType: JSONPatch
                    jsonPatch:
                      expression: |-
                        variables.cached.map(n, JSONPatch{op: "replace", path: n[0], value: n[1] + n[2]})
                ---
                apiVersion: %s
                kind: MutatingAdmissionPolicyBinding
                metadata:
                  name: %s
                spec:
                  policyName: %s
                  matchResources:
                    namespaceSelector:
                      matchExpressions:
                """.formatted(api, NAME, NAME)
                + selector(binding);
    }

    private static String selector(Binding binding) {
        String value = binding.value();
        String chosen = value == null
                ? requirement(binding.label(), "Exists")
                : requirement(binding.label(), "In") + "        values: [\"" + value + "\"]\n";
        boolean asked = binding.label().equals(NAME_LABEL) && KUBE_SYSTEM.equals(value);
        return asked
                ? chosen
                : chosen + requirement(NAME_LABEL, "NotIn") + "        values: [\"" + KUBE_SYSTEM + "\"]\n";
    }

    private static String requirement(String label, String operator) {
        return "      - key: \"" + label + "\"\n        operator: " + operator + "\n";
    }

    private static String label(Binding binding) {
        return binding.value() == null ? binding.label() : binding.label() + "=" + binding.value();
    }

    private static String variable(String name, String comment, String expression) {
        return "  # " + comment + "\n  - name: " + name + "\n    expression: |-\n"
                + expression.lines().map(line -> "      " + line + "\n").collect(Collectors.joining());
    }

    private static String hosts(Admission admission) {
        return admission.hosts().entrySet().stream()
                .map(host -> quoted(host.getKey()) + ": " + quoted(host.getValue()))
                .collect(Collectors.joining(",\n", "{", "}\n"));
    }

    /** A length or a name that another rule has leads to the next route, as in the classifier. */
    private static String route(Route route) {
        String from = quoted(route.from());
        String taken = route.taken().stream()
                .map(other -> " && !n[2].startsWith(" + quoted(other) + ")")
                .collect(Collectors.joining());
        return "  n[2].startsWith(" + from + ") && size(n[2]) <= " + route.longest() + taken + " ? n[2].replace(" + from
                + ", " + quoted(route.to()) + ", 1) :\n";
    }

    private static String accepted(List<String> stays) {
        return stays.isEmpty()
                ? "[]\n"
                : "variables.names.filter(n,\n  " + String.join(" ||\n  ", stays) + ").map(n, n[0])\n";
    }

    /** A pod does not name its workload plainly: what may be accepted, stays. */
    private static String condition(AcceptedImage entry) {
        List<String> terms = new ArrayList<>();
        add(terms, "n[2]", entry.image());
        add(terms, "request.namespace", entry.namespace());
        add(terms, "n[1]", entry.container());
        Glob workload = entry.workload();
        if (workload != null) {
            String compared = workload.pattern().indexOf('/') < 0 ? "w.substring(w.indexOf(\"/\") + 1)" : "w";
            terms.add("variables.workloads.exists(w, " + matches(compared, workload) + ")");
        }
        return terms.isEmpty() ? "true" : String.join(" && ", terms);
    }

    private static void add(List<String> terms, String text, @Nullable Glob glob) {
        if (glob != null) {
            terms.add(matches(text, glob));
        }
    }

    /** What costs least in CEL. */
    private static String matches(String text, Glob glob) {
        String pattern = glob.pattern();
        if (glob.isLiteral()) {
            return text + " == " + quoted(pattern);
        }
        String start = pattern.substring(0, pattern.length() - 1);
        return pattern.endsWith("*") && new Glob(start).isLiteral()
                ? text + ".startsWith(" + quoted(start) + ")"
                : text + ".matches(" + quoted("^" + regex(pattern) + "$") + ")";
    }

    private static String regex(String glob) {
        return glob.codePoints()
                .mapToObj(c -> switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default ->
                        Character.isLetterOrDigit(c) || "/_-".indexOf(c) >= 0
                                ? Character.toString(c)
                                : "\\x{" + Integer.toHexString(c) + "}";
                })
                .collect(Collectors.joining());
    }

    /** In ASCII and on one line, whatever a pattern of the user's holds. */
    private static String quoted(String text) {
        StringBuilder literal = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                literal.append('\\').append((char) c);
            } else if (c >= ' ' && c < 0x7F && c != '#') {
                literal.append((char) c);
            } else {
                literal.append("\\U%08X".formatted(Character.getType(c) == Character.SURROGATE ? 0xFFFD : c));
            }
        });
        return literal.append('"').toString();
    }
}
