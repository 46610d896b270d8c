package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.objects.Tokens.Token;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.FilePlace;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.ImageUse.Place;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.PodKind;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads Kubernetes objects from tokens, and reports the images of each pod and pod template. */
final class ObjectReader extends Cursor {
    private static final int MAX_NESTED_LISTS = 8;
    private static final String LIST = "List";
    private static final String LIKE_A_PATCH =
            "; if this is a patch of kustomize, audit the output of kustomize build instead";
    private static final Comparator<ImageUse> BY_TYPE = Comparator.comparing(ImageUse::type);

    /** Any other kind's fields may be of any shape. */
    private static final Set<String> POD_KINDS = PodKind.kinds();

    /** Of {@link #POD_KINDS}; the first is the one without a name. */
    private static final Set<String> GROUPS = Set.of("", "apps", "batch", "extensions");

    /** What they hold makes no pod, though it looks so: a schema, and what another object was before. */
    private static final Set<String> KINDS_WITHOUT_PODS = Set.of("CustomResourceDefinition", "ControllerRevision");

    /** As a CustomResourceDefinition may name one: a DNS label but for its capitals. */
    private static final Pattern KIND = Pattern.compile("[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    /** What one object says, in whatever order it says it. */
    private static final class Draft {
        private final long line;
        private String kind;
        private String namespace = "";
        private String name = "";
        private String generateName = "";
        /** All labels, where a selector wants to know them. */
        private final Map<String, String> labels = new HashMap<>(0);

        private final KnownLabels knownLabels = new KnownLabels();
        private final ObjectStatus status = new ObjectStatus();
        private String generation = "";
        private Owner owner = Owner.NONE;
        private @Nullable Instant endsBy;
        private String message = "";
        private final PodSpec pod = new PodSpec();
        private final PodSpec template = new PodSpec();

        private String apiVersion = "";
        // What its fields were taken for, by what was known of the object when they came.
        private boolean readAsPods;
        private boolean readAsOther;
        /** The fields of a kind that is not known. */
        private Map<String, Value> fields = Map.of();
        /** What stands before the kind. */
        private Map<String, Recording> early = Map.of();
        /** How much of that there is room for. */
        private int room = Recording.STEPS_MAX;

        private boolean list;
        private String resourceVersion = "";
        private String continueToken = "";
        private long remaining = -1;
        private long items;
        /** Items without a kind, in a list that names its own kind only after them. */
        private List<Draft> unnamed = List.of();
        /** The kinds that items claim, and the line of the first that does. */
        private Map<String, Long> claimed = Map.of();
        /** Whether it is not of the shape that it should have, which was reported. */
        private boolean misshapen;

        private Draft(long line, String kind) {
            this.line = line;
            this.kind = kind;
        }

        /** Of a field that stands twice, the last counts; images are found in all. */
        private void forgetMetadata() {
            name = "";
            generateName = "";
            namespace = "";
            labels.clear();
            owner = Owner.NONE;
            endsBy = null;
        }

        private String shownName() {
            return name.isEmpty() ? generateName + "*" : name;
        }

        private String where() {
            return kind + " " + (namespace.isEmpty() ? shownName() : namespace + "/" + shownName());
        }

        /** Whether it is of one of {@link #POD_KINDS}, and no operator's kind of the same name. */
        private boolean holdsPods() {
            return POD_KINDS.contains(kind)
                    && GROUPS.contains(apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/'))));
        }

        /** What kind the items of this list are that name none, as in kubectl; empty when the list does not say. */
        private String itemKind() {
            return kind.endsWith(LIST) ? kind.substring(0, kind.length() - LIST.length()) : kind;
        }
    }

    /** The images of one pod spec. */
    private static final class PodSpec {
        private boolean containers;
        /** A container that has no image. */
        private @Nullable String withoutImage;

        private final List<ImageUse> images = new ArrayList<>(4);
        private String priorityClass = "";
        private String node = "";
        /** The labels and annotations of a template that {@link IstioInjector} uses. */
        private final Map<String, String> injection = new HashMap<>(0);

        /** Forgets images that are none until a pod is made. */
        private long removeFilledIn() {
            long all = images.size();
            if (IstioInjector.fillsIn(
                    injection.getOrDefault(IstioInjector.TEMPLATES, ""),
                    injection.getOrDefault(IstioInjector.INJECT, ""))) {
                images.removeIf(use -> IstioInjector.isFilledIn(use.image()));
            }
            return all - images.size();
        }
    }

    /** A container, or a volume. */
    private static final class Use {
        private String name = "";
        private @Nullable String image;
        private @Nullable Place place;
        private String pullPolicy = "";
        private boolean imageVolume;

        private ImageUse of(ContainerType type) {
            return new ImageUse(image == null ? "" : image, name, type, place, pullPolicy);
        }
    }

    private final Scope scope;
    private final Findings findings;
    /** Whether objects of any kind may come, as in files. */
    private boolean anyKind;
    /** How many values were not of the shape that they should have. */
    private long misshapen;
    /** Told a list, as far as it has been read, when its items follow. */
    private Consumer<Draft> beforeItems = list -> {};

    ObjectReader(Tokens tokens, Scope scope, Findings findings) {
        super(tokens);
        this.scope = scope;
        this.findings = findings;
    }

    /**
     * Reads the next document.
     *
     * @return whether there was one
     */
    boolean readDocument() throws IOException {
        anyKind = true;
        return switch (tokens.next()) {
            case END -> false;
            case NULL -> true;
            case OBJECT -> {
                tell(object("", 0));
                yield true;
            }
            case ARRAY -> throw malformed(NoManifest.ARRAY);
            default -> throw malformed(NoManifest.VALUE);
        };
    }

    /**
     * Reads one list of objects of one kind, and nothing else.
     *
     * @param continued gets the continue token before the items are read, where it stands before them
     */
    ListPage readList(String itemKind, Consumer<String> continued) throws IOException {
        if (tokens.next() != Token.OBJECT) {
            throw malformed("not a list of Kubernetes objects");
        }
        beforeItems = list -> {
            if (list.kind.equals(itemKind + LIST) && !list.continueToken.isEmpty()) {
                continued.accept(list.continueToken);
            }
        };
        Draft list = object("", 0);
        if (!list.kind.equals(itemKind + LIST)) {
            String said = list.message.isEmpty() ? "" : ", and says: " + list.message;
            throw malformed("it is of the kind '" + list.kind + "', not a " + itemKind + LIST + said);
        }
        if (!list.list) {
            throw malformed("a " + itemKind + LIST + " without items");
        }
        end(list);
        if (tokens.next() != Token.END) {
            throw malformed("there is more after the end of the list");
        }
        return page(list);
    }

    /**
     * Reads the events of a watch to its end. What came before an exception was reported.
     *
     * @throws WatchExpiredException when the server no longer knows the point where the watch began
     */
    void readWatch(WatchFindings events) throws IOException {
        Token token;
        while ((token = tokens.next()) != Token.END) {
            if (token != Token.OBJECT) {
                throw malformed("an event that is not an object");
            }
            event(events);
        }
    }

    private void event(WatchFindings events) throws IOException {
        String type = "";
        Draft draft = null;
        while (tokens.next() == Token.FIELD) {
            switch (tokens.text()) {
                case "type" -> type = text("type");
                case "object" -> {
                    if (tokens.next() != Token.OBJECT) {
                        throw malformed("an event without an object");
                    }
                    draft = object("", 0);
                }
                default -> pass();
            }
        }
        if (draft == null) {
            throw malformed("an event without an object");
        }
        switch (type) {
            case "ADDED", "MODIFIED" -> tell(draft);
            case "DELETED" -> events.gone(draft.namespace, draft.name);
            case "BOOKMARK" -> {}
            // Whatever the error is, a new list finds out more than this one says.
            default -> throw new WatchExpiredException(type + " " + draft.message);
        }
        events.at(draft.resourceVersion);
    }

    /** Reads the rest of an object; the items of a list are reported on the way. */
    private Draft object(String kind, int depth) throws IOException {
        Draft draft = new Draft(tokens.line(), kind);
        long before = misshapen;
        while (tokens.next() == Token.FIELD) {
            String name = tokens.text();
            switch (name) {
                case "kind" -> draft.kind = text("kind");
                case "apiVersion" -> draft.apiVersion = anyText();
                case "message" -> draft.message = anyText();
                case "metadata" -> {
                    draft.forgetMetadata();
                    fields("metadata", field -> metadata(draft, field));
                }
                case "items" -> items(draft, depth);
                default -> field(draft, name);
            }
        }
        if (depth == 0 && draft.kind.isEmpty() && !draft.list && findings.isKustomization()) {
            draft.kind = Shape.KUSTOMIZATION;
            draft.apiVersion = draft.apiVersion.isEmpty() ? Shape.KUSTOMIZATION_VERSION : draft.apiVersion;
        }
        early(draft);
        draft.misshapen |= misshapen > before;
        return draft;
    }

    private void field(Draft draft, String name) throws IOException {
        if (!anyKind || draft.holdsPods()) {
            draft.readAsPods = true;
            podField(draft, name);
        } else if (draft.kind.isEmpty()) {
            draft.early = draft.early.isEmpty() ? new LinkedHashMap<>() : draft.early;
            Recording recording = new Recording(tokens, draft.room);
            draft.room = Math.max(0, draft.room - recording.size());
            draft.early.put(name, recording);
        } else if (name.equals("status") || KINDS_WITHOUT_PODS.contains(draft.kind)) {
            draft.readAsOther = true;
            pass();
        } else {
            draft.readAsOther = true;
            draft.fields = draft.fields.isEmpty() ? new LinkedHashMap<>() : draft.fields;
            draft.fields.put(name, Value.read(tokens));
        }
    }

    /** Reads what stands before the kind; without any it is read as that of a kind that holds pods. */
    private void early(Draft draft) throws IOException {
        Tokens rest = tokens;
        for (Map.Entry<String, Recording> each : draft.early.entrySet()) {
            tokens = each.getValue().again();
            if (draft.kind.isEmpty()) {
                podField(draft, each.getKey());
            } else {
                field(draft, each.getKey());
            }
        }
        tokens = rest;
    }

    private void podField(Draft draft, String name) throws IOException {
        switch (name) {
            case "spec" -> spec(draft);
            case "status" -> draft.status.read(tokens);
            case "template" -> template(draft);
            default -> pass();
        }
    }

    /** To kubectl every object that has items is a list of them, whatever its kind says, and nothing else. */
    private void items(Draft list, int depth) throws IOException {
        if (depth == MAX_NESTED_LISTS) {
            misshapen("lists within lists, more than " + MAX_NESTED_LISTS + " deep");
            pass();
            return;
        }
        if (depth == 0 && !list.list) {
            beforeItems.accept(list);
        }
        list.list = true;
        objects("items, which makes any object a list to kubectl,", () -> {
            list.items++;
            Draft item = object(list.itemKind(), depth + 1);
            if (item.kind.isEmpty() && item.pod.containers) {
                item.kind = "Pod";
            }
            if (item.kind.isEmpty() && list.kind.isEmpty()) {
                list.unnamed = list.unnamed.isEmpty() ? new ArrayList<>() : list.unnamed;
                list.unnamed.add(item);
            } else {
                list.claimed = list.claimed.isEmpty() ? new HashMap<>(2) : list.claimed;
                list.claimed.putIfAbsent(item.kind, item.line);
                tell(item);
            }
        });
    }

    private void tell(Draft draft) throws IOException {
        String spelt = spelt(draft.kind);
        if (!spelt.equals(draft.kind)) {
            findings.problem(draft.line, "Kubernetes has no kind '" + draft.kind + "'; write " + spelt);
        }
        if (draft.list && !draft.kind.isEmpty()) {
            end(draft);
            findings.page(page(draft));
            if (!draft.pod.containers && !draft.template.containers) {
                return;
            }
        }
        if (draft.kind.isEmpty()) {
            if (!draft.misshapen) {
                findings.problem(
                        draft.line,
                        draft.list
                                ? "a list that does not say its kind; is the file cut off?"
                                : "not a Kubernetes object: it has no kind");
            }
            return;
        }
        if (!scope.includes(draft.namespace, draft.labels)) {
            findings.leftOut();
            return;
        }
        if (draft.holdsPods() ? draft.readAsOther : draft.readAsPods) {
            findings.problem(
                    draft.line,
                    draft.where() + ": its kind comes after its contents; write apiVersion and kind once, and first");
        }
        if (!draft.holdsPods()) {
            other(draft);
        } else if (draft.kind.equals("Pod")) {
            found(draft, draft.pod, false);
        } else {
            found(draft, draft.template, true);
        }
    }

    /** An object of a kind that is not known here; it may hold images all the same, as an Argo Rollout does. */
    private void other(Draft draft) throws IOException {
        ImageFinder finder = new ImageFinder(tokens);
        finder.read(draft.apiVersion, draft.kind, new Value.Fields(draft.fields));
        finder.problems()
                .forEach(problem -> findings.unreadable(problem.line(), draft.where() + ": " + problem.what()));
        if (finder.chart()) {
            findings.unrendered(draft.line, new Workload(draft.namespace, draft.kind, draft.shownName()));
        }
        boolean knownList = draft.kind.equals(LIST) || POD_KINDS.contains(draft.itemKind());
        if (!finder.uses().isEmpty() || finder.filledIn() > 0) {
            findings.found(images(draft, finder.uses(), finder.priorityClass(), "", finder.filledIn(), true));
        } else if (finder.chart() || !finder.problems().isEmpty()) {
            // Which was reported.
            return;
        } else if (draft.kind.equals("Status")) {
            findings.problem(draft.line, "an API server's refusal instead of objects: " + draft.message);
        } else if (knownList) {
            findings.problem(draft.line, "a " + draft.kind + " without items");
        } else if (!KIND.matcher(draft.kind).matches()) {
            findings.problem(draft.line, "Kubernetes has no such kind of objects: '" + draft.kind + "'");
        } else {
            findings.passedOver(draft.kind);
        }
    }

    /** How a kind that is known here is written; any other as it is. */
    private static String spelt(String kind) {
        if (POD_KINDS.contains(kind)) {
            return kind;
        }
        int end = kind.length() - LIST.length();
        boolean list = kind.regionMatches(true, end, LIST, 0, LIST.length());
        String item = list ? kind.substring(0, end) : kind;
        if (list && item.isEmpty()) {
            return LIST;
        }
        return POD_KINDS.stream()
                .filter(item::equalsIgnoreCase)
                .findFirst()
                .map(known -> list ? known + LIST : known)
                .orElse(kind);
    }

    /** What can be said of a list once its kind is known. */
    private void end(Draft list) throws IOException {
        for (Draft item : list.unnamed) {
            item.kind = list.itemKind();
            if (!item.holdsPods()) {
                early(item);
            }
            tell(item);
        }
        if (POD_KINDS.contains(list.itemKind())) {
            list.claimed.forEach((kind, line) -> {
                if (!kind.equals(list.itemKind())) {
                    findings.problem(line, "an item of this " + list.kind + " says that it is a " + kind);
                }
            });
        }
    }

    private static ListPage page(Draft list) {
        return new ListPage(list.kind, list.resourceVersion, list.continueToken, list.remaining, list.items);
    }

    private void found(Draft draft, PodSpec spec, boolean template) {
        String where = draft.where();
        if (!spec.containers && !draft.misshapen) {
            findings.partial(draft.line, where + " has no containers" + LIKE_A_PATCH);
        }
        if (spec.withoutImage != null && !draft.misshapen) {
            findings.partial(draft.line, where + ": container " + spec.withoutImage + " has no image" + LIKE_A_PATCH);
        }
        if (spec.images.isEmpty()) {
            return;
        }
        long filledIn = template ? spec.removeFilledIn() : 0;
        String node = template ? "" : spec.node;
        PodImages images = images(draft, spec.images, spec.priorityClass, node, filledIn, template);
        boolean revision = draft.kind.equals("ReplicaSet") || draft.kind.equals("Job");
        if (revision && !draft.owner.kind().isEmpty()) {
            // A Deployment keeps the ReplicaSets of its old templates.
            findings.owned(images, new Workload(draft.namespace, draft.owner.kind(), draft.owner.name()));
        } else {
            findings.found(images);
        }
    }

    private static PodImages images(
            Draft draft, List<ImageUse> images, String priorityClass, String node, long filledIn, boolean template) {
        // The encodings of an object have its fields in different orders.
        images.sort(BY_TYPE);
        String name = draft.shownName();
        Workload workload = template
                ? new Workload(draft.namespace, draft.kind, name)
                : draft.owner.workloadOf(draft.namespace, name, draft.knownLabels.get(KnownLabels.TEMPLATE_HASH));
        // The kubelet takes every static pod for critical, whatever its class: kubernetes/pkg/kubelet/types,
        // IsCriticalPod.
        boolean isStatic = !template && draft.owner.kind().equals("Node");
        return new PodImages(
                name,
                workload,
                template,
                draft.endsBy,
                draft.status.finished(),
                template ? revisionOfTemplate(draft) : draft.owner.revisionOf(draft.knownLabels),
                draft.knownLabels.deployer(),
                draft.status.pullFailures(),
                images,
                isStatic ? "system-node-critical" : priorityClass,
                node,
                filledIn);
    }

    private static String revisionOfTemplate(Draft draft) {
        return switch (draft.kind) {
            case "StatefulSet" -> draft.status.updateRevision(draft.generation);
            case "DaemonSet" -> draft.knownLabels.get(KnownLabels.DAEMON_SET_GENERATION);
            default -> "";
        };
    }

    private void metadata(Draft draft, String field) throws IOException {
        switch (field) {
            case "name" -> draft.name = text("metadata.name");
            case "generateName" -> draft.generateName = text("metadata.generateName");
            case "namespace" -> draft.namespace = text("metadata.namespace");
            case "labels" -> {
                draft.labels.clear();
                fields("metadata.labels", label -> label(draft, label));
            }
            case "annotations" -> annotations(draft);
            case "generation" -> draft.generation = anyText();
            case "ownerReferences" -> {
                draft.owner = Owner.NONE;
                objects("metadata.ownerReferences", () -> owner(draft));
            }
            case "deletionTimestamp" -> draft.endsBy = endsBy(text("metadata.deletionTimestamp"));
            case "resourceVersion" -> draft.resourceVersion = text("metadata.resourceVersion");
            case "continue" -> draft.continueToken = text("metadata.continue");
            case "remainingItemCount" -> draft.remaining = count("metadata.remainingItemCount");
            default -> pass();
        }
    }

    /** A time that cannot be read is never over. */
    private static @Nullable Instant endsBy(String deletionTimestamp) {
        if (deletionTimestamp.isEmpty()) {
            return null;
        }
        try {
            return Instant.parse(deletionTimestamp);
        } catch (DateTimeParseException e) {
            return Instant.MAX;
        }
    }

    private void label(Draft draft, String label) throws IOException {
        boolean known = KnownLabels.isLabel(label);
        if (!known && scope.selector() == null) {
            pass();
            return;
        }
        String value = text("metadata.labels");
        if (known) {
            draft.knownLabels.put(label, value);
        }
        if (scope.selector() != null) {
            draft.labels.put(label, value);
        }
    }

    private void annotations(Draft draft) throws IOException {
        if (tokens.next() != Token.OBJECT) {
            tokens.skip();
            return;
        }
        while (tokens.next() == Token.FIELD) {
            String annotation = tokens.text();
            if (KnownLabels.isAnnotation(annotation)) {
                draft.knownLabels.put(annotation, anyText());
            } else {
                pass();
            }
        }
    }

    private void owner(Draft draft) throws IOException {
        String kind = "";
        String name = "";
        boolean controller = false;
        while (tokens.next() == Token.FIELD) {
            switch (tokens.text()) {
                case "kind" -> kind = text("metadata.ownerReferences.kind");
                case "name" -> name = text("metadata.ownerReferences.name");
                case "controller" ->
                    controller = text("metadata.ownerReferences.controller").equals("true");
                default -> pass();
            }
        }
        if (controller) {
            draft.owner = new Owner(kind, name);
        }
    }

    private void spec(Draft draft) throws IOException {
        fields("spec", field -> {
            switch (field) {
                case "template" -> podTemplate(draft.template);
                case "jobTemplate" ->
                    fields(
                            "spec.jobTemplate",
                            inner -> nested(
                                    inner,
                                    "spec",
                                    () -> fields(
                                            "jobTemplate.spec",
                                            innermost ->
                                                    nested(innermost, "template", () -> podTemplate(draft.template)))));
                default -> podSpec(draft.pod, field);
            }
        });
    }

    /** The pod template of a PodTemplate, and of no other kind. */
    private void template(Draft draft) throws IOException {
        if (tokens.next() == Token.OBJECT && (draft.kind.isEmpty() || draft.kind.equals("PodTemplate"))) {
            each(field -> templateField(draft.template, field));
        } else {
            tokens.skip();
        }
    }

    private void podTemplate(PodSpec into) throws IOException {
        fields("template", field -> templateField(into, field));
    }

    private void templateField(PodSpec into, String field) throws IOException {
        switch (field) {
            case "metadata" -> {
                into.injection.clear();
                fields("template.metadata", inner -> injection(into, inner));
            }
            case "spec" -> fields("template.spec", inner -> podSpec(into, inner));
            default -> pass();
        }
    }

    private void injection(PodSpec into, String field) throws IOException {
        if (!field.equals("labels") && !field.equals("annotations")) {
            pass();
            return;
        }
        fields("template.metadata." + field, name -> {
            if (name.equals(IstioInjector.INJECT) && field.equals("labels")) {
                into.injection.put(name, anyText());
            } else if (name.equals(IstioInjector.INJECT) || name.equals(IstioInjector.TEMPLATES)) {
                into.injection.putIfAbsent(name, anyText());
            } else {
                pass();
            }
        });
    }

    private void podSpec(PodSpec spec, String field) throws IOException {
        switch (field) {
            case "containers" -> spec.containers |= uses(spec, field, ContainerType.CONTAINER);
            case "initContainers" -> uses(spec, field, ContainerType.INIT_CONTAINER);
            case "ephemeralContainers" -> uses(spec, field, ContainerType.EPHEMERAL_CONTAINER);
            case "volumes" -> uses(spec, field, ContainerType.IMAGE_VOLUME);
            case "priorityClassName" -> spec.priorityClass = anyText();
            case "nodeName" -> spec.node = anyText();
            default -> pass();
        }
    }

    private boolean uses(PodSpec spec, String what, ContainerType type) throws IOException {
        return objects(what, () -> {
            Use use = new Use();
            while (tokens.next() == Token.FIELD) {
                switch (tokens.text()) {
                    case "name" -> use.name = text(what + ".name");
                    case "image" -> {
                        if (use.image != null) {
                            misshapen("two images in one of " + what);
                            spec.images.add(use.of(type));
                        }
                        image(use, what, type);
                    }
                    case "imagePullPolicy" -> use.pullPolicy = anyText();
                    default -> pass();
                }
            }
            if (use.image != null || use.imageVolume) {
                spec.images.add(use.of(type));
            } else if (type != ContainerType.IMAGE_VOLUME) {
                spec.withoutImage = use.name;
            }
        });
    }

    private void image(Use use, String what, ContainerType type) throws IOException {
        if (type != ContainerType.IMAGE_VOLUME) {
            String image = text(what + ".image");
            use.image = image.isEmpty() ? null : image;
            use.place = tokens.place();
            return;
        }
        String file = findings.file();
        use.place = file == null ? null : new FilePlace(file, tokens.line(), 0);
        use.imageVolume = fields("volumes.image", field -> {
            if (field.equals("reference")) {
                use.image = text("volumes.image.reference");
                Place place = tokens.place();
                use.place = place == null ? use.place : place;
            } else if (field.equals("pullPolicy")) {
                use.pullPolicy = anyText();
            } else {
                pass();
            }
        });
    }

    /** Reads the value of the one field that matters here. */
    private void nested(String field, String wanted, Reader reader) throws IOException {
        if (field.equals(wanted)) {
            reader.read();
        } else {
            pass();
        }
    }

    private long count(String what) throws IOException {
        String text = text(what);
        try {
            return text.isEmpty() ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            misshapen(what + " is not a number");
            return -1;
        }
    }

    /** One odd object hides no other. */
    @Override
    void misshapen(String message) {
        misshapen++;
        findings.misshapen(tokens.line(), message + tokens.hint());
    }

    private MalformedException malformed(String message) {
        return new MalformedException(tokens.line(), message + tokens.hint());
    }
}
