package eu.skyscrapers.ptc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A line of the list of platforms that a release has an archive with its own Java for.
 *
 * @param krew {@code OS/ARCH}, or {@code -}
 * @param homebrew {@code SYSTEM/PROCESSOR}, or {@code -}
 */
record Platform(String name, String ending, String runner, String krew, String homebrew) {

    static List<Platform> all() throws IOException {
        return Files.readAllLines(Path.of("src/packaging/platforms.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" +"))
                .map(words -> new Platform(words[0], words[1], words[2], words[3], words[4]))
                .toList();
    }

    String archive(String version) {
        return "audit-ecr-ptc-" + version + "-" + name + "." + ending;
    }
}
