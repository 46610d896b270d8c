package eu.skyscrapers.ptc.api;

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

    String kind() {
        return kind;
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
}
