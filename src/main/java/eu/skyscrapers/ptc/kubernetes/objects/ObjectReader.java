package eu.skyscrapers.ptc.kubernetes.objects;

import eu.skyscrapers.ptc.kubernetes.objects.Tokens.Token;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.ImageUse.Place;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads Kubernetes objects from tokens, and tells the images of each pod and pod template. */
final class ObjectReader {
    private static final int MAX_NESTED_LISTS = 8;
    private static final String LIST = "List";
    private static final Comparator<ImageUse> BY_TYPE = Comparator.comparing(ImageUse::type);

    /** The kinds whose {@code spec} and {@code status} are read; any other kind's may be of any shape. */
    private static final Set<String> KINDS_WITH_SPEC = Set.of(
            "Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob");

    /** As a CustomResourceDefinition may name one: a DNS label but for its capitals. */
    private static final Pattern KIND = Pattern.compile("[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    private interface Reader {
        void read() throws IOException;
    }

    private interface FieldReader {
        void read(String field) throws IOException;
    }

    /** What one object says, in whatever order it says it. */
    private static final class Draft {
        private final long line;
        private String kind;
        private String namespace = "";
        private String name = "";
        private String generateName = "";
        /** All labels, where a selector wants to know them. */
        private final Map<String, String> labels = new HashMap<>(0);

        private final Marks marks = new Marks();
        private final ObjectStatus status = new ObjectStatus();
        private String generation = "";
        private Owner owner = Owner.NONE;
        private @Nullable Instant endsBy;
        private String message = "";
        private final PodSpec pod = new PodSpec();
        private final PodSpec template = new PodSpec();

        private boolean list;
        private String resourceVersion = "";
        private String continueToken = "";
        private long remaining = -1;
        private long items;
        /** Items without a kind, of a list that tells its own kind only after them. */
        private List<Draft> unnamed = List.of();

        private Draft(long line, String kind) {
            this.line = line;
            this.kind = kind;
        }

        private String shownName() {
            return name.isEmpty() ? generateName + "*" : name;
        }

        /** What kind the items of this list are that name none; empty when the list does not say. */
        private String itemKind() {
            return kind.endsWith(LIST) ? kind.substring(0, kind.length() - LIST.length()) : "";
        }
    }

    /** The images of one pod spec. */
    private static final class PodSpec {
        private boolean containers;
        private final List<ImageUse> images = new ArrayList<>(4);
    }

    /** A container, or a volume. */
    private static final class Use {
        private String name = "";
        private @Nullable String image;
        private @Nullable Place place;
        private boolean imageVolume;
    }

    private final Tokens tokens;
    private final Scope scope;
    private final Findings findings;
    /** Whether what is being read belongs to a kind whose fields may be anything. */
    private boolean anyShape;
    /** Told a list, as far as it has been read, when its items follow. */
    private Consumer<Draft> beforeItems = list -> {};

    ObjectReader(Tokens tokens, Scope scope, Findings findings) {
        this.tokens = tokens;
        this.scope = scope;
        this.findings = findings;
    }

    /**
     * Reads the next document.
     *
     * @return whether there was one
     */
    boolean readDocument() throws IOException {
        return switch (tokens.next()) {
            case END -> false;
            case NULL -> true;
            case OBJECT -> {
                tell(object("", 0));
                yield true;
            }
            default -> throw malformed("not a Kubernetes object, but a plain value or an array");
        };
    }

