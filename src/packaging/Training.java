import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Makes the archive of loaded classes with which the distribution starts quickly: it lets the distribution audit the
 * recorded cluster by TLS, and has that Java write down what it loaded. Java 25 makes an AOT cache of it, older ones an
 * archive for class data sharing (CDS). Such an archive is of use to the very Java that made it only; the launcher does
 * without it elsewhere.
 *
 * <p>Run by the build: {@code java src/packaging/Training.java DISTRIBUTION RECORDINGS JAVA_HOME TIME}
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514, ahead-of-time command-line ergonomics</a>
 */
final class Training {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String PASSWORD = "changeit";
    private static final String JSON = "application/json";
    private static final Pattern CONTINUE = Pattern.compile("[?&]continue=([^&]*)");
    private static final Pattern NEXT = Pattern.compile("\"continue\": *\"([^\"]+)\"");
    /** Any key signs a token, and the server here takes any. */
    private static final Map<String, String> AWS =
            Map.of("AWS_ACCESS_KEY_ID", "training", "AWS_SECRET_ACCESS_KEY", "training");

    /** What the recorded cluster's direct images make of the exit code. */
    private static final int DIRECT = 1;

    private static final int MINUTES_MAX = 3;

    private final Path temp;
    private final Path distribution;
    private final Path recordings;
    private final Path javaHome;

    private Training(Path temp, Path distribution, Path recordings, Path javaHome) {
        this.temp = temp;
        this.distribution = distribution.toAbsolutePath();
        this.recordings = recordings;
        this.javaHome = javaHome;
    }

    public static void main(String[] args) throws Exception {
        Path distribution = Path.of(args[0]);
        setTimes(distribution.resolve("lib"), Instant.parse(args[3]));
        Path temp = Files.createTempDirectory("training");
        try {
            new Training(temp, distribution, Path.of(args[1]), Path.of(args[2])).run();
        } finally {
            delete(temp);
        }
    }

