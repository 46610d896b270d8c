package eu.skyscrapers.ptc.report.page;

import static eu.skyscrapers.ptc.report.page.Phrase.ours;

import eu.skyscrapers.ptc.audit.Cached;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Drill;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.page.Entry.Fact;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/** What reports say of an upstream that is down. */
public final class Outage {
    private static final int MOST_NAMES = 4;
    private static final int MOST_WORKLOADS = 10;

    private Outage() {}

    /** What it covers, and what it rests on: a full cache as far as the cache was not asked. */
    static String caption(ClusterResult cluster) {
        boolean cacheKnown = cluster.images(Verdict.VIA_PTC).stream()
                .map(ImageFinding::cached)
                .allMatch(cached -> cached != null && cached.state() != Cached.State.UNKNOWN);
        return (cluster.complete() ? "of what was read" : "of the part that was read")
                + (cluster.passedOver().unrenderedWords().isEmpty() ? "" : ", without charts")
                + "; assumed: empty new nodes"
                + (cacheKnown ? "" : ", a full cache");
    }

    /** One sentence, which can be quoted. */
    public static Phrase sentence(Drill drill) {
        Phrase sentence = Phrase.of("If {} is down, new nodes come up", drill.upstream());
        if (drill.boot().isEmpty()) {
            sentence = sentence.and(ours(" complete"));
        } else {
            List<String> names = drill.boot().stream().map(Workload::name).toList();
            boolean daemonSets =
                    drill.boot().stream().allMatch(workload -> workload.kind().equals("DaemonSet"));
            int first = names.size() <= MOST_NAMES ? names.size() - 1 : names.size();
            sentence = sentence.and(
                            first == 0 ? "" : " without ", Folded.of(names.subList(0, first), MOST_NAMES), " more")
                    .and(
                            first == 0 ? " without " : " and ",
                            Folded.of(names.subList(first, names.size()), MOST_NAMES),
                            "")
                    .and(ours(" (" + Words.count(names.size(), daemonSets ? "DaemonSet" : "workload")
                            + (drill.nodes() == 0 ? "" : " on " + Words.count(drill.nodes(), "node")) + ")"));
        }
        int restart = drill.restart().size();
        String restarts = restart == 0
                ? "every workload can restart where it runs"
                : Words.count(restart, "workload") + " cannot restart";
        String others = restart == 0 ? Words.count(drill.others(), "workload") : drill.others() + " more";
        return sentence.and(ours("; " + restarts
                + (drill.others() == 0
                        ? ""
                        : "; " + others + " cannot start on a node without " + (drill.others() == 1 ? "its" : "their")
                                + " images")));
    }

    static Entry entry(Drill drill) {
        List<Fact> facts = new ArrayList<>();
        add("new nodes", drill.boot(), facts);
        add("critical", drill.critical(), facts);
        add("restart", drill.restart(), facts);
        facts.add(new Fact(
                "in all",
                ours(Words.count(drill.workloads(), "workload") + " in "
                        + Words.count(drill.namespaces(), "namespace") + ", "
                        + (drill.pods() == 0 ? "seen by templates alone" : Words.count(drill.pods(), "pod")))));
        int newNodes = drill.newNodes();
        if (newNodes >= 0) {
            facts.add(
                    new Fact(
                            "budget",
                            ours(
                                    "a new node pulls " + Words.count(drill.pulls(), "image") + " from Docker Hub, so "
                                            + (newNodes == 0
                                                    ? "not even one comes"
                                                    : Words.count(newNodes, "new node")
                                                            + (newNodes == 1 ? " comes" : " come"))
                                            + " up in 6 hours; assumed: one IPv4 address for all, which has 100 pulls without login, and no other pulls")));
        }
        return new Entry(sentence(drill), List.of(), facts);
    }

    private static void add(String label, List<Workload> workloads, List<Fact> facts) {
        if (!workloads.isEmpty()) {
            List<String> names = workloads.stream()
                    .map(each -> each.kind() + "/" + each.name()
                            + (each.namespace().isEmpty() ? "" : " in " + each.namespace()))
                    .toList();
            facts.add(new Fact(label, ours("").and("", Folded.of(names, MOST_WORKLOADS), " more (-o json)")));
        }
    }
}
