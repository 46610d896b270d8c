package eu.skyscrapers.ptc.api;

import eu.skyscrapers.ptc.objects.Documents;
import eu.skyscrapers.ptc.objects.ListPage;
import eu.skyscrapers.ptc.objects.Scope;
import eu.skyscrapers.ptc.workload.ImageSink;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The list of one resource of a cluster, or of one namespace of it. */
final class ResourceList {
    /** More than any cluster has, at whatever page size. */
    private static final int PAGES_MAX = 100_000;

    /** Who hears how a reading goes. */
    interface Listener {
        /**
         * @param objects of this list, so far
         * @param remaining behind them; -1 where the server does not say
         */
        void read(long objects, long remaining);

        void fail(String message);
    }

    private final Resource resource;
    private final String namespace;
    private final String path;
    private final String selector;
    private final int pageSize;

    /** @param namespace empty for all */
    ResourceList(Resource resource, String namespace, Scope scope, int pageSize) {
        this.resource = resource;
        this.namespace = namespace;
        this.path = resource.path(namespace);
        this.selector = scope.selector() == null
                ? ""
                : "&labelSelector=" + encoded(scope.selector().toString());
        this.pageSize = pageSize;
    }

    /**
     * Reads all pages, each while the next one is on its way. A page is handed on when it is whole, or when there is no hope
     * that it will be.
     *
     * <p>A list that expires half-way is not gone on with, though the server offers a token for that: what was replaced
     * meanwhile under a name that was passed already would never be seen.
     *
     * @return the resource version that a watch goes on from
     * @throws ApiException when the list could not be read to its end; {@link ApiException.Kind#EXPIRED} when it is to
     *     be read again from the beginning
     */
    String read(ApiServer api, ImageSink sink, Listener listener) throws ApiException {
        PageBuffer buffer = new PageBuffer();
        Set<String> tokens = new HashSet<>();
        String token = "";
        long read = 0;
        while (true) {
            try {
                ListPage page = page(api, token, buffer);
                read += page.items();
                listener.read(read, page.remaining());
                if (page.remaining() > 0 && page.last()) {
                    throw new ApiException(
                            ApiException.Kind.UNREADABLE,
                            "the list ends, but the server says that there are " + page.remaining() + " more",
                            null);
                }
                if (page.last()) {
                    return page.resourceVersion();
                }
                if (!tokens.add(page.continueToken()) || tokens.size() > PAGES_MAX) {
                    throw new ApiException(
                            ApiException.Kind.UNREADABLE,
                            "the list does not end: the server gives the same pages again",
                            null);
                }
                token = page.continueToken();
            } catch (ApiException e) {
                api.forgetAhead();
                // A refusal names what it is of.
                boolean named = e.kind() == ApiException.Kind.FORBIDDEN;
                throw e.kind().ofOneList() && !named ? e.saying(told(e.message())) : e;
            } finally {
                buffer.flush(sink).forEach(problem -> listener.fail(told(problem)));
            }
        }
    }

    private ListPage page(ApiServer api, String token, PageBuffer buffer) throws ApiException {
        return api.list(pagePath(token), (in, protobuf) -> {
            buffer.clear();
            return Documents.readList(
                    in, protobuf, resource.kind(), Scope.ALL, buffer, continued -> api.sendAhead(pagePath(continued)));
        });
    }

    private String pagePath(String token) {
        return path + "?limit=" + pageSize + selector + (token.isEmpty() ? "" : "&continue=" + encoded(token));
    }

    /** What goes wrong with pods needs no name, as nothing else is mostly read. */
    private String told(String message) {
        return resource == Resource.PODS ? message : resource + ": " + message;
    }

    /** Fails when there is no such namespace: one without pods may be a typing error, and must not look clean. */
    void checkNamespace(ApiServer api, Listener listener) {
        if (namespace.isEmpty() || resource != Resource.PODS) {
            return;
        }
        try {
            api.get("/api/v1/namespaces/" + namespace, in -> in.transferTo(OutputStream.nullOutputStream()));
        } catch (ApiException e) {
            if (e.kind() == ApiException.Kind.NOT_FOUND) {
                listener.fail("there is no namespace " + namespace);
            } else {
                listener.fail("no pod in namespace " + namespace
                        + ", and whether there is such a namespace cannot be told; let the user get namespaces, or leave"
                        + " out this one: " + e.message());
            }
        }
    }

    /** What asks for the changes since a list. */
    String watchPath(String resourceVersion, Duration longest) {
        return path + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=" + longest.toSeconds() + selector
                + "&resourceVersion=" + encoded(resourceVersion);
    }

    /** Empty for all. */
    String namespace() {
        return namespace;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