    /** Before 25, Java takes an archive only while the jars have the times that they had in the training; packing sets this one. */
    private static void setTimes(Path lib, Instant time) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(time));
            }
        }
    }

    private void run() throws Exception {
        boolean aot = feature(javaHome) >= 25;
        Path lib = distribution.resolve("lib");
        Files.deleteIfExists(lib.resolve("audit-ecr-ptc.aot"));
        Files.deleteIfExists(lib.resolve("audit-ecr-ptc.jsa"));
        Path archive = lib.resolve(aot ? "audit-ecr-ptc.aot" : "audit-ecr-ptc.jsa");
        Path keys = keys();
        HttpsServer server = serve(keys);
        try {
            Path kubeconfig = kubeconfig(keys, server.getAddress().getPort());
            audit(kubeconfig, (aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive.getFileName());
        } finally {
            server.stop(0);
        }
        if (!Files.exists(archive)) {
            // One without an archive of its own, for example: the program runs all the same.
            System.err.println("[WARNING] " + javaHome + " wrote no " + archive + ": the program will start slowly");
        }
    }

    private static int feature(Path javaHome) throws IOException {
        Matcher version =
                Pattern.compile("JAVA_VERSION=\"([0-9]+)").matcher(Files.readString(javaHome.resolve("release")));
        if (!version.find()) {
            throw new IllegalStateException("no JAVA_VERSION in " + javaHome.resolve("release"));
        }
        return Integer.parseInt(version.group(1));
    }

    /**
     * By the launcher, whose options and names of jars the archive has to fit.
     *
     * @param option names the archive within {@code lib}, as options are split at blanks
     */
    private void audit(Path kubeconfig, String option) throws Exception {
        String launcher = System.getProperty("os.name").startsWith("Windows") ? "audit-ecr-ptc.cmd" : "audit-ecr-ptc";
        List<String> command = List.of(
                distribution.resolve("bin").resolve(launcher).toString(),
                REGISTRY,
                "--kubeconfig",
                kubeconfig.toString(),
                "--page-size",
                "30",
                "-o",
                "table",
                "-o",
                "json=" + temp.resolve("report.json"));
        Path output = temp.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(distribution.resolve("lib").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("AUDIT_ECR_PTC_JAVA_OPTS", option);
        builder.environment().putAll(AWS);
        Process process = builder.start();
        if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        if (process.waitFor() != DIRECT) {
            throw new IllegalStateException(
                    "exit code " + process.exitValue() + " of " + command + ":\n" + Files.readString(output));
        }
    }

    private HttpsServer serve(Path keys) throws Exception {
        Map<String, byte[]> pages = pages();
        byte[] first = Files.readAllBytes(recordings.resolve("pods-page-1.pb"));
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(keys)) {
            @Override
            public void configure(HttpsParameters parameters) {
                // As a server in Go.
                SSLParameters tls = getSSLContext().getDefaultSSLParameters();
                tls.setUseCipherSuitesOrder(false);
                parameters.setSSLParameters(tls);
            }
        });
        server.createContext("/api/v1/pods", exchange -> {
            Matcher token =
                    CONTINUE.matcher(String.valueOf(exchange.getRequestURI().getQuery()));
            // The first page in protobuf and the others in JSON: a server may answer in either.
            if (token.find()) {
                answer(exchange, 200, JSON, pages.get(token.group(1)));
            } else {
                answer(exchange, 200, "application/vnd.kubernetes.protobuf", first);
            }
        });
        server.createContext("/", exchange -> answer(exchange, 404, JSON, "{}".getBytes(StandardCharsets.UTF_8)));
        server.start();
        return server;
    }

    /** The recorded pages by the tokens that ask for them. */
    private Map<String, byte[]> pages() throws IOException {
        Map<String, byte[]> pages = new HashMap<>();
        String token = "";
        for (int number = 1; token != null; number++) {
            byte[] page = Files.readAllBytes(recordings.resolve("pods-page-" + number + ".json"));
            pages.put(token, page);
            Matcher next = NEXT.matcher(new String(page, 0, Math.min(page.length, 2000), StandardCharsets.UTF_8));
            token = next.find() ? next.group(1) : null;
        }
        return pages;
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (InputStream request = exchange.getRequestBody()) {
            request.transferTo(OutputStream.nullOutputStream());
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        }
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        // In chunks, as all lists come.
        exchange.sendResponseHeaders(status, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            packed.writeTo(out);
        }
    }

    /** An authority and a server of it, for this run: both with a key of RSA-2048, as EKS has them. */
    private Path keys() throws Exception {
        Path keys = temp.resolve("keys.p12");
        keytool(keys, "-alias", "ca", "-dname", "CN=training authority", "-ext", "bc:critical=ca:true");
        keytool(keys, "-alias", "server", "-dname", "CN=training", "-ext", "san=ip:127.0.0.1", "-signer", "ca");
        return keys;
    }

    private static void keytool(Path keys, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-sigalg",
                "SHA256withRSA",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + ": " + output);
        }
    }

    private static KeyStore store(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static SSLContext tls(Path keys) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore store = store(keys);
        // Else the server might say that it is the authority.
        store.deleteEntry("ca");
        factory.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    /**
     * As {@code aws eks update-kubeconfig} writes it, so that the classes that sign the token are in the archive, too. Where
     * there is another token they stay where they are.
     */
    private Path kubeconfig(Path keys, int port) throws Exception {
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(store(keys).getCertificate("ca").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        return Files.writeString(temp.resolve("kubeconfig"), """
                apiVersion: v1
                clusters:
                - cluster:
                    certificate-authority-data: %s
                    server: https://127.0.0.1:%d
                  name: training
                contexts:
                - context:
                    cluster: training
                    user: training
                  name: training
                current-context: training
                kind: Config
                preferences: {}
                users:
                - name: training
                  user:
                    exec:
                      apiVersion: client.authentication.k8s.io/v1beta1
                      args:
                      - --region
                      - eu-west-1
                      - eks
                      - get-token
                      - --cluster-name
                      - training
                      - --output
                      - json
                      command: aws
                """.formatted(
                        Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)), port));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
