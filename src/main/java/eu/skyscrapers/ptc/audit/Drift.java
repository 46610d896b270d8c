package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ImageSink;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.PodKind;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares the images of running pods with the pod templates of their workloads. Pods and templates may come in any
 * order; pods are counted by workload, revision, container and image, so that what it holds does not grow with their
 * number. A pod whose workload's template never comes has nothing to differ from.
 *
 * <p>Pods that have ended, or are about to, say nothing about the rollout, and an ephemeral container is in no template.
 */
public final class Drift implements ImageSink {
    private record Container(String name, ContainerType type) {}

    /** What pods of one workload were seen to use. */
    private record Seen(String revision, Container container, String image) {}

    private record Template(String revision, Map<Container, String> images) {
        private static Template of(PodImages template) {
            Map<Container, String> images = new HashMap<>(4);
            template.images().forEach(use -> images.put(new Container(use.container(), use.type()), use.image()));
            return new Template(template.revision(), images);
        }
    }

    private final Map<Workload, Map<Seen, Long>> pods = new HashMap<>();
    private final Map<Workload, Template> templates = new HashMap<>();
    /** By the ReplicaSet or Job itself. */
    private final Map<Workload, Template> revisions = new HashMap<>();

    @Override
    public void accept(PodImages images) {
        if (images.template()) {
            templates.put(images.workload(), Template.of(images));
        } else if (PodKind.isWorkload(images.workload().kind()) && !images.terminating() && !images.finished()) {
            Map<Seen, Long> seen = pods.computeIfAbsent(images.workload(), workload -> new HashMap<>(4));
            for (ImageUse use : images.images()) {
                if (use.type() != ContainerType.EPHEMERAL_CONTAINER) {
                    Container container = new Container(use.container(), use.type());
                    seen.merge(new Seen(images.revision(), container, use.image()), 1L, Long::sum);
                }
            }
        }
    }

    @Override
    public void acceptRevision(PodImages template) {
        revisions.put(template.workload(), Template.of(template));
    }

    @Override
    public void startOver() {
        pods.clear();
        templates.clear();
        revisions.clear();
    }

    /** Sorted by workload, container and image. */
    public List<DriftFinding> findings() {
        SortedMap<DriftFinding, DriftFinding> findings = new TreeMap<>();
        pods.forEach((workload, uses) -> {
            Template now = reference(workload);
            if (now != null) {
                uses.forEach((seen, count) -> {
                    String image = now.images().get(seen.container());
                    if (!seen.image().equals(image)) {
                        DriftFinding finding = new DriftFinding(
                                workload,
                                seen.container().name(),
                                seen.container().type(),
                                image == null ? "" : image,
                                seen.image(),
                                count,
                                cause(workload, now, seen));
                        findings.merge(finding, finding, DriftFinding::and);
                    }
                });
            }
        });
        return List.copyOf(findings.values());
    }

    /** The template that an operator sees; of a ReplicaSet or Job whose owner is of a kind that is not read, its own. */
    private @Nullable Template reference(Workload workload) {
        Template template = templates.get(workload);
        return template == null ? revisions.get(workload) : template;
    }

    /** Why the pods differ from their workload's template. */
    private DriftCause cause(Workload workload, Template now, Seen seen) {
        return switch (workload.kind()) {
            case "Deployment" -> byOrigin(origin(workload, "ReplicaSet", seen), seen);
            case "CronJob" -> byOrigin(origin(workload, "Job", seen), seen);
            case "StatefulSet", "DaemonSet" -> byRevision(now, seen);
            // Nobody can change the template of a Job, and an owner replaces a ReplicaSet as a whole.
            case "Job" -> byOrigin(now, seen);
            case "ReplicaSet" -> revisions.containsKey(workload) ? byOrigin(now, seen) : DriftCause.NOT_REPLACED;
            default -> DriftCause.NOT_REPLACED;
        };
    }

    private @Nullable Template origin(Workload workload, String kind, Seen seen) {
        return revisions.get(new Workload(workload.namespace(), kind, seen.revision()));
    }

    private static DriftCause byOrigin(@Nullable Template origin, Seen seen) {
        if (origin == null) {
            return DriftCause.UNKNOWN;
        }
        return seen.image().equals(origin.images().get(seen.container())) ? DriftCause.OLD : atAdmission(origin, seen);
    }

    private static DriftCause byRevision(Template now, Seen seen) {
        if (now.revision().isEmpty() || seen.revision().isEmpty()) {
            return DriftCause.UNKNOWN;
        }
        return now.revision().equals(seen.revision()) ? atAdmission(now, seen) : DriftCause.OLD;
    }

    private static DriftCause atAdmission(Template origin, Seen seen) {
        return origin.images().containsKey(seen.container()) ? DriftCause.REWRITTEN : DriftCause.ADDED;
    }
}
