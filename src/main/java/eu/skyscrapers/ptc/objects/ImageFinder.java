package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.objects.Pieces.Freedom;
import eu.skyscrapers.ptc.objects.Pieces.Piece;
import eu.skyscrapers.ptc.objects.Value.Fields;
import eu.skyscrapers.ptc.objects.Value.Items;
import eu.skyscrapers.ptc.objects.Value.Text;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.FilePlace;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.ImageUse.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the images of an object whose kind is not Kubernetes' own: in lists of containers wherever they lie, as kustomize's
 * image transformer does, and where the table of {@link Shape}s says.
 *
 * @see <a href="https://github.com/kubernetes-sigs/kustomize/blob/master/api/filters/imagetag/legacy.go">kustomize,
 *     "legacy.go"</a>
 */
final class ImageFinder {
    private static final Map<String, ContainerType> CONTAINERS = Map.of(
            "containers", ContainerType.CONTAINER,
            "initContainers", ContainerType.INIT_CONTAINER,
            "ephemeralContainers", ContainerType.EPHEMERAL_CONTAINER);

    /** Of the reference grammar; some write the digest behind the tag, as charts do not know of it. */
    private static final Pattern TAG =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}(@[a-z0-9]+:[0-9a-f]{64,128})?");

    private static final Pattern DIGEST = Pattern.compile("[a-z0-9]+:[0-9a-f]{64,128}");

    private static final Set<String> BESIDE_REPOSITORY = Set.of("registry", "tag", "digest");

    record Problem(long line, String what) {}

    private interface Sink {
        void take(Value value, Path path) throws IOException;
    }

    /** The way to a value, as {@code spec.steps[0].image}. */
    private record Path(@Nullable Path to, String step) {
        Path field(String name) {
            return new Path(this, step.isEmpty() ? name : "." + name);
        }

        Path item(int index) {
            return new Path(this, "[" + index + "]");
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(step);
            for (Path each = to; each != null; each = each.to) {
                text.insert(0, each.step);
            }
            return text.toString();
        }
    }

    private static final Path ROOT = new Path(null, "");
    private static final Fields NONE = new Fields(Map.of());

    private final Tokens tokens;
    private final List<ImageUse> uses = new ArrayList<>();
    /** What was taken for an image already, each as itself. */
    private final Set<Text> taken = Collections.newSetFromMap(new IdentityHashMap<>());

    private final List<Problem> problems = new ArrayList<>();
    private String priorityClass = "";
    private long filledIn;
    private boolean chart;

    /** @param tokens that the object was read from */
    ImageFinder(Tokens tokens) {
        this.tokens = tokens;
    }

    /** What could not be read, with its line. */
    List<Problem> problems() {
        return problems;
    }

    List<ImageUse> uses() {
        return uses;
    }

    /** The first that the object names, and one of the system's before all others; empty for none. */
    String priorityClass() {
        return priorityClass;
    }

    /** How many images are none until a pod is made. */
    long filledIn() {
        return filledIn;
    }

    /** Whether the object makes pods that only rendering shows. */
    boolean chart() {
        return chart;
    }

    void read(String apiVersion, String kind, Fields object) throws IOException {
        containers(object, ROOT, null);
        for (Shape shape : Shape.TABLE) {
            if (shape.isOf(apiVersion, kind)) {
                String[] steps =
                        shape.path().isEmpty() ? new String[0] : shape.path().split("\\.");
                walk(object, ROOT, steps, 0, (value, path) -> {
                    switch (shape.holds()) {
                        case IMAGE -> image(value, path);
                        case VALUES -> values(value, path);
                        case SETTINGS -> settings(value, path);
                        case IMAGES -> entries(value, path);
                        case CHART -> chart = true;
                    }
                });
            }
        }
    }

    /** @param holder what the value is a field of */
    private void containers(Value value, Path path, @Nullable Fields holder) {
        if (value instanceof Items items) {
            for (int i = 0; i < items.all().size(); i++) {
                containers(items.all().get(i), path.item(i), null);
            }
        } else if (value instanceof Fields fields) {
            boolean filledIn = holder != null && isFilledIn(holder);
            boolean pod = false;
            for (Map.Entry<String, Value> field : fields.byName().entrySet()) {
                ContainerType type = CONTAINERS.get(field.getKey());
                if (type != null && field.getValue() instanceof Items list) {
                    pod = true;
                    list(list, path.field(field.getKey()), "image", type, filledIn);
                }
            }
            if (pod) {
                priorityClass(fields.text("priorityClassName"));
            }
            if (pod && fields.get("volumes") instanceof Items volumes) {
                list(volumes, path.field("volumes"), "reference", ContainerType.IMAGE_VOLUME, false);
            }
            fields.byName().forEach((name, child) -> containers(child, path.field(name), fields));
        }
    }

    private void priorityClass(@Nullable Text named) {
        if (named != null
                && (priorityClass.isEmpty()
                        || (named.text().startsWith("system-") && !priorityClass.equals("system-node-critical")))) {
            priorityClass = named.text();
        }
    }

    /** Whether Istio's injector fills in images of a pod template. */
    private static boolean isFilledIn(Fields template) {
        if (!(template.get("metadata") instanceof Fields metadata)) {
            return false;
        }
        Fields annotations = metadata.get("annotations") instanceof Fields fields ? fields : NONE;
        Fields labels = metadata.get("labels") instanceof Fields fields ? fields : NONE;
        Text templates = annotations.text(IstioInjector.TEMPLATES);
        Text label = labels.text(IstioInjector.INJECT);
        Text inject = label == null ? annotations.text(IstioInjector.INJECT) : label;
        return IstioInjector.fillsIn(templates == null ? "" : templates.text(), inject == null ? "" : inject.text());
    }

    private void list(Items list, Path path, String field, ContainerType type, boolean someFilledIn) {
        for (int i = 0; i < list.all().size(); i++) {
            if (list.all().get(i) instanceof Fields item) {
                Value holder = type == ContainerType.IMAGE_VOLUME ? item.get("image") : item;
                Text image = holder instanceof Fields fields ? fields.text(field) : null;
                Text policy = holder instanceof Fields fields
                        ? fields.text(type == ContainerType.IMAGE_VOLUME ? "pullPolicy" : "imagePullPolicy")
                        : null;
                Text name = item.text("name");
                if (image != null && someFilledIn && IstioInjector.isFilledIn(image.text())) {
                    filledIn++;
                    taken.add(image);
                } else if (image != null && taken.add(image)) {
                    String container = name == null ? path.item(i).toString() : name.text();
                    uses.add(new ImageUse(
                            image.text(), container, type, image.place(), policy == null ? "" : policy.text()));
                }
            }
        }
    }

    /** Gives the sink what lies on the way of these steps. */
    private static void walk(Value value, Path path, String[] steps, int at, Sink sink) throws IOException {
        if (at == steps.length) {
            sink.take(value, path);
        } else if (value instanceof Items items) {
            for (int i = 0; i < items.all().size(); i++) {
                walk(items.all().get(i), path.item(i), steps, at, sink);
            }
        } else if (value instanceof Fields fields) {
            boolean deep = steps[at].equals("**");
            if (deep) {
                walk(fields, path, steps, at + 1, sink);
            }
            for (Map.Entry<String, Value> field : fields.byName().entrySet()) {
                if (deep || steps[at].equals("*") || steps[at].equals(field.getKey())) {
                    walk(field.getValue(), path.field(field.getKey()), steps, deep ? at : at + 1, sink);
                }
            }
        }
    }

    private void image(Value value, Path path) {
        if (value instanceof Text text && !text.text().isEmpty()) {
            found(null, text, "", path, null, "");
        } else if (value instanceof Fields parts) {
            parts(parts, path, true, null);
        }
    }

    private void values(Value value, Path path) throws IOException {
        if (!(value instanceof Text text)) {
            values(value, path, false, null);
        } else if (!text.text().isBlank()) {
            try {
                values(Value.read(tokens.within(text.text(), text.line(), text.place())), path, false, null);
            } catch (MalformedException e) {
                problems.add(new Problem(e.line(), "the values in " + path + " cannot be read: " + e.getMessage()));
            }
        }
    }

    /**
     * @param ofImage whether the values are those of an image, by the name of a field above
     * @param global the registry that a chart puts before the images of these values
     */
    private void values(Value value, Path path, boolean ofImage, @Nullable Text global) {
        if (value instanceof Items items) {
            for (int i = 0; i < items.all().size(); i++) {
                values(items.all().get(i), path.item(i), ofImage, global);
            }
        } else if (value instanceof Fields fields) {
            Text registry = globalRegistry(fields);
            Text first = registry == null ? global : registry;
            parts(fields, path, ofImage, first);
            fields.byName().forEach((name, child) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                values(child, path.field(name), ofImage || lower.endsWith("image") || lower.endsWith("images"), first);
            });
        }
    }

    /** Where charts that have one registry for all images, as Bitnami's, take it from. */
    private static @Nullable Text globalRegistry(Fields values) {
        if (!(values.get("global") instanceof Fields global)) {
            return null;
        }
        Text registry = global.text("imageRegistry");
        if (registry == null && global.get("image") instanceof Fields image) {
            registry = image.text("registry");
        }
        return registry == null ? global.text("registry") : registry;
    }

    /** The image that the fields of one mapping make together. */
    private void parts(Fields fields, Path path, boolean ofImage, @Nullable Text global) {
        Text registry = fields.text("registry");
        boolean whole = !Collections.disjoint(fields.byName().keySet(), BESIDE_REPOSITORY);
        Text repository = fields.text("repository");
        if (repository == null && ofImage && whole) {
            repository = fields.text("name");
        }
        Text image = fields.text("image");
        if (image != null) {
            // Some charts say repository for what others call the registry.
            Text first = repository == null || namesHost(image.text()) ? registry : repository;
            found(first, image, tagAndDigest(fields, image), path.field("image"), first == null ? null : global, "");
        } else if (repository != null && (ofImage || whole)) {
            repository(registry, repository, fields, path, global);
        }
        Text named = fields.text("imageRepository");
        if (named != null) {
            repository(null, named, fields, path.field("imageRepository"), global);
        }
    }

    private void repository(@Nullable Text registry, Text repository, Fields fields, Path path, @Nullable Text global) {
        // As the address of a Git repository, beside its tag.
        if (!repository.text().contains("://")) {
            boolean open = registry == null && !namesHost(repository.text());
            String caution = open
                    ? "no registry stands beside it; if the chart puts its own before it, write the cache's host there"
                    : "";
            found(registry, repository, tagAndDigest(fields, repository), path, global, caution);
        }
    }

    /** Where they stand beside the name; a name may have its own, and some write the digest into the tag. */
    private static String tagAndDigest(Fields fields, Text name) {
        String last = name.text().substring(name.text().lastIndexOf('/') + 1);
        if (last.indexOf(':') >= 0 || last.indexOf('@') >= 0) {
            return "";
        }
        Text tag = fields.text("tag");
        return matching(":", tag == null ? fields.text("imageTag") : tag, TAG)
                + matching("@", fields.text("digest"), DIGEST);
    }

    /** Neither tag nor digest decides where an image comes from: one that is to be filled in is left out. */
    private static String matching(String before, @Nullable Text text, Pattern pattern) {
        return text != null && pattern.matcher(text.text()).matches() ? before + text.text() : "";
    }

    private void settings(Value value, Path path) {
        Fields values = new Fields(new LinkedHashMap<>());
        if (value instanceof Fields fields) {
            fields.byName().forEach((name, each) -> set(values, name, each));
        } else if (value instanceof Items items) {
            for (Value each : items.all()) {
                if (each instanceof Fields fields && fields.text("name") != null && fields.text("value") != null) {
                    set(values, fields.text("name").text(), fields.text("value"));
                }
            }
        }
        values(values, path, false, null);
    }

    private static void set(Fields values, String name, @Nullable Value value) {
        String[] steps = name.split("(?<!\\\\)\\.", Value.DEPTH_MAX);
        Fields holder = values;
        for (int i = 0; i < steps.length - 1; i++) {
            Value next = holder.byName().computeIfAbsent(steps[i], step -> new Fields(new LinkedHashMap<>()));
            if (!(next instanceof Fields fields)) {
                return;
            }
            holder = fields;
        }
        if (value instanceof Text) {
            holder.byName().put(steps[steps.length - 1], value);
        }
    }

    /** Entries as in a kustomization; Argo CD writes one as a string, {@code nginx=quay.io/team/nginx:1}. */
    private void entries(Value value, Path path) {
        if (value instanceof Items items) {
            for (int i = 0; i < items.all().size(); i++) {
                entries(items.all().get(i), path.item(i));
            }
        } else if (value instanceof Fields entry) {
            Text name = entry.text("name");
            Text newName = entry.text("newName");
            String digest = matching("@", entry.text("digest"), DIGEST);
            String after = digest.isEmpty() ? matching(":", entry.text("newTag"), TAG) : digest;
            if (newName != null) {
                String caution = name == null
                        ? ""
                        : "this entry finds images named " + name.text() + ", so leave that name in the manifests";
                add(Freedom.ALL, null, newName, "", after, path.field("newName"), caution);
            } else if (name != null && !after.isEmpty()) {
                add(
                        Freedom.NOTHING,
                        null,
                        name,
                        "",
                        after,
                        path.field("name"),
                        "the entry has no newName to change; add one");
            }
        } else if (value instanceof Text text && !text.text().isEmpty()) {
            int start = text.text().indexOf('=') + 1;
            Text name = new Text(text.text().substring(start), text.line(), text.place());
            add(Freedom.ALL, null, name, text.text().substring(0, start), "", path, "");
        }
    }

    /**
     * @param name behind the registry, or whole
     * @param global as far as it is heeded for this image
     */
    private void found(
            @Nullable Text registry, Text name, String after, Path path, @Nullable Text global, String caution) {
        if (!taken.add(name)) {
            return;
        }
        boolean other = global != null
                && (registry == null ? !namesHost(name.text()) : !global.text().equals(registry.text()));
        if (other) {
            add(Freedom.REGISTRY, global, name, "", after, path, "");
        }
        // Which of two registries a chart heeds is not known: both are read.
        if (!other || registry != null) {
            add(Freedom.ALL, registry, name, "", after, path, caution);
        }
    }

    private void add(
            Freedom freedom,
            @Nullable Text registry,
            Text name,
            String before,
            String after,
            Path path,
            String caution) {
        String host = registry == null ? "" : registry.text() + (registry.text().endsWith("/") ? "" : "/");
        Place place = name.place();
        if (place instanceof FilePlace written) {
            boolean whole = registry == null && before.isEmpty() && after.isEmpty() && caution.isEmpty();
            place = whole ? written : written.lineOnly();
        } else if (place != null) {
            Piece first = registry == null ? null : piece(registry);
            place = new Pieces(freedom, first, piece(name), before, after, caution);
        }
        uses.add(new ImageUse(host + name.text() + after, path.toString(), ContainerType.FIELD, place, ""));
    }

    private static Piece piece(Text text) {
        return new Piece(text.text(), Objects.requireNonNull(text.place()));
    }

    /** As a reference does, with a dot, a colon or a capital before the first slash. */
    private static boolean namesHost(String name) {
        int slash = name.indexOf('/');
        return slash > 0
                && (name.startsWith("localhost/")
                        || name.chars().limit(slash).anyMatch(c -> c == '.' || c == ':' || (c >= 'A' && c <= 'Z')));
    }
}
