package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.workload.Workload;

/**
 * The owner that controls an object.
 *
 * @param kind empty where nothing controls it
 */
record Owner(String kind, String name) {
    static final Owner NONE = new Owner("", "");

    /** Eight digits: the scheduled time in minutes since 1970, from 2015 to 2046, so that no date is mistaken for it. */
    private static final int SCHEDULED_DIGITS = 8;

    private static final int SCHEDULED_MIN = 24_000_000;
    private static final int SCHEDULED_MAX = 40_000_000;

    /**
     * The workload that a person knows a pod by: the Deployment of its ReplicaSet, the CronJob of its Job.
     *
     * @param templateHash the pod's label {@code pod-template-hash}, which only a Deployment sets
     */
    Workload workloadOf(String namespace, String pod, String templateHash) {
        return switch (kind) {
            // A static pod belongs to its node, which nobody edits.
            case "", "Node" -> new Workload(namespace, "Pod", pod);
            case "ReplicaSet" ->
                !templateHash.isEmpty() && name.endsWith("-" + templateHash)
                        ? new Workload(
                                namespace, "Deployment", name.substring(0, name.length() - templateHash.length() - 1))
                        : new Workload(namespace, kind, name);
            case "Job" ->
                isScheduled()
                        ? new Workload(namespace, "CronJob", name.substring(0, name.length() - SCHEDULED_DIGITS - 1))
                        : new Workload(namespace, kind, name);
            default -> new Workload(namespace, kind, name);
        };
    }

    /** Which template of its workload a pod was made from, as {@code PodImages} has it. */
    String revisionOf(KnownLabels pod) {
        return switch (kind) {
            case "ReplicaSet", "Job" -> name;
            case "StatefulSet" -> pod.get(KnownLabels.CONTROLLER_REVISION);
            case "DaemonSet" -> pod.get(KnownLabels.TEMPLATE_GENERATION);
            default -> "";
        };
    }

    /** Whether a CronJob named this Job: a pod names its Job, but not the Job's own owner. */
    private boolean isScheduled() {
        int dash = name.length() - SCHEDULED_DIGITS - 1;
        if (dash < 1 || name.charAt(dash) != '-') {
            return false;
        }
        int minutes = 0;
        for (int i = dash + 1; i < name.length(); i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            minutes = minutes * 10 + digit;
        }
        return minutes >= SCHEDULED_MIN && minutes < SCHEDULED_MAX;
    }
}
