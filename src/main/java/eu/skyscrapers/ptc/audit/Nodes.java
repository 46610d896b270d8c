package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.Workload;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * On which nodes workloads run: a bit for each node, so that it grows with nodes and workloads, and not with pods.
 *
 * @param numbers of the bits, by the node
 */
public record Nodes(Map<String, Integer> numbers, Map<Workload, BitSet> byWorkload) {
    /** Of files, and of whatever else knows no node. */
    public static final Nodes NONE = new Nodes();

    public Nodes() {
        this(new HashMap<>(), new HashMap<>());
    }

    void add(Workload workload, String node) {
        int number = numbers.computeIfAbsent(node, first -> numbers.size());
        byWorkload.computeIfAbsent(workload, first -> new BitSet()).set(number);
    }

    /** How many nodes run at least one of these; 0 if unknown. */
    public int of(Collection<Workload> workloads) {
        BitSet all = new BitSet();
        workloads.forEach(workload -> all.or(byWorkload.getOrDefault(workload, new BitSet())));
        return all.cardinality();
    }
}
