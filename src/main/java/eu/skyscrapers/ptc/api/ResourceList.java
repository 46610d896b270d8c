package eu.skyscrapers.ptc.api;

import eu.skyscrapers.ptc.objects.Documents;
import eu.skyscrapers.ptc.objects.Findings;
import eu.skyscrapers.ptc.objects.ListPage;
import eu.skyscrapers.ptc.objects.NamespaceNames;
import eu.skyscrapers.ptc.objects.Scope;
import eu.skyscrapers.ptc.workload.ImageSink;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.PodKind;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The list of one resource of a cluster, or of one namespace of it. */
final class ResourceList {
    /** More than any cluster has, at whatever page size. */
    private static final int PAGES_MAX = 100_000;

    private static final String NAMESPACES = "/api/v1/namespaces";
    private static final Duration SUGGESTING = Duration.ofSeconds(5);

    private final PodKind resource;
    private final String namespace;
    private final String path;
    private final String selector;
    private final int pageSize;

    /** @param namespace empty for all */
    ResourceList(PodKind resource, String namespace, Scope scope, int pageSize) {
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
    String read(ApiServer api, ImageSink sink, ClusterSource.Notes notes) throws ApiException {
        Set<String> tokens = new HashSet<>();
        String token = "";
        long read = 0;
        ListPage page;
        do {
            PageBuffer buffer = new PageBuffer();
            try {
                page = page(api, token, buffer);
                read += page.items();
                notes.read(read, page.remaining());
                if (page.remaining() > 0 && page.last()) {
                    throw new ApiException(
                            ApiException.Kind.UNREADABLE,
                            "the list ends, but the server says that there are " + page.remaining() + " more");
                }
                if (!tokens.add(page.continueToken()) || tokens.size() > PAGES_MAX) {
                    throw new ApiException(
                            ApiException.Kind.UNREADABLE,
                            "the list does not end: the server gives the same pages again");
                }
                token = page.continueToken();
            } catch (ApiException e) {
                api.forgetAhead();
                // A refusal names what it is of.
                boolean namesIt = e.kind() == ApiException.Kind.FORBIDDEN;
                throw e.kind().ofOneList() && !namesIt ? e.saying(named(e.message())) : e;
            } finally {
                buffer.found.forEach(sink::accept);
                buffer.owned.forEach(sink::acceptRevision);
                buffer.problems.forEach(problem -> notes.fail(ReadError.Kind.MALFORMED, named(problem)));
            }
        } while (!page.last());
        if (read == 0 && resource == PodKind.POD && !namespace.isEmpty()) {
            checkNamespace(api, notes);
        }
        return page.resourceVersion();
    }

    private ListPage page(ApiServer api, String token, PageBuffer buffer) throws ApiException {
        return api.list(pagePath(token), (in, protobuf) -> {
            buffer.clear();
            return Documents.readList(
                    in, protobuf, resource.kind(), Scope.ALL, buffer, continued -> api.sendAhead(pagePath(continued)));
        });
    }

    /** What one page holds, kept until the page is whole: a page that breaks off is read again and must not count twice. */
    private static final class PageBuffer implements Findings {
        private final List<PodImages> found = new ArrayList<>();
        private final List<PodImages> owned = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        private void clear() {
            found.clear();
            owned.clear();
            problems.clear();
        }

        @Override
        public void found(PodImages images) {
            found.add(images);
        }

        @Override
        public void owned(PodImages images, Workload owner) {
            owned.add(images);
        }

        @Override
        public void passedOver(String kind) {
            problems.add("the server listed a " + kind + " that was not asked for");
        }

        @Override
        public void leftOut() {
            // The server narrows the list itself; what it left out is not in the answer.
            throw new IllegalStateException("a list is read whole");
        }

        @Override
        public void problem(long line, String what) {
            problems.add(what);
        }

        @Override
        public void page(ListPage page) {
            passedOver(page.kind());
        }
    }

    private String pagePath(String token) {
        return path + "?limit=" + pageSize + selector + (token.isEmpty() ? "" : "&continue=" + encoded(token));
    }

    /** What goes wrong with pods needs no name, as nothing else is mostly read. */
    private String named(String message) {
        return resource == PodKind.POD ? message : resource + ": " + message;
    }

    /** Fails when there is no such namespace: one without pods may be a typo, and must not look clean. */
    private void checkNamespace(ApiServer api, ClusterSource.Notes notes) {
        try {
            api.get(NAMESPACES + "/" + namespace, (in, protobuf) -> in.transferTo(OutputStream.nullOutputStream()));
        } catch (ApiException e) {
            if (e.kind() == ApiException.Kind.NOT_FOUND) {
                notes.fail(e.reported(), "there is no namespace " + namespace + suggestions(api));
            } else {
                notes.fail(
                        e.reported(),
                        "no pod in namespace " + namespace
                                + ", and checking that it exists failed; let the user get namespaces, or leave"
                                + " out this one: " + e.message());
            }
        }
    }

    /** The nearest of the namespaces, as far as the user may list them and the server is quick about it. */
    private String suggestions(ApiServer api) {
        StringBuilder words = new StringBuilder();
        try {
            api.stream(
                    NAMESPACES, SUGGESTING, (in, protobuf) -> words.append(NamespaceNames.suggestions(in, namespace)));
        } catch (ApiException e) {
            return "";
        }
        return words.toString();
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