    /**
     * Reads one list of objects of one kind, and nothing else.
     *
     * @param continued told the continue token before the items are read, where it stands before them
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
        tellUnnamed(list);
        if (tokens.next() != Token.END) {
            throw malformed("there is more behind the end of the list");
        }
        return page(list);
    }

    /**
     * Reads the events of a watch to its end. What came before an exception was told.
     *
     * @throws WatchExpiredException when the server can tell no more from where the watch began
     */
    void readWatch(WatchFindings events) throws IOException {
        Token token;
        while ((token = tokens.next()) != Token.END) {
            if (token != Token.OBJECT) {
                throw malformed("an event that is no object");
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

    /** Reads the rest of an object; the items of a list are told on the way. */
    private Draft object(String kind, int depth) throws IOException {
        Draft draft = new Draft(tokens.line(), kind);
        while (tokens.next() == Token.FIELD) {
            switch (tokens.text()) {
                case "kind" -> draft.kind = text("kind");
                case "message" -> draft.message = anyText();
                case "metadata" -> fields("metadata", field -> metadata(draft, field));
                case "spec" -> spec(draft);
                case "status" -> status(draft);
                case "template" -> template(draft);
                case "items" -> items(draft, depth);
                default -> pass();
            }
        }
        return draft;
    }

    private void items(Draft list, int depth) throws IOException {
        if (!list.kind.isEmpty() && !list.kind.endsWith(LIST)) {
            pass();
            return;
        }
        if (depth == MAX_NESTED_LISTS) {
            throw malformed("lists within lists, more than " + MAX_NESTED_LISTS + " deep");
        }
        if (depth == 0 && !list.list) {
            beforeItems.accept(list);
        }
        list.list = true;
        objects("items", () -> {
            list.items++;
            Draft item = object(list.itemKind(), depth + 1);
            if (item.kind.isEmpty() && item.pod.containers) {
                item.kind = "Pod";
            }
            if (item.kind.isEmpty() && list.kind.isEmpty()) {
                list.unnamed = list.unnamed.isEmpty() ? new ArrayList<>() : list.unnamed;
                list.unnamed.add(item);
            } else {
                tell(item);
            }
        });
    }

    private void tell(Draft draft) {
        if (draft.list && draft.kind.endsWith(LIST)) {
            tellUnnamed(draft);
            findings.page(page(draft));
            return;
        }
        if (draft.kind.isEmpty()) {
            findings.problem(
                    draft.line,
                    draft.list
                            ? "a list that does not say its kind; is the file cut off?"
                            : "not a Kubernetes object: it has no kind");
            return;
        }
        if (!scope.includes(draft.namespace, draft.labels)) {
            findings.leftOut();
            return;
        }
        switch (draft.kind) {
            case "Pod" -> found(draft, draft.pod, false);
            case "Deployment", "StatefulSet", "DaemonSet", "ReplicationController", "CronJob", "PodTemplate" ->
                found(draft, draft.template, true);
            case "ReplicaSet", "Job" -> foundUnlessOwned(draft);
            default -> other(draft);
        }
    }

    /** An object of a kind that is not known here; it may hold a pod spec all the same, as an Argo Rollout does. */
    private void other(Draft draft) {
        PodSpec spec = draft.template.images.isEmpty() ? draft.pod : draft.template;
        boolean knownList = draft.kind.equals(LIST) || KINDS_WITH_SPEC.contains(draft.itemKind());
        if (!spec.images.isEmpty()) {
            findings.found(images(draft, spec, true));
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

    private void tellUnnamed(Draft list) {
        for (Draft item : list.unnamed) {
            item.kind = list.itemKind();
            tell(item);
        }
    }

    private static ListPage page(Draft list) {
        return new ListPage(list.kind, list.resourceVersion, list.continueToken, list.remaining, list.items);
    }

    /** The owner's template stands for these; a Deployment keeps the ReplicaSets of its old templates besides. */
    private void foundUnlessOwned(Draft draft) {
        if (draft.owner.kind().isEmpty()) {
            found(draft, draft.template, true);
        } else {
            findings.owned(images(draft, draft.template, true));
        }
    }

    private void found(Draft draft, PodSpec spec, boolean template) {
        if (!spec.containers) {
            String where = draft.namespace.isEmpty() ? draft.shownName() : draft.namespace + "/" + draft.shownName();
            findings.problem(
                    draft.line,
                    draft.kind + " " + where + " has no containers; a patch or a part of an object cannot be audited");
            return;
        }
        findings.found(images(draft, spec, template));
    }

    private static PodImages images(Draft draft, PodSpec spec, boolean template) {
        // The encodings of an object have its fields in different orders.
        spec.images.sort(BY_TYPE);
        String name = draft.shownName();
        Workload workload = template
                ? new Workload(draft.namespace, draft.kind, name)
                : draft.owner.workloadOf(draft.namespace, name, draft.marks.get(Marks.TEMPLATE_HASH));
        return new PodImages(
                name,
                workload,
                template,
                draft.endsBy,
                draft.status.finished(),
                template ? revisionOfTemplate(draft) : draft.owner.revisionOf(draft.marks),
                draft.marks.deployer(),
                draft.status.pullFailures(),
                spec.images);
    }

    private static String revisionOfTemplate(Draft draft) {
        return switch (draft.kind) {
            case "StatefulSet" -> draft.status.updateRevision(draft.generation);
            case "DaemonSet" -> draft.marks.get(Marks.DAEMON_SET_GENERATION);
            default -> "";
        };
    }

    private void metadata(Draft draft, String field) throws IOException {
        switch (field) {
            case "name" -> draft.name = text("metadata.name");
            case "generateName" -> draft.generateName = text("metadata.generateName");
            case "namespace" -> draft.namespace = text("metadata.namespace");
            case "labels" -> fields("metadata.labels", label -> label(draft, label));
            case "annotations" -> annotations(draft);
            case "generation" -> draft.generation = anyText();
            case "ownerReferences" -> objects("metadata.ownerReferences", () -> owner(draft));
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
        boolean marks = Marks.isLabel(label);
        if (!marks && scope.selector() == null) {
            pass();
            return;
        }
        String value = text("metadata.labels");
        if (marks) {
            draft.marks.put(label, value);
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
            if (Marks.isAnnotation(annotation)) {
                draft.marks.put(annotation, anyText());
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
        anyShape = !draft.kind.isEmpty() && !KINDS_WITH_SPEC.contains(draft.kind);
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
        anyShape = false;
    }

    private void status(Draft draft) throws IOException {
        if (draft.kind.isEmpty() || KINDS_WITH_SPEC.contains(draft.kind)) {
            draft.status.read(tokens);
        } else {
            pass();
        }
    }

    /** The pod template of a PodTemplate; a field of that name in another kind may be of any shape. */
    private void template(Draft draft) throws IOException {
        if (tokens.next() == Token.OBJECT && (draft.kind.isEmpty() || draft.kind.equals("PodTemplate"))) {
            while (tokens.next() == Token.FIELD) {
                templateField(draft.template, tokens.text());
            }
        } else {
            tokens.skip();
        }
    }

    private void podTemplate(PodSpec into) throws IOException {
        fields("template", field -> templateField(into, field));
    }

    private void templateField(PodSpec into, String field) throws IOException {
        nested(field, "spec", () -> fields("template.spec", inner -> podSpec(into, inner)));
    }

    private void podSpec(PodSpec spec, String field) throws IOException {
        switch (field) {
            case "containers" -> spec.containers |= uses(spec, field, ContainerType.CONTAINER);
            case "initContainers" -> uses(spec, field, ContainerType.INIT_CONTAINER);
            case "ephemeralContainers" -> uses(spec, field, ContainerType.EPHEMERAL_CONTAINER);
            case "volumes" -> uses(spec, field, ContainerType.IMAGE_VOLUME);
            default -> pass();
        }
    }

    private boolean uses(PodSpec spec, String what, ContainerType type) throws IOException {
        return objects(what, () -> {
            Use use = new Use();
            while (tokens.next() == Token.FIELD) {
                switch (tokens.text()) {
                    case "name" -> use.name = text(what + ".name");
                    case "image" -> image(use, what, type);
                    default -> pass();
                }
            }
            boolean pulls = type == ContainerType.IMAGE_VOLUME ? use.imageVolume : use.image != null || !anyShape;
            if (pulls) {
                spec.images.add(new ImageUse(use.image == null ? "" : use.image, use.name, type, use.place));
            }
        });
    }

    private void image(Use use, String what, ContainerType type) throws IOException {
        if (use.image != null) {
            throw malformed("two images in one of " + what);
        }
        if (type != ContainerType.IMAGE_VOLUME) {
            String image = text(what + ".image");
            use.image = anyShape && image.isEmpty() ? null : image;
            use.place = tokens.place();
            return;
        }
        use.imageVolume = fields("volumes.image", field -> {
            if (field.equals("reference")) {
                use.image = text("volumes.image.reference");
                use.place = tokens.place();
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

    /**
     * Reads an object's fields; the reader takes each value.
     *
     * @return false for null
     */
    private boolean fields(String what, FieldReader reader) throws IOException {
        Token token = tokens.next();
        if (token == Token.NULL) {
            return false;
        }
        if (!is(Token.OBJECT, token, what, "an object")) {
            return false;
        }
        while (tokens.next() == Token.FIELD) {
            reader.read(tokens.text());
        }
        return true;
    }

    /**
     * Reads an array of objects; the reader takes the fields of each.
     *
     * @return false for null and for an empty array
     */
    private boolean objects(String what, Reader reader) throws IOException {
        Token token = tokens.next();
        if (token == Token.NULL) {
            return false;
        }
        if (!is(Token.ARRAY, token, what, "an array")) {
            return false;
        }
        boolean any = false;
        while ((token = tokens.next()) != Token.END_ARRAY) {
            if (is(Token.OBJECT, token, what, "an array of objects")) {
                any = true;
                reader.read();
            }
        }
        return any;
    }

    private String text(String what) throws IOException {
        Token token = tokens.next();
        if (token == Token.NULL) {
            return "";
        }
        return is(Token.SCALAR, token, what, "a text") ? tokens.text() : "";
    }

    /** The text of a field that only some kinds have as a text. */
    private String anyText() throws IOException {
        if (tokens.next() == Token.SCALAR) {
            return tokens.text();
        }
        tokens.skip();
        return "";
    }

    private long count(String what) throws IOException {
        String text = text(what);
        try {
            return text.isEmpty() ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw malformed(what + " is not a number");
        }
    }

    private void pass() throws IOException {
        tokens.next();
        tokens.skip();
    }

    /** Whether a value is what it should be; what may be of any shape is passed over where it is not. */
    private boolean is(Token wanted, Token token, String what, String words) throws IOException {
        if (token != wanted && !anyShape) {
            throw malformed(what + " is not " + words);
        }
        if (token != wanted) {
            tokens.skip();
        }
        return token == wanted;
    }

    private MalformedException malformed(String message) {
        return new MalformedException(tokens.line(), message);
    }
}
