import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.spi.ToolProvider;

/**
 * Packs the distribution with a Java of its own, just the modules that it needs, into an archive that runs on a machine
 * without Java.
 *
 * <p>Run by the build, on the Java that is to be packed: {@code java src/packaging/RuntimeArchive.java DISTRIBUTION
 * RECORDINGS TIME VERSION}. Leaves {@code audit-ecr-ptc-VERSION-SYSTEM.tar.gz}, and the folder that is in it, beside the
 * distribution.
 */
final class RuntimeArchive {
    /** {@code jdk.unsupported} holds the signals by which an interrupted wait still reports. */
    private static final String MODULES = "java.base,java.net.http,java.xml,jdk.unsupported";

    private RuntimeArchive() {}

    public static void main(String[] args) throws Exception {
        if (Runtime.version().feature() < 25) {
            throw new IllegalStateException(
                    "the runtime archive is built with JDK 25 or newer, and this is " + Runtime.version());
        }
        Path distribution = Path.of(args[0]);
        String time = args[2];
        String name = "audit-ecr-ptc-" + args[3];
        Path parent = distribution.toAbsolutePath().getParent().resolve("runtime-archive");
        Path folder = parent.resolve(name);
        delete(parent);
        copy(distribution, folder);
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder.resolve("lib"), "*.jar")) {
            for (Path jar : jars) {
                NewerClasses.in(jar);
            }
        }
        link(folder.resolve("runtime"));
        Training.main(new String[] {
            folder.toString(), args[1], folder.resolve("runtime").toString(), time
        });
        tar(parent, name, distribution.resolveSibling(name + "-" + system() + ".tar.gz"), time);
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = name.startsWith("mac") ? "macos" : name.startsWith("windows") ? "windows" : name;
        return system + "-" + (System.getProperty("os.arch").equals("amd64") ? "x64" : System.getProperty("os.arch"));
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

    /**
     * By tar itself, which every system has that runs the launcher. Files take the place of jlink's symbolic links, which krew
     * refuses; it refuses hard links as well, which GNU tar would make of several links to one file.
     */
    private static void tar(Path parent, String name, Path archive, String time) throws Exception {
        Files.deleteIfExists(archive);
        List<String> command =
                new ArrayList<>(List.of("tar", "-C", parent.toString(), "-h", "-czf", archive.toString()));
        if (system().startsWith("linux")) {
            command.addAll(List.of(
                    "--hard-dereference",
                    "--sort=name",
                    "--owner=0",
                    "--group=0",
                    "--numeric-owner",
                    "--mtime=" + time));
        }
        command.add(name);
        int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exitCode != 0) {
            throw new IllegalStateException("tar ended with " + exitCode);
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
