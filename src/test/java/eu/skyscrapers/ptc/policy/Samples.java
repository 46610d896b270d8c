package eu.skyscrapers.ptc.policy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What the tests of this room read. */
final class Samples {
    private static final Path RESOURCES = Path.of("src/test/resources");

    private Samples() {}

    static Path file(String name) {
        return RESOURCES.resolve(name);
    }

    static byte[] text(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}
