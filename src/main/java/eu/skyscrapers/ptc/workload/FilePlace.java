package eu.skyscrapers.ptc.workload;

/**
 * Where an image is written in a file that is audited.
 *
 * @param file its path, as the audit came to it; empty for standard input
 * @param line from 1
 * @param column where the reference begins, in code points, from 1; 0 where it is not written there in one piece and
 *     character by character
 */
public record FilePlace(String file, long line, int column) implements ImageUse.Place {
    /** The line alone, for a reference of which only a part is written there. */
    public FilePlace lineOnly() {
        return column == 0 ? this : new FilePlace(file, line, 0);
    }
}
