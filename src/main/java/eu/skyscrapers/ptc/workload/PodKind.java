package eu.skyscrapers.ptc.workload;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The kinds of Kubernetes' own that hold pods or make them, in the order in which a cluster's are listed. */
public enum PodKind {
    POD("", "Pod", "pods"),
    REPLICATION_CONTROLLER("", "ReplicationController", "replicationcontrollers"),
    DEPLOYMENT("apps", "Deployment", "deployments"),
    STATEFUL_SET("apps", "StatefulSet", "statefulsets"),
    DAEMON_SET("apps", "DaemonSet", "daemonsets"),
    REPLICA_SET("apps", "ReplicaSet", "replicasets"),
    JOB("batch", "Job", "jobs"),
    CRON_JOB("batch", "CronJob", "cronjobs"),
    /** Makes no pod itself: it is read from files, and not from a cluster. */
    POD_TEMPLATE("", "PodTemplate", "podtemplates");

    private static final Map<String, PodKind> BY_KIND = new HashMap<>();

    static {
        for (PodKind each : values()) {
            BY_KIND.put(each.kind, each);
        }
    }

    private final String group;
    private final String kind;
    private final String plural;

    PodKind(String group, String kind, String plural) {
        this.group = group;
        this.kind = kind;
        this.plural = plural;
    }

    /** Those that a cluster is asked for where its pod templates are read. */
    public static List<PodKind> listed() {
        return List.copyOf(EnumSet.complementOf(EnumSet.of(POD_TEMPLATE)));
    }

    /** As an object names its kind: {@code Deployment}. */
    public static Set<String> kinds() {
        return Set.copyOf(BY_KIND.keySet());
    }

    /** Whether objects of this kind make pods of a template, which is listed. */
    public static boolean isWorkload(String kind) {
        PodKind known = BY_KIND.get(kind);
        return known != null && known != POD && known != POD_TEMPLATE;
    }

    public String kind() {
        return kind;
    }

    /** @param namespace empty for all */
    public String path(String namespace) {
        return (group.isEmpty() ? "/api/v1" : "/apis/" + group + "/v1")
                + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
                + "/" + plural;
    }

    /** As kubectl takes it: {@code deployments.apps}. */
    @Override
    public String toString() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
