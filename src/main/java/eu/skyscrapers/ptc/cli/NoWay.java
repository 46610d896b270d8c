package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.objects.ObjectSource;
import eu.skyscrapers.ptc.objects.Progress;
import eu.skyscrapers.ptc.objects.Reading;
import eu.skyscrapers.ptc.workload.ImageSink;
import eu.skyscrapers.ptc.workload.ReadError;
import java.util.List;

/** A cluster that cannot be read, as there is no way to it: the others are, and this is an error of its own. */
record NoWay(String name, ReadError problem, boolean readsTemplates) implements ObjectSource {
    /** Not known. */
    @Override
    public String server() {
        return "";
    }

    @Override
    public String place() {
        return "cluster " + name;
    }

    @Override
    public Reading read(ImageSink sink, Progress progress) {
        return new Reading(List.of(problem.saying(place() + ": " + problem.message())), List.of(), "");
    }
}
