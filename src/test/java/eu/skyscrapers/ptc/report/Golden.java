package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whole texts as files; {@code -Dgolden.update=true} writes them anew, to be read as a diff before the commit. */
public final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/reports");

    private Golden() {}

    static void assertMatches(String file, String report) {
        assertIs(FOLDER.resolve(file), report);
    }

    public static void assertIs(Path path, String text) {
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(path, text);
            }
            assertThat(text).as("%s (renew with -Dgolden.update=true)", path).isEqualTo(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
