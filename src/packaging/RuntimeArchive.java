import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.spi.ToolProvider;

/**
 * Packs the distribution for a release: once for any Java, and once with a Java of its own, just the modules that it needs, for
 * machines without one.
 *
 * <p>Run by the build, on the Java that is to be packed: {@code java src/packaging/RuntimeArchive.java DISTRIBUTION
 * RECORDINGS TIME VERSION}. Leaves {@code audit-ecr-ptc-VERSION.tar.gz} and {@code .zip}, then the archive of this platform,
 * by {@code platforms.txt}, and the folder that is in it, beside the distribution.
 */
final class RuntimeArchive {
    /** {@code jdk.unsupported} holds the signals by which an interrupted wait still reports. */
    private static final String MODULES = "java.base,java.net.http,java.xml,jdk.unsupported";

    private static final Path PLATFORMS = Path.of("src/packaging/platforms.txt");

    private RuntimeArchive() {}

    public static void main(String[] args) throws Exception {
        if (Runtime.version().feature() < 25) {
            throw new IllegalStateException(
                    "the runtime archive is built with JDK 25 or newer, and this is " + Runtime.version());
        }
        Path distribution = Path.of(args[0]);
        String time = args[2];
        Instant instant = Instant.parse(time);
        String name = "audit-ecr-ptc-" + args[3];
        String platform = platform();
        Path archive = distribution.resolveSibling(name + "-" + platform + "." + ending(platform));
        Path parent = distribution.toAbsolutePath().getParent().resolve("runtime-archive");
        Path folder = parent.resolve(name);
        delete(parent);
        copy(distribution, folder);
        // Those of the Java that builds: no other takes them, and no two builds make the same bytes.
        Files.deleteIfExists(folder.resolve("lib/audit-ecr-ptc.aot"));
        Files.deleteIfExists(folder.resolve("lib/audit-ecr-ptc.jsa"));
        for (String ending : List.of("tar.gz", "zip")) {
            Archive.write(folder, distribution.resolveSibling(name + "." + ending), instant);
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder.resolve("lib"), "*.jar")) {
            for (Path jar : jars) {
                NewerClasses.in(jar);
            }
        }
        link(folder.resolve("runtime"));
        Training.main(new String[] {
            folder.toString(), args[1], folder.resolve("runtime").toString(), time
        });
        Archive.write(folder, archive, instant);
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "macos" : os.startsWith("windows") ? "windows" : os;
        String processor = System.getProperty("os.arch");
        return system
                + switch (processor) {
                    case "amd64", "x86_64" -> "-x64";
                    case "aarch64" -> "-arm64";
                    default -> "-" + processor;
                };
    }

    private static String ending(String platform) throws IOException {
        for (String line : Files.readAllLines(PLATFORMS)) {
            String[] words = line.split(" +");
            if (words[0].equals(platform)) {
                return words[1];
            }
        }
        throw new IllegalStateException("no archive is made for " + platform + ": " + PLATFORMS + " has no such line");
    }

    private static void link(Path runtime) {
        ToolProvider jlink = ToolProvider.findFirst("jlink")
                .orElseThrow(
                        () -> new IllegalStateException("this Java has no jlink: " + System.getProperty("java.home")));
        int exitCode = jlink.run(
                System.out,
                System.err,
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--compress",
                "zip-6",
                "--output",
                runtime.toString());
        if (exitCode != 0) {
            throw new IllegalStateException("jlink ended with " + exitCode);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, IOException failure) throws IOException {
                Files.delete(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
