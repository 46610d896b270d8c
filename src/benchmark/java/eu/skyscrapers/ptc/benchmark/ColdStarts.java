package eu.skyscrapers.ptc.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import eu.skyscrapers.ptc.benchmark.ColdStart.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the time of a small audit by TLS goes to, as plain Java and as the launcher starts it. */
final class ColdStarts {
    private final Launched launched;
    private final Path folder;

    ColdStarts(Launched launched, Path folder) {
        this.launched = launched;
        this.folder = folder;
    }

    void print(int rounds) throws Exception {
        try (TestApiServer server =
                TestApiServer.https(TestPki.Server.RSA).recorded().requireToken("token")) {
            Path kubeconfig = Kubeconfigs.in(folder)
                    .context("prod", server, Kubeconfigs.token("token"))
                    .cluster(
                            "prod",
                            "certificate-authority-data",
                            Base64.getEncoder().encodeToString(TestPki.rsaCa()))
                    .write();
            Path watcher = Launched.jar(folder, ColdStart.class);
            List<Map<Phase, Double>> plain = new ArrayList<>();
            List<Map<Phase, Double>> withFlags = new ArrayList<>();
            for (int round = -1; round < rounds; round++) {
                Map<Phase, Double> first = run(List.of(), watcher, kubeconfig);
                Map<Phase, Double> second = run(launched.flags(), watcher, kubeconfig);
                if (round >= 0) {
                    plain.add(first);
                    withFlags.add(second);
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
                        median(withFlags, phase));
            }
            System.out.println();
        }
    }

    private static double median(List<Map<Phase, Double>> runs, Phase phase) {
        return Contender.median(
                runs.stream().mapToDouble(run -> run.getOrDefault(phase, 0.0)).toArray());
    }

    private Map<Phase, Double> run(List<String> flags, Path watcher, Path kubeconfig) throws Exception {
        List<String> timed = new ArrayList<>(flags);
        timed.add("-Dcold.start=" + ColdStart.micros());
        List<String> command = launched.command(
                timed, watcher, ColdStart.class, PageServer.REGISTRY, "--kubeconfig", kubeconfig.toString());
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
