package eu.skyscrapers.ptc.policy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What the tests of this room read. */
final class Samples {
    private static final Path RESOURCES = Path.of("src/test/resources");

    private Samples() {}

    static Path file(String name) {
        return RESOURCES.resolve(name);
    }

    static InputStream text(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }
}
