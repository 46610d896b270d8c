package eu.skyscrapers.ptc.api.server;

import java.util.Locale;

/** The kinds that the server has lists of. */
public enum Resource {
    PODS("v1", "Pod"),
    REPLICATION_CONTROLLERS("v1", "ReplicationController"),
    DEPLOYMENTS("apps/v1", "Deployment"),
    STATEFUL_SETS("apps/v1", "StatefulSet"),
    DAEMON_SETS("apps/v1", "DaemonSet"),
    REPLICA_SETS("apps/v1", "ReplicaSet"),
    JOBS("batch/v1", "Job"),
    CRON_JOBS("batch/v1", "CronJob");

    private final String apiVersion;
    private final String kind;

    Resource(String apiVersion, String kind) {
        this.apiVersion = apiVersion;
        this.kind = kind;
    }

    String apiVersion() {
        return apiVersion;
    }

    String kind() {
        return kind;
    }

    /** Empty for the core group. */
    String group() {
        return apiVersion.equals("v1") ? "" : apiVersion.substring(0, apiVersion.indexOf('/'));
    }

    /** As paths and messages name it. */
    String plural() {
        return name().replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** What paths of this group begin with. */
    String root() {
        return (group().isEmpty() ? "/api/" : "/apis/") + apiVersion;
    }
}
