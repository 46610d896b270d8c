package eu.skyscrapers.ptc.kubernetes.api;

import eu.skyscrapers.ptc.kubernetes.objects.Findings;
import eu.skyscrapers.ptc.kubernetes.objects.ListPage;
import eu.skyscrapers.ptc.workload.ImageSink;
import eu.skyscrapers.ptc.workload.PodImages;
import java.util.ArrayList;
import java.util.List;

/** What one page holds, kept until the page is whole: a page that breaks off is read again and must not count twice. */
final class PageBuffer implements Findings {
    private final List<PodImages> pods = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    void clear() {
        pods.clear();
        problems.clear();
    }

    /**
     * Hands on what was read.
     *
     * @return what was wrong with it
     */
    List<String> flush(ImageSink sink) {
        pods.forEach(sink::accept);
        List<String> wrong = List.copyOf(problems);
        clear();
        return wrong;
    }

    /** The key that the server sorts by; empty where there is no pod. */
    String firstPod() {
        return pods.isEmpty() ? "" : key(pods.get(0));
    }

    String lastPod() {
        return pods.isEmpty() ? "" : key(pods.get(pods.size() - 1));
    }

    private static String key(PodImages pod) {
        return pod.workload().namespace() + "/" + pod.name();
    }

    @Override
    public void found(PodImages images) {
        pods.add(images);
    }

    @Override
    public void skipped(String kind) {
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
        problems.add("the server listed a " + page.kind() + " that was not asked for");
    }
}
