package eu.skyscrapers.ptc.kubernetes.api;

import eu.skyscrapers.ptc.kubernetes.ObjectSource;
import eu.skyscrapers.ptc.kubernetes.Progress;
import eu.skyscrapers.ptc.kubernetes.Reading;
import eu.skyscrapers.ptc.kubernetes.access.ClusterAccess;
import eu.skyscrapers.ptc.kubernetes.objects.Documents;
import eu.skyscrapers.ptc.kubernetes.objects.ListPage;
import eu.skyscrapers.ptc.kubernetes.objects.Scope;
import eu.skyscrapers.ptc.workload.ImageSink;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The pods of one cluster, page by page. */
public final class ClusterSource implements ObjectSource {
    /** How often a list that expired half-way is begun again, before the cluster counts as too restless to be read. */
    private static final int RESTARTS = 3;

    private final ClusterAccess access;
    private final Scope scope;
    private final int pageSize;
    private final Patience patience;
    private final String userAgent;

    public ClusterSource(ClusterAccess access, Scope scope, int pageSize, Patience patience, String userAgent) {
        this.access = access;
        this.scope = scope;
        this.pageSize = pageSize;
        this.patience = patience;
        this.userAgent = userAgent;
    }

    @Override
    public String name() {
        return access.context();
    }

    @Override
    public String server() {
        return access.server().toString();
    }

    @Override
    public Reading read(ImageSink sink, Progress progress) {
        try (ApiServer api = new ApiServer(access, patience, userAgent)) {
            return new Listing(api, sink, progress).read();
        }
    }

    /** One reading of the cluster. */
    private final class Listing {
        private final ApiServer api;
        private final ImageSink sink;
        private final Progress progress;
        private final List<String> errors = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private final PageBuffer buffer = new PageBuffer();
        private long pods;

        private Listing(ApiServer api, ImageSink sink, Progress progress) {
            this.api = api;
            this.sink = sink;
            this.progress = progress;
        }

        private Reading read() {
            access.warnings().forEach(this::warn);
            for (int restarts = 0; ; restarts++) {
                try {
                    namespaces();
                    break;
                } catch (ApiException expired) {
                    if (restarts == RESTARTS) {
                        fail(expired.message() + " (" + (RESTARTS + 1) + " times; try a larger --page-size)");
                        break;
                    }
                    warn("the list expired half-way and was read again from the beginning");
                    sink.startOver();
                    errors.clear();
                    pods = 0;
                }
            }
            if (pods == 0 && errors.isEmpty()) {
                fail("nothing to audit: no pod" + scope);
            }
            return new Reading(errors, warnings, 0);
        }

        /** @throws ApiException only when a list expired, and all is to be read again */
        private void namespaces() throws ApiException {
            if (scope.namespaces().isEmpty()) {
                pods("");
            }
            for (String namespace : scope.namespaces()) {
                if (pods(namespace) == 0) {
                    checkExists(namespace);
                }
            }
        }

        /**
         * Lists the pods of one namespace, or of all where it is empty.
         *
         * @return how many there are; -1 when that could not be read
         */
        private long pods(String namespace) throws ApiException {
            String path = "/api/v1" + (namespace.isEmpty() ? "" : "/namespaces/" + namespace) + "/pods?limit="
                    + pageSize
                    + (scope.selector() == null
                            ? ""
                            : "&labelSelector=" + encoded(scope.selector().toString()));
            String token = "";
            long read = 0;
            while (true) {
                try {
                    ListPage page = page(path + (token.isEmpty() ? "" : "&continue=" + encoded(token)));
                    pods += buffer.pods();
                    read += buffer.pods();
                    buffer.flush(sink).forEach(this::fail);
                    progress.read(name(), pods, page.remaining() < 0 ? -1 : pods + page.remaining());
                    if (page.last()) {
                        return read;
                    }
                    if (page.continueToken().equals(token)) {
                        fail("the list of pods does not end: the server gives the same page again");
                        return -1;
                    }
                    token = page.continueToken();
                } catch (ApiException e) {
                    // What came of a page that broke off is true, if not all.
                    pods += buffer.pods();
                    buffer.flush(sink).forEach(this::fail);
                    if (e.kind() != ApiException.Kind.EXPIRED) {
                        fail(e.kind() == ApiException.Kind.FORBIDDEN ? e.message() + grant(namespace) : e.message());
                        return -1;
                    }
                    if (e.continueToken().isEmpty()) {
                        throw e;
                    }
                    warn("the list expired half-way and was read on from a newer snapshot");
                    token = e.continueToken();
                }
            }
        }

        private ListPage page(String path) throws ApiException {
            buffer.clear();
            return api.get(path, in -> {
                buffer.clear();
                return Documents.readList(in, "Pod", Scope.ALL, buffer);
            });
        }

        /** A namespace without pods may be one that nobody has: a typing error must not look clean. */
        private void checkExists(String namespace) {
            try {
                api.get("/api/v1/namespaces/" + namespace, in -> in.read());
            } catch (ApiException e) {
                if (e.kind() == ApiException.Kind.NOT_FOUND) {
                    fail("there is no namespace " + namespace);
                } else {
                    warn("no pod in namespace " + namespace + ", and whether there is such a namespace cannot be told: "
                            + e.message());
                }
            }
        }

        private void fail(String message) {
            errors.add(told(message));
        }

        private void warn(String message) {
            warnings.add(told(message));
        }

        private String told(String message) {
            return "context " + name() + " (" + server() + "): " + message;
        }
    }

    /** The command that an administrator runs; who the user is, the server's own message says. */
    private static String grant(String namespace) {
        return namespace.isEmpty()
                ? "; grant it to that user with: kubectl create clusterrole audit-ecr-ptc --verb=list,watch --resource=pods"
                        + " && kubectl create clusterrolebinding audit-ecr-ptc --clusterrole=audit-ecr-ptc --user=NAME,"
                        + " or name namespaces that it may list with -n"
                : "; grant it to that user with: kubectl create role audit-ecr-ptc -n " + namespace
                        + " --verb=list,watch --resource=pods && kubectl create rolebinding audit-ecr-ptc -n "
                        + namespace
                        + " --role=audit-ecr-ptc --user=NAME";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
