package eu.skyscrapers.ptc.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What kubelets say, and why: {@code src/test/resources/images/pull-errors.txt}. */
public final class PullErrorTable {
    public static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    /** @param cause its key; a dash where the table has none */
    public record Row(String cause, String image, String message) {}

    private PullErrorTable() {}

    public static List<Row> rows() {
        try {
            return Files.readAllLines(Path.of("src/test/resources/images/pull-errors.txt")).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.replace("$PTC", REGISTRY).split("\\|", 3))
                    .map(cells -> new Row(
                            cells[0].strip(), cells[1].strip(), cells[2].strip().replace("$IMAGE", cells[1].strip())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
