package eu.skyscrapers.ptc.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * One way to an answer: a command, or several with pipes between them.
 *
 * @param exitCodes those of a run that went well, of the last command
 */
record Contender(String name, Map<String, String> environment, Set<Integer> exitCodes, List<List<String>> commands) {
    private static final int SAMPLE_MILLIS = 4;
    /** The kernel's, for programs, on every Linux. */
    private static final int TICKS_PER_SECOND = 100;

    /**
     * What one run cost.
     *
     * @param millis wall time, from before the first process starts until the last has ended
     * @param cpuMillis of all processes and their children, in steps of 10 ms; 0 where the system does not tell
     * @param peakBytes resident memory at its most, of all processes together; 0 where the system does not tell
     */
    record Cost(double millis, double cpuMillis, long peakBytes) {}

    /** Runs once. A run that fails, or says anything on standard error, ends the benchmark: its time would mean nothing. */
    Cost run() throws IOException, InterruptedException {
        Path errors = Files.createTempFile("benchmark", ".err");
        try {
            List<ProcessBuilder> builders = commands.stream()
                    .map(command -> {
                        ProcessBuilder builder = new ProcessBuilder(command);
                        builder.environment().clear();
                        builder.environment().putAll(environment);
                        return builder.redirectError(Redirect.appendTo(errors.toFile()));
                    })
                    .toList();
            builders.get(0).redirectInput(Path.of("/dev/null").toFile());
            builders.get(builders.size() - 1).redirectOutput(Redirect.DISCARD);
            long cpu = childrensTicks();
            long start = System.nanoTime();
            List<Process> processes = ProcessBuilder.startPipeline(builders);
            Map<Long, Long> peaks = new ConcurrentHashMap<>();
            Thread sampler = new Thread(() -> sample(processes, peaks));
            sampler.start();
            int exitCode = 0;
            for (Process process : processes) {
                exitCode = process.waitFor();
            }
            double millis = (System.nanoTime() - start) / 1e6;
            sampler.interrupt();
            sampler.join();
            String said = Files.readString(errors);
            if (!exitCodes.contains(exitCode) || !said.isEmpty()) {
                throw new IOException(name + " ended with " + exitCode + " and said: " + said);
            }
            return new Cost(
                    millis,
                    (childrensTicks() - cpu) * 1000.0 / TICKS_PER_SECOND,
                    peaks.values().stream().mapToLong(Long::longValue).sum());
        } finally {
            Files.delete(errors);
        }
    }

    /** The kernel keeps the peak itself, so that only what grows in the last moment of a process is missed. */
    private static void sample(List<Process> processes, Map<Long, Long> peaks) {
        try {
            while (true) {
                for (Process process : processes) {
                    peaks.merge(process.pid(), peak(process.pid()), Math::max);
                    for (long child : children(process.pid())) {
                        peaks.merge(child, peak(child), Math::max);
                    }
                }
                Thread.sleep(SAMPLE_MILLIS);
            }
        } catch (InterruptedException e) {
            // The run has ended.
        }
    }

    /** The CPU time of all processes that this one has waited for, and that they have. */
    private static long childrensTicks() throws IOException {
        Path file = Path.of("/proc/self/stat");
        if (!Files.exists(file)) {
            return 0;
        }
        // Behind the name of the program, which may hold anything: fields 16 and 17 (proc_pid_stat(5)).
        String[] fields = Files.readString(file).replaceFirst(".*\\) ", "").split(" ");
        return Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
    }

    /** As the Java of a launcher. */
    private static long[] children(long process) {
        String id = Long.toString(process);
        try {
            return Pattern.compile(" ")
                    .splitAsStream(Files.readString(Path.of("/proc", id, "task", id, "children")))
                    .filter(child -> !child.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (IOException e) {
            return new long[0];
        }
    }

    private static long peak(long process) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process), "status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** The middle one; of an even number, the mean of the two in the middle. */
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
