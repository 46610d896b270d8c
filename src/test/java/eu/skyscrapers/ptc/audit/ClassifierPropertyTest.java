package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.image.ImageReference;
import eu.skyscrapers.ptc.image.InvalidReferenceException;
import eu.skyscrapers.ptc.image.ReferenceGenerator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassifierPropertyTest {
    private static final int TIMES = 10_000;
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    private final Classifier classifier = new Classifier(Cache.builtIn(REGISTRY));

    @Test
    void anyTextHasExactlyOneVerdict() {
        ReferenceGenerator generator = new ReferenceGenerator(1);
        Set<Reason> seen = EnumSet.noneOf(Reason.class);
        for (int i = 0; i < 5 * TIMES; i++) {
            String image = generator.hostile();

            Judgment judgment = classifier.classify(image);

            seen.add(judgment.reason());
            if (judgment.reason() == Reason.INVALID_REFERENCE) {
                assertThat(judgment.upstream()).as(image).isNull();
                assertThat(judgment.note()).as(image).isNotBlank();
            }
            if (judgment.reason() != Reason.CACHEABLE) {
                assertThat(judgment.replacement()).as(image).isNull();
            }
        }
        assertThat(seen)
                .contains(
                        Reason.CACHE_RULE,
                        Reason.ECR_PUBLIC,
                        Reason.ECR_PRIVATE,
                        Reason.CACHEABLE,
                        Reason.NO_RULE,
                        Reason.UNSUPPORTED_UPSTREAM,
                        Reason.INVALID_REFERENCE);
    }

    @Test
    void neitherTagNorDigestMovesAVerdict() {
        ReferenceGenerator generator = new ReferenceGenerator(2);
        for (int i = 0; i < TIMES; i++) {
            String name = generator.name();
            String tag = generator.tag();
            String digest = generator.digest();
            Judgment judgment = classifier.classify(name);

            for (String image : List.of(
                    ReferenceGenerator.with(name, tag, null),
                    ReferenceGenerator.with(name, null, digest),
                    ReferenceGenerator.with(name, tag, digest))) {
                Judgment other = classifier.classify(image);

                assertThat(other.reason()).as(image).isEqualTo(judgment.reason());
                assertThat(other.upstream()).as(image).isEqualTo(judgment.upstream());
            }
        }
    }

    @Test
    void aReplacementIsTheSameImageThroughTheCache() throws InvalidReferenceException {
        ReferenceGenerator generator = new ReferenceGenerator(3);
        int replaced = 0;
        for (int i = 0; i < TIMES; i++) {
            String image = generator.reference();
            Judgment judgment = classifier.classify(image);
            if (judgment.replacement() == null) {
                continue;
            }
            replaced++;

            ImageReference before = ImageReference.parse(image);
            ImageReference after = ImageReference.parse(judgment.replacement());
            Judgment again = classifier.classify(judgment.replacement());

            assertThat(again.reason()).as(image).isEqualTo(Reason.CACHE_RULE);
            assertThat(again.upstream()).as(image).isEqualTo(judgment.upstream());
            assertThat(after.registry()).isEqualTo(REGISTRY);
            assertThat(after.repository()).endsWith("/" + before.repository());
            assertThat(after.tag()).isEqualTo(before.tag());
            assertThat(after.digest()).isEqualTo(before.digest());
            assertThat(judgment.note() != null).as(image).isEqualTo(before.digest() != null);
        }
        assertThat(replaced).isGreaterThan(TIMES / 4);
    }

    @Test
    void everyReplacementIsAReferenceAtAnyLength() throws InvalidReferenceException {
        for (String start : List.of("", "x/", "docker.io/", "registry-1.docker.io/", "quay.io/", "ghcr.io/x/")) {
            for (int length = 1; length <= 260; length++) {
                String replacement =
                        classifier.classify(start + "a".repeat(length)).replacement();
                if (replacement != null) {
                    assertThat(ImageReference.parse(replacement).text()).isEqualTo(replacement);
                }
            }
        }
    }

    @Test
    void upperCaseInAHostChangesNothingButThatNoNodeHasCredentialsForTheCache() throws InvalidReferenceException {
        ReferenceGenerator generator = new ReferenceGenerator(4);
        for (int i = 0; i < TIMES; i++) {
            String image = generator.reference();
            int slash = image.indexOf('/');
            // Where no registry is written there is no host to shout at, and an upper-case letter would make one.
            if (slash < 0 || !isWritten(ImageReference.parse(image), image.substring(0, slash))) {
                continue;
            }
            String shouted = image.substring(0, slash).toUpperCase(Locale.ROOT) + image.substring(slash);

            Judgment judgment = classifier.classify(shouted);
            assertThat(judgment)
                    .as(shouted)
                    .usingRecursiveComparison()
                    .ignoringFields("note", "fault")
                    .isEqualTo(classifier.classify(image));
            assertThat(judgment.fault() != null).as(shouted).isEqualTo(judgment.verdict() == Verdict.VIA_PTC);
        }
    }

    private static boolean isWritten(ImageReference reference, String firstPart) {
        return reference.registry().equals(firstPart) || firstPart.equals("index.docker.io");
    }

    @Test
    void theDefaultLocaleChangesNothing() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));

            assertThat(classifier.classify("quay.io/x")).isEqualTo(classifier.classify("QUAY.IO/x"));
            assertThat(classifier.classify("GHCR.IO/x:I").reason()).isEqualTo(Reason.CACHEABLE);
            assertThat(classifier.classify("REGISTRY.GITLAB.COM/x").reason()).isEqualTo(Reason.CACHEABLE);
        } finally {
            Locale.setDefault(before);
        }
    }
}
