package eu.skyscrapers.ptc.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ImageReferencePropertyTest {
    private static final int TIMES = 20_000;

    /** The library's grammar, after its own description of it, anchored the way that Go means {@code $}. */
    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";

    private static final String DOMAIN = "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?";
    private static final String PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final Pattern REFERENCE = Pattern.compile("\\A(?:(" + DOMAIN + ")/)?(" + PART + "(?:/" + PART
            + ")*)(?::(\\w[\\w.-]{0,127}))?(?:@(sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}))?\\z");

    @Test
    void everyValidReferenceIsRead() throws InvalidReferenceException {
        ReferenceGenerator generator = new ReferenceGenerator(1);
        for (int i = 0; i < TIMES; i++) {
            String name = generator.name();
            String tag = generator.tag();
            String digest = generator.digest();

            ImageReference reference = ImageReference.parse(ReferenceGenerator.with(name, tag, digest));

            assertThat(reference.tag()).isEqualTo(tag);
            assertThat(reference.digest()).isEqualTo(digest);
            assertThat(reference.name()).isEqualTo(ImageReference.parse(name).name());
        }
    }

    @Test
    void readingWhatWasPrintedGivesTheSame() throws InvalidReferenceException {
        ReferenceGenerator generator = new ReferenceGenerator(2);
        for (int i = 0; i < TIMES; i++) {
            ImageReference reference = ImageReference.parse(generator.reference());

            ImageReference again = ImageReference.parse(reference.canonical());

            assertThat(again).isEqualTo(reference).hasSameHashCodeAs(reference);
            assertThat(again.canonical()).isEqualTo(reference.canonical());
            assertThat(again.host()).isEqualTo(reference.host());
        }
    }

    @Test
    void theScannerAgreesWithTheGrammar() {
        ReferenceGenerator generator = new ReferenceGenerator(3);
        int valid = 0;
        for (int i = 0; i < 5 * TIMES; i++) {
            String text = generator.hostile();

            Optional<String> read = read(text);

            assertThat(read).as(text).isEqualTo(byGrammar(text));
            valid += read.isPresent() ? 1 : 0;
        }
        assertThat(valid).as("both sides of the border are visited").isBetween(TIMES / 2, 4 * TIMES);
    }

    /** Fails on anything thrown but an {@link InvalidReferenceException}. */
    private static Optional<String> read(String text) {
        try {
            ImageReference reference = ImageReference.parse(text);
            return Optional.of(
                    parts(reference.registry(), reference.repository(), reference.tag(), reference.digest()));
        } catch (InvalidReferenceException e) {
            assertThat(e.getMessage()).matches("[ -~]{10,100}");
            return Optional.empty();
        }
    }

    /** As the library does it: complete the text first, then match the whole. */
    private static Optional<String> byGrammar(String text) {
        if (text.matches("[a-f0-9]{64}")) {
            return Optional.empty();
        }
        int slash = text.indexOf('/');
        String first = text.substring(0, Math.max(0, slash));
        boolean host = first.equals("localhost") || first.matches("(?s).*[.:A-Z].*");
        String domain = !host || first.equals("index.docker.io") ? "docker.io" : first;
        String rest = host ? text.substring(slash + 1) : text;
        String completed = domain + (domain.equals("docker.io") && !rest.contains("/") ? "/library/" : "/") + rest;
        Matcher matcher = REFERENCE.matcher(completed);
        if (!matcher.matches() || matcher.group(2).length() > 255) {
            return Optional.empty();
        }
        String registry = matcher.group(1) == null ? "" : matcher.group(1);
        return Optional.of(parts(registry, matcher.group(2), matcher.group(3), matcher.group(4)));
    }

    private static String parts(String registry, String repository, String tag, String digest) {
        return registry + " | " + repository + " | " + tag + " | " + digest;
    }
}
