package eu.skyscrapers.ptc.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import eu.skyscrapers.ptc.benchmark.ColdStart.Phase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** What the time of a small audit by TLS goes to, as plain Java and as the launcher starts it. */
final class ColdStarts {
    /** As the launcher names it to Java, whose archive holds for jars of the same path alone. */
    private static final Path OPEN_LIB = Path.of("/proc/self/fd/9");

    private final Path java;
    private final Path lib;
    private final Path folder;

    ColdStarts(Path javaHome, Path program, Path folder) {
        Path own = program.resolve("runtime/bin/java");
        this.java = Files.exists(own) ? own : javaHome.resolve("bin/java");
        this.lib = program.resolve("lib");
        this.folder = folder;
    }

    void print(int rounds) throws Exception {
        List<String> asLaunched = new ArrayList<>(List.of("@" + lib.resolve("jvm.options")));
        if (Files.exists(lib.resolve("audit-ecr-ptc.aot"))) {
            asLaunched.add("-XX:AOTCache=" + lib.resolve("audit-ecr-ptc.aot"));
        } else if (Files.exists(lib.resolve("audit-ecr-ptc.jsa"))) {
            asLaunched.add("-XX:SharedArchiveFile=" + OPEN_LIB.resolve("audit-ecr-ptc.jsa"));
        }
        try (TestApiServer server =
                TestApiServer.https(TestPki.Server.TRUSTED).recorded().requireToken("token")) {
            Path kubeconfig = Kubeconfigs.in(folder)
                    .context("prod", server, Kubeconfigs.token("token"))
                    .write();
            Path watcher = watcher();
            List<Map<Phase, Double>> plain = new ArrayList<>();
            List<Map<Phase, Double>> launched = new ArrayList<>();
            for (int round = -1; round < rounds; round++) {
                Map<Phase, Double> first = run(List.of(), watcher, kubeconfig);
                Map<Phase, Double> second = run(asLaunched, watcher, kubeconfig);
                if (round >= 0) {
                    plain.add(first);
                    launched.add(second);
                }
            }
            System.out.printf(
                    "| cold start, 62 pods by TLS (median of %d) | plain `java -jar`, ms | by the launcher, ms |%n"
                            + "|---|--:|--:|%n",
                    rounds);
            for (Phase phase : Phase.values()) {
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %.0f | %.0f |%n",
                        phase.title(),
                        median(plain, phase),
                        median(launched, phase));
            }
            System.out.println();
        }
    }

    private static double median(List<Map<Phase, Double>> runs, Phase phase) {
        return Contender.median(
                runs.stream().mapToDouble(run -> run.getOrDefault(phase, 0.0)).toArray());
    }

    /** A jar, as an archive of classes puts up with no folder on the class path. */
    private Path watcher() throws IOException {
        Path jar = folder.resolve("watcher.jar");
        String name = ColdStart.class.getName().replace('.', '/');
        Path classes = Path.of("target/benchmark/classes").resolve(name).getParent();
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.list(classes)) {
            for (Path file : files.filter(each -> each.getFileName().toString().matches("ColdStart(\\$.*)?\\.class"))
                    .toList()) {
                entries.putNextEntry(new JarEntry(name.substring(0, name.lastIndexOf('/') + 1) + file.getFileName()));
                Files.copy(file, entries);
            }
        }
        return jar;
    }

    private Map<Phase, Double> run(List<String> flags, Path watcher, Path kubeconfig) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 9<\"$0\"", lib.toString(), java.toString()));
        command.addAll(flags);
        command.addAll(List.of("-cp", OPEN_LIB.resolve("audit-ecr-ptc.jar") + ":" + watcher));
        command.add("-Dcold.start=" + ColdStart.micros());
        command.addAll(List.of(ColdStart.class.getName(), PageServer.REGISTRY, "--kubeconfig", kubeconfig.toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getErrorStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 1) {
            throw new IOException(command + " ended with " + process.exitValue() + " and said: " + said);
        }
        long ended = ColdStart.micros();
        Map<Phase, Double> millis = new EnumMap<>(Phase.class);
        for (String line : said.lines().toList()) {
            String[] words = line.split(" ");
            if (words[0].equals("END")) {
                millis.put(Phase.EXIT, (ended - Long.parseLong(words[1])) / 1000.0);
            } else {
                millis.put(Phase.valueOf(words[0]), Long.parseLong(words[1]) / 1000.0);
            }
        }
        return millis;
    }
}
