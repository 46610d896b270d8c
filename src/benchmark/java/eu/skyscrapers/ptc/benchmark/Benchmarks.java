package eu.skyscrapers.ptc.benchmark;

import eu.skyscrapers.ptc.benchmark.Contender.Cost;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs every benchmark and prints the results as Markdown. Contenders take turns, round by round, so that a noisy machine
 * is as noisy to each; a ratio is the median of the rounds' own ratios.
 *
 * <p>Arguments: {@code quick} for few rounds, and the names of sections where not all are wanted: {@code start}, {@code small},
 * {@code token}, {@code bulk}, {@code compressed}, {@code tls}, {@code encodings}, {@code huge}, {@code growth},
 * {@code images}. The system property
 * {@code benchmark.java} names another Java home, whose Java runs every contender; {@code benchmark.program} another
 * distribution, such as an unpacked runtime archive, which brings its own; {@code benchmark.before} one that runs beside it
 * wherever the program is compared.
 */
public final class Benchmarks {
    private static final String US = "audit-ecr-ptc";
    private static final String TLS = "tls";
    /** Flags that make a short run of a small program quick, as the launcher has them. */
    private static final List<String> QUICK = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmn16m");
    /** What the program sets itself, for each connection. */
    private static final List<String> QUICK_TLS = List.of(
            "-Djdk.tls.namedGroups=x25519",
            "-Djdk.tls.client.cipherSuites=TLS_CHACHA20_POLY1305_SHA256,TLS_AES_128_GCM_SHA256");

    private static final List<String> ALL =
            List.of("start", "small", "token", "bulk", "compressed", "tls", "encodings", "huge", "growth", "images");
    private static final String JQ =
            "[.items[].spec | (.containers, .initContainers // [], .ephemeralContainers // [])[].image] | unique | .[]";

    private final boolean quick;
    private final Path javaHome = Path.of(System.getProperty("benchmark.java", System.getProperty("java.home")));
    private final Path program = Path.of(System.getProperty("benchmark.program", "target/audit-ecr-ptc"))
            .toAbsolutePath();
    private final String before = System.getProperty("benchmark.before", "");
    private final Path folder = Files.createTempDirectory("benchmarks");
    private final Map<String, String> environment = Map.of(
            "HOME",
            folder.toString(),
            "JAVA_HOME",
            javaHome.toString(),
            "PATH",
            System.getenv().getOrDefault("PATH", "/usr/bin:/bin"),
            // They sign a token that no server here looks at.
            "AWS_ACCESS_KEY_ID",
            "benchmark",
            "AWS_SECRET_ACCESS_KEY",
            "benchmark",
            "AUDIT_ECR_PTC_JAVA_OPTS",
            System.getenv().getOrDefault("AUDIT_ECR_PTC_JAVA_OPTS", ""));

    private Benchmarks(boolean quick) throws IOException {
        this.quick = quick;
    }

    public static void main(String[] args) throws Exception {
        List<String> wanted = new ArrayList<>(List.of(args));
        wanted.removeIf(String::isBlank);
        Benchmarks benchmarks = new Benchmarks(wanted.remove("quick"));
        List<String> sections = wanted.isEmpty() ? ALL : wanted;
        benchmarks.printMachine();
        for (String section : sections) {
            switch (section) {
                case "start" -> new ColdStarts(benchmarks.launched(), benchmarks.folder).print(benchmarks.rounds(25));
                case "small" -> benchmarks.small();
                case "token" -> benchmarks.token();
                case "bulk" -> benchmarks.bulk();
                case "compressed" -> benchmarks.compressed();
                case "tls" -> benchmarks.tls();
                case "encodings" -> benchmarks.encodings();
                case "huge" -> benchmarks.huge();
                case "growth" -> benchmarks.growth();
                case "images" -> benchmarks.images();
                default -> throw new IllegalArgumentException("no section " + section);
            }
        }
    }

    private int rounds(int all) {
        return quick ? Math.max(1, all / 5) : all;
    }

    /** Of the Java that runs the contenders. */
    private String javaVersion() throws IOException {
        String release = Files.readString(javaHome.resolve("release"));
        return release.replaceAll("(?s).*JAVA_RUNTIME_VERSION=\"([^\"]*)\".*", "$1");
    }

    private int feature() throws IOException {
        return Runtime.Version.parse(javaVersion()).feature();
    }

