package eu.skyscrapers.ptc.kubernetes.api;

import eu.skyscrapers.ptc.kubernetes.objects.Documents;
import eu.skyscrapers.ptc.kubernetes.objects.ListPage;
import eu.skyscrapers.ptc.kubernetes.objects.Scope;
import eu.skyscrapers.ptc.workload.ImageSink;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The list of the pods of a cluster, or of one namespace of it. */
final class PodList {
    /** How often a list may expire half-way, before the cluster counts as too restless to be read. */
    private static final int EXPIRIES = 20;

    /** Who hears how a reading goes. */
    interface Listener {
        /**
         * @param pods of this list, so far
         * @param remaining behind them; -1 where the server does not say
         */
        void read(long pods, long remaining);

        void fail(String message);

        void warn(String message);
    }

    private final String namespace;
    private final String path;
    private final String selector;
    private final int pageSize;

    /** @param namespace empty for all */
    PodList(String namespace, Scope scope, int pageSize) {
        this.namespace = namespace;
        this.path = "/api/v1" + (namespace.isEmpty() ? "" : "/namespaces/" + namespace) + "/pods";
        this.selector = scope.selector() == null
                ? ""
                : "&labelSelector=" + encoded(scope.selector().toString());
        this.pageSize = pageSize;
    }

    /**
     * Reads all pages. A page is handed on when it is whole, or when there is no hope that it will be.
     *
     * @return the resource version that a watch goes on from
     * @throws ApiException when the list could not be read to its end; {@link ApiException.Kind#EXPIRED} when it is to
     *     be read again from the beginning
     */
    String read(ApiServer api, ImageSink sink, Listener listener) throws ApiException {
        PageBuffer buffer = new PageBuffer();
        String token = "";
        String lastPod = "";
        boolean moved = false;
        int expiries = 0;
        long read = 0;
        while (true) {
            try {
                ListPage page = page(api, token, buffer);
                if (moved && page.items() > 0 && buffer.firstPod().compareTo(lastPod) <= 0) {
                    buffer.clear();
                    throw new ApiException(
                            ApiException.Kind.EXPIRED, "the list went on with pods that were read before", null);
                }
                moved = false;
                lastPod = buffer.lastPod();
                read += page.items();
                listener.read(read, page.remaining());
                if (page.last()) {
                    return page.resourceVersion();
                }
                if (page.continueToken().equals(token)) {
                    throw new ApiException(
                            ApiException.Kind.FINAL,
                            "the list does not end: the server gives the same page again",
                            null);
                }
                token = page.continueToken();
            } catch (ApiException e) {
                if (e.kind() == ApiException.Kind.FORBIDDEN) {
                    throw e.saying(e.message() + grant());
                }
                boolean first = token.isEmpty();
                if (e.kind() != ApiException.Kind.EXPIRED
                        || first
                        || e.continueToken().isEmpty()
                        || ++expiries > EXPIRIES) {
                    throw e;
                }
                // Pods are listed in the order of their names, so that the newer snapshot goes on behind the last one.
                moved = true;
                token = e.continueToken();
                listener.warn("the list expired half-way and was read on from a newer snapshot");
            } finally {
                buffer.flush(sink).forEach(listener::fail);
            }
        }
    }

    private ListPage page(ApiServer api, String token, PageBuffer buffer) throws ApiException {
        String next = token.isEmpty() ? "" : "&continue=" + encoded(token);
        return api.get(path + "?limit=" + pageSize + selector + next, in -> {
            buffer.clear();
            return Documents.readList(in, "Pod", Scope.ALL, buffer);
        });
    }

    /** Fails when there is no such namespace: one without pods may be a typing error, and must not look clean. */
    void checkNamespace(ApiServer api, Listener listener) {
        if (namespace.isEmpty()) {
            return;
        }
        try {
            api.get("/api/v1/namespaces/" + namespace, InputStream::read);
        } catch (ApiException e) {
            if (e.kind() == ApiException.Kind.NOT_FOUND) {
                listener.fail("there is no namespace " + namespace);
            } else {
                listener.warn("no pod in namespace " + namespace
                        + ", and whether there is such a namespace cannot be told: " + e.message());
            }
        }
    }

    /**
     * Asks whether the pods may be listed, and watched, before any work is done.
     *
     * @throws ApiException when not; it says what to grant
     */
    void checkPermission(ApiServer api, List<String> verbs) throws ApiException {
        for (String verb : verbs) {
            if (AccessReview.denies(api, verb, "pods", namespace)) {
                String where = namespace.isEmpty() ? "" : " in namespace " + namespace;
                throw new ApiException(
                        ApiException.Kind.FORBIDDEN,
                        "403 Forbidden: the user may not " + verb + " pods" + where + grant(),
                        null);
            }
        }
    }

    /** What asks for the changes since a list. */
    String watchPath(String resourceVersion, Duration longest) {
        return path + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=" + longest.toSeconds() + selector
                + "&resourceVersion=" + encoded(resourceVersion);
    }

    /** The command that an administrator runs; who the user is, the server's own message says. */
    String grant() {
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
