package eu.skyscrapers.ptc.kubernetes.manifests;

import eu.skyscrapers.ptc.kubernetes.manifests.Node.Alias;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Field;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Mapping;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Scalar;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The images of one document: those that the audit reads, in pods, pod templates and lists of them, of whatever kind.
 *
 * <p>Whatever aliases and merge keys share is gone through once for each part that it plays, so that a document takes no
 * longer than its text.
 */
final class Images {
    private static final int MAX_NESTED_LISTS = 8;
    private static final String LIST = "List";
    private static final List<String> CONTAINERS = List.of("containers", "initContainers", "ephemeralContainers");

    private interface Visitor {
        void visit(Node place) throws ManifestException;
    }

    /** @param shared a node or a field */
    private record Visit(Object shared, String role) {}

    private final Set<Visit> visits = new HashSet<>();
    private final Set<Scalar> written = new LinkedHashSet<>();
    private final List<Alias> aliases = new ArrayList<>();

    private Images() {}

    static Images of(Node root) throws ManifestException {
        Images images = new Images();
        images.object(root, "", 0);
        return images;
    }

    /** The images that stand where they are used, or in a mapping that is shared by those who use it. */
    Set<Scalar> written() {
        return written;
    }

    /** The images that an alias stands for. */
    List<Alias> aliases() {
        return aliases;
    }

    /** @param listKind what kind the list says that its items are; empty when it does not, and for a whole document */
    private void object(Node place, String listKind, int depth) throws ManifestException {
        if (depth > MAX_NESTED_LISTS) {
            throw new ManifestException(place.line, "lists within lists, more than " + MAX_NESTED_LISTS + " deep");
        }
        Node object = follow(place);
        String kind = kind(object, listKind);
        String role = kind + " ";
        if (kind.isEmpty() || kind.endsWith(LIST)) {
            String itemKind = kind.isEmpty() ? "" : kind.substring(0, kind.length() - LIST.length());
            fields(object, "items", role, items -> items(items, role, item -> object(item, itemKind, depth + 1)));
        }
        switch (kind) {
            case "Pod" -> fields(object, "spec", role, this::podSpec);
            case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob" ->
                fields(object, "spec", "workload", this::templates);
            case "PodTemplate" -> template(object);
            case "" -> {
                // An item of a list that does not say what of: only a pod has containers there.
                if (depth > 0) {
                    fields(object, "spec", role, this::podSpec);
                }
            }
            // As the audit does: an Argo Rollout, for example, has a template where a Deployment has one.
            default ->
                fields(object, "spec", role, spec -> {
                    podSpec(spec);
                    templates(spec);
                });
        }
    }

    private void templates(Node spec) throws ManifestException {
        template(spec);
        fields(spec, "jobTemplate", "workload", job -> fields(job, "spec", "job", this::template));
    }

    private static String kind(Node object, String otherwise) {
        Field field = object instanceof Mapping mapping ? mapping.field("kind") : null;
        if (field != null
                && field.values.get(field.values.size() - 1).content() instanceof Scalar kind
                && !kind.isNull()) {
            return kind.text;
        }
        return otherwise;
    }

    private void template(Node holder) throws ManifestException {
        fields(holder, "template", "", template -> fields(template, "spec", "template", this::podSpec));
    }

    private void podSpec(Node spec) throws ManifestException {
        for (String containers : CONTAINERS) {
            fields(spec, containers, "", list -> items(list, "containers", this::container));
        }
        fields(
                spec,
                "volumes",
                "",
                list -> items(
                        list,
                        "volumes",
                        volume -> fields(
                                volume, "image", "volume", image -> fields(image, "reference", "", this::image))));
    }

    private void container(Node container) throws ManifestException {
        fields(container, "image", "container", this::image);
    }

    private void image(Node place) {
        if (follow(place) instanceof Scalar scalar && !scalar.isNull()) {
            if (place instanceof Alias alias) {
                aliases.add(alias);
            } else {
                written.add(scalar);
            }
        }
    }

    /** @param role what tells this use of the field from others of the same name */
    private void fields(Node place, String name, String role, Visitor visitor) throws ManifestException {
        if (follow(place) instanceof Mapping mapping) {
            Field field = mapping.field(name);
            if (field != null && visits.add(new Visit(field, role))) {
                for (Node value : field.values) {
                    visitor.visit(value);
                }
            }
        }
    }

    private void items(Node place, String role, Visitor visitor) throws ManifestException {
        if (follow(place) instanceof Sequence sequence && visits.add(new Visit(sequence, role))) {
            for (Node item : sequence.items) {
                visitor.visit(item);
            }
        }
    }

    private static Node follow(Node place) {
        if (place instanceof Alias alias) {
            alias.followed = true;
        }
        return place.content();
    }
}