    private void printMachine() throws IOException {
        System.out.printf(
                "%s, %d processors (%s), %s, %s, Java %s, load %s%n%n",
                Instant.now().truncatedTo(ChronoUnit.MINUTES),
                Runtime.getRuntime().availableProcessors(),
                first(Path.of("/proc/cpuinfo"), "model name"),
                first(Path.of("/proc/meminfo"), "MemTotal"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                javaVersion(),
                first(Path.of("/proc/loadavg"), ""));
    }

    /** What a file of the Linux kernel says; nothing elsewhere. */
    private static String first(Path file, String start) throws IOException {
        if (!Files.exists(file)) {
            return "?";
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElse("?")
                    .replaceFirst(".*:\\s*", "");
        }
    }

    private void small() throws Exception {
        try (Server server = new Server("recorded", TLS)) {
            List<Contender> contenders = ours(server);
            contenders.add(java("empty Java program", EmptyProgram.class));
            contenders.add(bareClient(server));
            kubectl(server, server.kubeconfig()).ifPresent(contenders::add);
            compare("62 pods by TLS, cold", rounds(25), contenders);
        }
    }

    /** With a kubeconfig as {@code aws eks update-kubeconfig} writes it; the server takes any token. */
    private void token() throws Exception {
        if (!isInstalled("aws")) {
            return;
        }
        try (Server server = new Server("recorded", TLS)) {
            String kubeconfig = server.eksKubeconfig();
            List<Contender> contenders = new ArrayList<>(List.of(us(US + ", built-in token", program, kubeconfig)));
            if (!before.isEmpty()) {
                contenders.add(us(US + " before, built-in token", before(), kubeconfig));
            }
            contenders.add(us(US + " --eks-token plugin", program, kubeconfig, "--eks-token", "plugin"));
            kubectl(server, kubeconfig).ifPresent(contenders::add);
            compare("62 pods by TLS, cold, a token of EKS", rounds(25), contenders);
        }
    }

    /** Beside a native program that throws away what it gets. */
    private void tls() throws Exception {
        try (Server server = new Server("20000", "1000", "400", "gzip", TLS)) {
            for (String encoding : List.of("gzip", "identity")) {
                String[] options = encoding.equals("gzip") ? new String[0] : new String[] {"--disable-compression"};
                List<Contender> contenders = new ArrayList<>(List.of(us(US, program, server.kubeconfig(), options)));
                if (!before.isEmpty()) {
                    contenders.add(us(US + " before", before(), server.kubeconfig(), options));
                }
                List<String> flags = new ArrayList<>(QUICK);
                flags.addAll(QUICK_TLS);
                contenders.add(java(
                        "discarding client",
                        flags,
                        DiscardingClient.class,
                        server.address,
                        encoding,
                        server.authority));
                curl(server, encoding).ifPresent(contenders::add);
                compare(
                        "20,000 pods by TLS, "
                                + (options.length == 0 ? "the server compresses" : "--disable-compression"),
                        rounds(10),
                        contenders);
            }
        }
    }

    private void bulk() throws Exception {
        try (Server server = new Server("20000", "1000", "400")) {
            List<Contender> contenders = ours(server);
            contenders.add(java("discarding client", DiscardingClient.class, server.address, "identity"));
            contenders.add(typedClient(server));
            compare("20,000 pods", rounds(10), contenders);
            Optional<Contender> kubectl = kubectl(server, server.kubeconfig());
            if (kubectl.isPresent()) {
                compare("20,000 pods, kubectl", rounds(5), List.of(us(server), kubectl.get()));
            }
        }
    }

    private void compressed() throws Exception {
        try (Server server = new Server("20000", "1000", "400", "gzip")) {
            List<Contender> contenders = ours(server);
            contenders.add(java("discarding client", DiscardingClient.class, server.address, "gzip"));
            compare("20,000 pods, the server compresses", rounds(10), contenders);
        }
    }

    /** The same pods from servers with and without protobuf. */
    private void encodings() throws Exception {
        List<String> pods = List.of("20000", "1000", "400");
        for (List<String> more : List.of(List.of("gzip"), List.<String>of())) {
            List<String> arguments = Stream.concat(pods.stream(), more.stream()).toList();
            List<String> jsonOnly =
                    Stream.concat(arguments.stream(), Stream.of("json")).toList();
            try (Server json = new Server(jsonOnly.toArray(String[]::new));
                    Server protobuf = new Server(arguments.toArray(String[]::new))) {
                compare(
                        "20,000 pods, " + (more.isEmpty() ? "not compressed" : "the server compresses"),
                        rounds(10),
                        List.of(us(json, "JSON, " + json.size()), us(protobuf, "protobuf, " + protobuf.size())));
            }
        }
    }

    private void huge() throws Exception {
        try (Server server = new Server("100000", "1000", "400")) {
            List<Contender> contenders = ours(server);
            contenders.add(java("discarding client", DiscardingClient.class, server.address, "identity"));
            contenders.add(typedClient(server));
            compare("100,000 pods", rounds(5), contenders);
            // Before it prints the first pod, kubectl holds all; so does jq. At 20,000 pods that is 6.3 GB.
            System.out.printf("kubectl with jq would need some 30 GB here: left out%n%n");
        }
    }

    private void growth() throws Exception {
        List<Server> servers = new ArrayList<>();
        try {
            Map<String, String[]> sizes = new LinkedHashMap<>();
            sizes.put("1,000 pods, 1,000 images", new String[] {"1000", "1000", "400"});
            sizes.put("10,000 pods, 1,000 images", new String[] {"10000", "1000", "400"});
            sizes.put("100,000 pods, 1,000 images", new String[] {"100000", "1000", "400"});
            sizes.put("20,000 pods, 100 images", new String[] {"20000", "100", "100"});
            sizes.put("20,000 pods, 2,000 images", new String[] {"20000", "2000", "400"});
            sizes.put("20,000 pods, 20,000 images", new String[] {"20000", "20000", "400"});
            List<Contender> contenders = new ArrayList<>();
            for (Map.Entry<String, String[]> size : sizes.entrySet()) {
                Server server = new Server(size.getValue());
                servers.add(server);
                contenders.add(us(server, size.getKey()));
            }
            compare("Growth", rounds(5), contenders);
        } finally {
            for (Server server : servers) {
                server.close();
            }
        }
    }

    private void images() throws RunnerException, IOException {
        System.out.printf("| per image | ns | error (99.9 %%) |%n|---|--:|--:|%n");
        OptionsBuilder options = new OptionsBuilder();
        if (feature() >= 24) {
            // Else Java would warn among the results of how JMH reaches its own fields.
            options.jvmArgsAppend("--sun-misc-unsafe-memory-access=allow");
        }
        options.include(ImageBenchmark.class.getSimpleName())
                .jvm(javaHome.resolve("bin/java").toString())
                .verbosity(VerboseMode.SILENT)
                .forks(quick ? 1 : 3)
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(5)
                .measurementTime(TimeValue.milliseconds(500));
        for (RunResult result : new Runner(options.build()).run()) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | ± %.0f |%n",
                    result.getPrimaryResult().getLabel(),
                    result.getPrimaryResult().getScore(),
                    result.getPrimaryResult().getScoreError());
        }
        System.out.println();
    }

    /** Prints a row for each; the ratios are to the first one. */
    private static void compare(String title, int rounds, List<Contender> contenders) throws Exception {
        double[][] millis = new double[contenders.size()][rounds];
        double[][] ratios = new double[contenders.size()][rounds];
        double[][] cpuMillis = new double[contenders.size()][rounds];
        double[][] peaks = new double[contenders.size()][rounds];
        // Round 0 warms the disk, the server and the caches of kubectl.
        for (int round = -1; round < rounds; round++) {
            for (int i = 0; i < contenders.size() && (round >= 0 || rounds > 1); i++) {
                Cost cost = contenders.get(i).run();
                if (round >= 0) {
                    millis[i][round] = cost.millis();
                    cpuMillis[i][round] = cost.cpuMillis();
                    peaks[i][round] = cost.peakBytes();
                    ratios[i][round] = millis[0][round] / cost.millis();
                }
            }
        }
        System.out.printf(
                "| %s (median of %d) | ms | first row : this | CPU ms | first row : this | peak resident MB |%n"
                        + "|---|--:|--:|--:|--:|--:|%n",
                title, rounds);
        for (int i = 0; i < contenders.size(); i++) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.2f | %.0f | %.2f | %.0f |%n",
                    contenders.get(i).name(),
                    Contender.median(millis[i]),
                    Contender.median(ratios[i]),
                    mean(cpuMillis[i]),
                    mean(cpuMillis[0]) / mean(cpuMillis[i]),
                    Contender.median(peaks[i]) / 1e6);
        }
        System.out.println();
    }

    /** Steps of 10 ms do not show in it. */
    private static double mean(double... values) {
        return DoubleStream.of(values).average().orElse(0);
    }

    private Launched launched() {
        return new Launched(javaHome, program);
    }

    private Path before() {
        return Path.of(before).toAbsolutePath();
    }

    private Contender us(Server server) throws IOException {
        return us(server, US);
    }

    private List<Contender> ours(Server server) throws IOException {
        List<Contender> ours = new ArrayList<>(List.of(us(server)));
        if (!before.isEmpty()) {
            ours.add(us(US + " before", before(), server.kubeconfig()));
        }
        return ours;
    }

    private Contender us(Server server, String name) throws IOException {
        return us(name, program, server.kubeconfig());
    }

    private Contender us(String name, Path distribution, String kubeconfig, String... options) {
        List<String> command = new ArrayList<>(List.of(
                distribution.resolve("bin/audit-ecr-ptc").toString(), PageServer.REGISTRY, "--kubeconfig", kubeconfig));
        command.addAll(List.of(options));
        return new Contender(name, environment, Set.of(0, 1), List.of(command));
    }

    /** With everything that makes it quick. */
    private Contender bareClient(Server server) throws IOException {
        List<String> flags = new ArrayList<>(launched().flags());
        flags.addAll(QUICK_TLS);
        List<String> command = launched()
                .command(
                        flags,
                        Launched.jar(folder, BareClient.class),
                        BareClient.class,
                        server.port(),
                        server.authority);
        return new Contender("bare Java client", environment, Set.of(0), List.of(command));
    }

    private Contender java(String name, Class<?> program, String... arguments) {
        return java(name, QUICK, program, arguments);
    }

    /** As Java programs are started, where nobody thinks of flags. */
    private Contender typedClient(Server server) {
        return java("fabric8 typed list()", List.of(), TypedClient.class, server.address);
    }

    private Contender java(String name, List<String> flags, Class<?> program, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(javaHome.resolve("bin/java").toString()));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        return new Contender(name, environment, Set.of(0), List.of(command));
    }

    private boolean isInstalled(String program) {
        boolean installed = Stream.of(environment.get("PATH").split(":"))
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
        if (!installed) {
            System.out.printf("%s is not installed: left out%n%n", program);
        }
        return installed;
    }

    /** Nothing where one of the two is not installed. */
    private Optional<Contender> kubectl(Server server, String kubeconfig) {
        if (!isInstalled("kubectl") || !isInstalled("jq")) {
            return Optional.empty();
        }
        List<String> get = List.of("kubectl", "--kubeconfig", kubeconfig, "get", "pods", "-A", "-o", "json");
        return Optional.of(new Contender(
                "kubectl get pods -A -o json \\| jq", environment, Set.of(0), List.of(get, List.of("jq", "-r", JQ))));
    }

    /** Gets the same pages one after the other, by one connection. */
    private Optional<Contender> curl(Server server, String encoding) throws IOException {
        if (!isInstalled("curl")) {
            return Optional.empty();
        }
        Path authority = folder.resolve("authority.pem");
        Files.write(authority, Base64.getDecoder().decode(server.authority));
        List<String> get = List.of(
                "curl",
                "--silent",
                "--show-error",
                "--http1.1",
                "--cacert",
                authority.toString(),
                "--header",
                "Accept: " + DiscardingClient.ACCEPT,
                "--header",
                "Accept-Encoding: " + encoding,
                "--output",
                "/dev/null",
                server.address + "/api/v1/pods?limit=" + PageServer.PAGE_SIZE + "&continue=[0-19500:"
                        + PageServer.PAGE_SIZE + "]");
        return Optional.of(new Contender("curl to /dev/null", environment, Set.of(0), List.of(get)));
    }

    /** A {@link PageServer} in a process of its own. */
    private final class Server implements Closeable {
        private final Process process;
        private final String address;
        private final long bytes;
        /** Its CA, as kubeconfigs hold it; empty where it speaks plain HTTP. */
        private final String authority;

        private Server(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Djava.io.tmpdir=" + Path.of("target").toAbsolutePath(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    PageServer.class.getName()));
            command.addAll(List.of(arguments));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = process.inputReader();
            String[] told = String.valueOf(out.readLine()).split(" ", -1);
            authority = told.length > 2 ? told[2] : "";
            address = (authority.isEmpty() ? "http" : "https") + "://127.0.0.1:" + told[0];
            bytes = Long.parseLong(told[1]);
        }

        private String port() {
            return address.replaceFirst(".*:", "");
        }

        /** Of the list, as it is sent to the program. */
        private String size() {
            return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
        }

        private String kubeconfig() throws IOException {
            return kubeconfig("server", "{\"token\": \"benchmark\"}");
        }

        /** As {@code aws eks update-kubeconfig} writes it. */
        private String eksKubeconfig() throws IOException {
            return kubeconfig("eks", """
                    {"exec": {"apiVersion": "client.authentication.k8s.io/v1beta1", "command": "aws",
                     "args": ["--region", "eu-west-1", "eks", "get-token", "--cluster-name", "it", "--output", "json"]}}
                    """);
        }

        private String kubeconfig(String kind, String user) throws IOException {
            String trust = authority.isEmpty() ? "" : ", \"certificate-authority-data\": \"" + authority + "\"";
            Path file = folder.resolve(kind + "-" + process.pid());
            Files.writeString(file, """
                    {"apiVersion": "v1", "kind": "Config", "current-context": "it",
                     "users": [{"name": "it", "user": %s}],
                     "clusters": [{"name": "it", "cluster": {"server": "%s"%s}}],
                     "contexts": [{"name": "it", "context": {"cluster": "it", "user": "it"}}]}
                    """.formatted(user, address, trust));
            return file.toString();
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
