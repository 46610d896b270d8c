package eu.skyscrapers.ptc.api;

import java.util.Collection;
import java.util.stream.Collectors;

/** What is listed of a cluster: the pods, and the workloads that hold pod templates. */
enum Resource {
    PODS("", "Pod", "pods"),
    REPLICATION_CONTROLLERS("", "ReplicationController", "replicationcontrollers"),
    DEPLOYMENTS("apps", "Deployment", "deployments"),
    STATEFUL_SETS("apps", "StatefulSet", "statefulsets"),
    DAEMON_SETS("apps", "DaemonSet", "daemonsets"),
    REPLICA_SETS("apps", "ReplicaSet", "replicasets"),
    JOBS("batch", "Job", "jobs"),
    CRON_JOBS("batch", "CronJob", "cronjobs");

    private final String group;
    private final String kind;
    private final String plural;

    Resource(String group, String kind, String plural) {
        this.group = group;
        this.kind = kind;
        this.plural = plural;
    }

    /** Empty for the core group. */
    String group() {
        return group;
    }

    String kind() {
        return kind;
    }

    /** As paths and permissions name it. */
    String plural() {
        return plural;
    }

    /** @param namespace empty for all */
    String path(String namespace) {
        return (group.isEmpty() ? "/api/v1" : "/apis/" + group + "/v1")
                + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
                + "/" + plural;
    }

    /** As kubectl takes it: {@code deployments.apps}. */
    @Override
    public String toString() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    static String names(Collection<Resource> resources) {
        return resources.stream().map(Resource::toString).collect(Collectors.joining(","));
    }
}
