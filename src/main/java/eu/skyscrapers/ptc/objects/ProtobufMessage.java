package eu.skyscrapers.ptc.objects;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message of the Kubernetes API, as far as it is read here: its fields by number. The numbers never change within an API
 * version.
 *
 * @see <a href="https://github.com/kubernetes/api/blob/master/core/v1/generated.proto">kubernetes/api, "generated.proto" of
 *     each group</a>; what all groups share is in kubernetes/apimachinery
 */
final class ProtobufMessage {
    enum Kind {
        TEXT,
        /** JSON leaves zero out. */
        NUMBER,
        /** A number that may be missing, so that zero is given too. */
        COUNT,
        BOOLEAN,
        TIME,
        /** Texts by texts. */
        MAP,
        MESSAGE,
        LIST,
        /** A message whose fields are those of the one around it in JSON. */
        INLINE
    }

    /** @param message {@link #NONE} for the kinds that hold none */
    record Field(int number, String name, Kind kind, ProtobufMessage message) {
        boolean isNumber() {
            return kind == Kind.NUMBER || kind == Kind.COUNT || kind == Kind.BOOLEAN;
        }
    }

    /** Of which nothing is read. */
    static final ProtobufMessage NONE = new ProtobufMessage(0);

    static final Field NO_FIELD = new Field(0, "", Kind.TEXT, NONE);

    /**
     * A message in each line, behind those that it holds; one that is served has its API version in front. A field is its
     * number and its name in JSON; what it is if no text: a message, or a list of one in brackets.
     */
    private static final String TABLE = """
            ListMeta: 2 resourceVersion, 3 continue, 4 remainingItemCount COUNT
            OwnerReference: 1 kind, 3 name, 6 controller BOOLEAN
            ObjectMeta: 1 name, 2 generateName, 3 namespace, 6 resourceVersion, 7 generation NUMBER, 9 deletionTimestamp TIME, \
            11 labels MAP, 12 annotations MAP, 13 ownerReferences [OwnerReference]
            Container: 1 name, 2 image, 14 imagePullPolicy
            EphemeralContainer: 1 INLINE Container
            ImageVolumeSource: 1 reference, 2 pullPolicy
            VolumeSource: 30 image ImageVolumeSource
            Volume: 1 name, 2 INLINE VolumeSource
            PodSpec: 1 volumes [Volume], 2 containers [Container], 10 nodeName, 20 initContainers [Container], \
            24 priorityClassName, 34 ephemeralContainers [EphemeralContainer]
            ContainerStateWaiting: 1 reason, 2 message
            ContainerState: 1 waiting ContainerStateWaiting
            ContainerStatus: 1 name, 2 state ContainerState
            PodStatus: 1 phase, 8 containerStatuses [ContainerStatus], 10 initContainerStatuses [ContainerStatus], \
            13 ephemeralContainerStatuses [ContainerStatus]
            Pod: 1 metadata ObjectMeta, 2 spec PodSpec, 3 status PodStatus
            TemplateMeta: 11 labels MAP, 12 annotations MAP
            PodTemplateSpec: 1 metadata TemplateMeta, 2 spec PodSpec
            ReplicationControllerSpec: 3 template PodTemplateSpec
            ReplicationController: 1 metadata ObjectMeta, 2 spec ReplicationControllerSpec
            DeploymentSpec: 3 template PodTemplateSpec
            Deployment: 1 metadata ObjectMeta, 2 spec DeploymentSpec
            StatefulSetSpec: 3 template PodTemplateSpec
            StatefulSetStatus: 1 observedGeneration NUMBER, 7 updateRevision
            StatefulSet: 1 metadata ObjectMeta, 2 spec StatefulSetSpec, 3 status StatefulSetStatus
            DaemonSetSpec: 2 template PodTemplateSpec
            DaemonSet: 1 metadata ObjectMeta, 2 spec DaemonSetSpec
            ReplicaSetSpec: 3 template PodTemplateSpec
            ReplicaSet: 1 metadata ObjectMeta, 2 spec ReplicaSetSpec
            JobSpec: 6 template PodTemplateSpec
            Job: 1 metadata ObjectMeta, 2 spec JobSpec
            JobTemplateSpec: 2 spec JobSpec
            CronJobSpec: 5 jobTemplate JobTemplateSpec
            CronJob: 1 metadata ObjectMeta, 2 spec CronJobSpec
            v1 PodList: 1 metadata ListMeta, 2 items [Pod]
            v1 ReplicationControllerList: 1 metadata ListMeta, 2 items [ReplicationController]
            apps/v1 DeploymentList: 1 metadata ListMeta, 2 items [Deployment]
            apps/v1 StatefulSetList: 1 metadata ListMeta, 2 items [StatefulSet]
            apps/v1 DaemonSetList: 1 metadata ListMeta, 2 items [DaemonSet]
            apps/v1 ReplicaSetList: 1 metadata ListMeta, 2 items [ReplicaSet]
            batch/v1 JobList: 1 metadata ListMeta, 2 items [Job]
            batch/v1 CronJobList: 1 metadata ListMeta, 2 items [CronJob]
            v1 Status: 3 message
            """;

    private static final Map<String, ProtobufMessage> BY_NAME = parse();

    private final @Nullable Field[] fields;

    private ProtobufMessage(int lastNumber) {
        fields = new Field[lastNumber + 1];
    }

    /** A message that is served; {@link #NONE} where it is not known. */
    static ProtobufMessage of(String apiVersion, String kind) {
        return BY_NAME.getOrDefault(apiVersion + " " + kind, NONE);
    }

    /** Null for what nobody reads here. */
    @Nullable
    Field field(long number) {
        return number < fields.length ? fields[(int) number] : null;
    }

    private static Map<String, ProtobufMessage> parse() {
        Map<String, ProtobufMessage> messages = new HashMap<>();
        for (String line : TABLE.strip().split("\n", -1)) {
            int colon = line.indexOf(':');
            String[] fields = line.substring(colon + 2).split(", ", -1);
            String[] last = fields[fields.length - 1].split(" ", -1);
            ProtobufMessage message = new ProtobufMessage(Integer.parseInt(last[0]));
            for (String text : fields) {
                Field field = field(text.split(" ", -1), messages);
                message.fields[field.number()] = field;
            }
            messages.put(line.substring(0, colon), message);
        }
        return messages;
    }

    private static Field field(String[] words, Map<String, ProtobufMessage> messages) {
        int number = Integer.parseInt(words[0]);
        if (words.length == 2) {
            return new Field(number, words[1], Kind.TEXT, NONE);
        }
        boolean list = words[2].startsWith("[");
        String type = list ? words[2].substring(1, words[2].length() - 1) : words[2];
        ProtobufMessage message = messages.get(type);
        if (message == null) {
            return new Field(number, words[1], Kind.valueOf(type), NONE);
        }
        Kind kind = words[1].equals("INLINE") ? Kind.INLINE : list ? Kind.LIST : Kind.MESSAGE;
        return new Field(number, words[1], kind, message);
    }
}
