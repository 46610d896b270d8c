package eu.skyscrapers.ptc.api;

import eu.skyscrapers.ptc.objects.Findings;
import eu.skyscrapers.ptc.objects.ListPage;
import eu.skyscrapers.ptc.workload.ImageSink;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/** What one page holds, kept until the page is whole: a page that breaks off is read again and must not count twice. */
final class PageBuffer implements Findings {
    private final List<PodImages> found = new ArrayList<>();
    private final List<PodImages> owned = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    void clear() {
        found.clear();
        owned.clear();
        problems.clear();
    }

    /**
     * Hands on what was read.
     *
     * @return what was wrong with it
     */
    List<String> flush(ImageSink sink) {
        found.forEach(sink::accept);
        owned.forEach(sink::acceptRevision);
        List<String> wrong = List.copyOf(problems);
        clear();
        return wrong;
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
        problems.add("the server listed a " + page.kind() + " that was not asked for");
    }
}
