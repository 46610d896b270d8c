package eu.skyscrapers.ptc.api;

import eu.skyscrapers.ptc.kubeconfig.ClusterAccess;
import eu.skyscrapers.ptc.objects.LiveSource;
import eu.skyscrapers.ptc.objects.Progress;
import eu.skyscrapers.ptc.objects.Reading;
import eu.skyscrapers.ptc.objects.Scope;
import eu.skyscrapers.ptc.workload.ImageSink;
import eu.skyscrapers.ptc.workload.PodKind;
import eu.skyscrapers.ptc.workload.ReadError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The pods of one cluster, and where asked for the pod templates of its workloads. */
public final class ClusterSource implements LiveSource {
    /** How often everything is read again because a list expired half-way. */
    private static final int RESTARTS = 3;

    private final ClusterAccess access;
    private final Scope scope;
    private final List<PodKind> resources;
    private final int pageSize;
    private final RetryPolicy retries;
    private final String userAgent;
    private final MissingPermissions missing;
    /** What one connection has found out, the later ones know. */
    private final KeyExchange keyExchange = new KeyExchange();

    /**
     * @param podTemplates whether to read the pod templates of workloads, too
     * @param userAgent how requests name this program
     */
    public ClusterSource(
            ClusterAccess access,
            Scope scope,
            boolean podTemplates,
            int pageSize,
            RetryPolicy retries,
            String userAgent) {
        this.access = access;
        this.scope = scope;
        // Pods first: a workload that changes in between is then newer than its pods, as in any rollout.
        this.resources = podTemplates ? PodKind.listed() : List.of(PodKind.POD);
        this.pageSize = pageSize;
        this.retries = retries;
        this.userAgent = userAgent;
        this.missing = new MissingPermissions(resources);
    }

    @Override
    public String name() {
        return access.context();
    }

    @Override
    public String clusterName() {
        return access.cluster();
    }

    @Override
    public String server() {
        return access.server().toString();
    }

    @Override
    public List<String> warnings() {
        return access.warnings();
    }

    @Override
    public boolean readsTemplates() {
        return resources.size() > 1;
    }

    @Override
    public String nothingFound() {
        String templates = readsTemplates() ? " and no pod template" : "";
        return placed("nothing to audit: no pod" + templates + scope);
    }

    /** Each for the whole cluster, or one for each namespace: that is all that a namespaced role may do. */
    private List<ResourceList> lists() {
        List<String> namespaces = scope.namespaces().isEmpty() ? List.of("") : List.copyOf(scope.namespaces());
        return resources.stream()
                .flatMap(resource ->
                        namespaces.stream().map(namespace -> new ResourceList(resource, namespace, scope, pageSize)))
                .toList();
    }

    @Override
    public Reading read(ImageSink sink, Progress progress) {
        try (ApiServer api = connect()) {
            Notes notes = new Notes(progress);
            for (int restarts = 0; !readAll(api, sink, notes, restarts == RESTARTS); restarts++) {
                notes = new Notes(progress);
                notes.warn("the list expired half-way and was read again from the beginning");
                sink.startOver();
            }
            return new Reading(joined(notes.errors), notes.warnings, nothingFound());
        }
    }

    /**
     * @param last whether an expired list is an error, and not another try
     * @return false when a list expired, and all is to be read again
     */
    private boolean readAll(ApiServer api, ImageSink sink, Notes notes, boolean last) {
        for (ResourceList list : lists()) {
            notes.nextList();
            try {
                list.read(api, sink, notes);
            } catch (ApiException e) {
                boolean expired = e.kind() == ApiException.Kind.EXPIRED;
                if (expired && !last) {
                    return false;
                }
                notes.fail(
                        list,
                        expired
                                ? e.saying(e.message() + " (" + (RESTARTS + 1) + " times; try a larger --page-size)")
                                : e);
                if (!e.kind().ofOneList()) {
                    return true;
                }
            }
        }
        return true;
    }

    @Override
    public List<Part> parts() {
        return lists().stream()
                .<Part>map(list -> (sink, progress) -> {
                    try (ApiServer api = connect()) {
                        new Follower(api, list, retries, sink, () -> new Notes(progress)).run();
                    }
                })
                .toList();
    }

    private ApiServer connect() {
        return new ApiServer(access, retries, userAgent, keyExchange);
    }

    @Override
    public List<ReadError> joined(List<ReadError> errors) {
        return missing.joined(errors);
    }

    private String placed(String message) {
        return place() + ": " + message;
    }

    /** What is said of one reading, and where it was. */
    final class Notes {
        private final Progress progress;
        private final List<ReadError> errors = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private long before;
        private long ofList;

        private Notes(Progress progress) {
            this.progress = progress;
        }

        private void nextList() {
            before += ofList;
            ofList = 0;
        }

        /**
         * @param objects of this list, so far
         * @param remaining behind them; -1 where the server does not say
         */
        void read(long objects, long remaining) {
            ofList = objects;
            long all = before + objects;
            progress.read(name(), all, remaining < 0 ? -1 : all + remaining);
        }

        void fail(ReadError.Kind kind, String message) {
            errors.add(new ReadError(kind, placed(message)));
        }

        /** @param list what could not be read, or not be followed */
        void fail(ResourceList list, ApiException e) {
            ReadError error = error(e);
            errors.add(error);
            if (e.kind() == ApiException.Kind.FORBIDDEN) {
                missing.add(error, list, e.message());
            }
        }

        private ReadError error(ApiException e) {
            return new ReadError(e.reported(), placed(e.message()));
        }

        private void warn(String message) {
            warnings.add(placed(message));
        }

        List<ReadError> errors() {
            return errors;
        }

        List<ReadError> errorsAnd(ApiException e) {
            return Stream.concat(errors.stream(), Stream.of(error(e))).toList();
        }
    }
}
