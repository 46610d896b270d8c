package eu.skyscrapers.ptc.audit;

/**
 * Counts of distinct images.
 *
 * @param expected how many of the direct ones are accepted; they count in {@code direct} too
 */
public record Summary(int viaPtc, int exempt, int direct, int expected) {
    public static Summary of(Iterable<ImageFinding> findings) {
        int viaPtc = 0;
        int exempt = 0;
        int direct = 0;
        int expected = 0;
        for (ImageFinding finding : findings) {
            switch (finding.verdict()) {
                case VIA_PTC -> viaPtc++;
                case EXEMPT -> exempt++;
                case DIRECT -> direct++;
            }
            if (finding.expected() != null) {
                expected++;
            }
        }
        return new Summary(viaPtc, exempt, direct, expected);
    }

    public int unexpected() {
        return direct - expected;
    }

    public int images() {
        return viaPtc + exempt + direct;
    }
}
