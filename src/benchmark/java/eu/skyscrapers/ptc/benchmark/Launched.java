package eu.skyscrapers.ptc.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Runs a class of the benchmark as the launcher runs the program: by the Java that the distribution brings along, else by
 * another, with the same flags and the same archive of classes.
 */
record Launched(Path javaHome, Path program) {
    /** As the launcher names it to Java, whose archive holds for jars of the same path alone. */
    private static final Path OPEN_LIB = Path.of("/proc/self/fd/9");

    private Path lib() {
        return program.resolve("lib");
    }

    /** What the launcher gives Java. */
    List<String> flags() {
        List<String> flags = new ArrayList<>(List.of("@" + lib().resolve("jvm.options")));
        if (Files.exists(lib().resolve("audit-ecr-ptc.aot"))) {
            flags.add("-XX:AOTCache=" + lib().resolve("audit-ecr-ptc.aot"));
        } else if (Files.exists(lib().resolve("audit-ecr-ptc.jsa"))) {
            flags.add("-XX:SharedArchiveFile=" + OPEN_LIB.resolve("audit-ecr-ptc.jsa"));
        }
        return flags;
    }

    /** @param jar holds the class, and stands behind the program's own */
    List<String> command(List<String> flags, Path jar, Class<?> type, String... arguments) {
        Path own = program.resolve("runtime/bin/java");
        Path java = Files.exists(own) ? own : javaHome.resolve("bin/java");
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 9<\"$0\"", lib().toString(), java.toString()));
        command.addAll(flags);
        command.addAll(List.of("-cp", OPEN_LIB.resolve("audit-ecr-ptc.jar") + ":" + jar, type.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A jar, as an archive of classes puts up with no folder on the class path. */
    static Path jar(Path folder, Class<?> type) throws IOException {
        Path jar = folder.resolve(type.getSimpleName() + ".jar");
        String name = type.getName().replace('.', '/');
        Path classes = Path.of("target/benchmark/classes").resolve(name).getParent();
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.list(classes)) {
            String itsOwn = type.getSimpleName() + "(\\$.*)?\\.class";
            for (Path file : files.filter(each -> each.getFileName().toString().matches(itsOwn))
                    .toList()) {
                entries.putNextEntry(new JarEntry(name.substring(0, name.lastIndexOf('/') + 1) + file.getFileName()));
                Files.copy(file, entries);
            }
        }
        return jar;
    }
}
