package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "gcr.io/acme/app, gcr.io/acme/app, true",
        "gcr.io/acme/app, gcr.io/acme/apps, false",
        "gcr.io/acme/app, gcr.io/acme/ap, false",
        "gcr.io/acme/app, gcrxio/acme/app, false",
        "gcr.io/*, gcr.io/acme/deep/app, true",
        "gcr.io/*, gcr.io/, true",
        "gcr.io/*, gcr.io, false",
        "gcr.io/*/app, gcr.io/acme/deep/app, true",
        "*/app, gcr.io/acme/app, true",
        "*/app, gcr.io/acme/apps, false",
        "*acme*, gcr.io/acme/app, true",
        "*acme*, gcr.io/akme/app, false",
        "*, '', true",
        "**, anything, true",
        "?, '', false",
        "?, a, true",
        "?, ab, false",
        "?*, ab, true",
        "*?, '', false",
        "team-?, team-a, true",
        "team-?, team-ab, false",
        "team-?, TEAM-a, false",
        "a*b*c, abc, true",
        "a*b*c, axbxbxc, true",
        "a*b*c, axcxb, false",
        "*ab, aab, true",
        "*aab, aaaab, true",
        "[a-z]+, b, false",
        "[a-z]+, [a-z]+, true",
        "{a}, a, false",
        "a.c, abc, false",
        "a\\*, a\\b, true",
        "a\\*, a*, false",
        "'', '', true",
        "'', a, false",
        "?, \uD83D\uDC33, true",
        "??, \uD83D\uDC33, false",
    })
    void matches(String pattern, String text, boolean expected) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(expected);
    }

    @Test
    void lineBreaksAreCharacters() {
        assertThat(new Glob("a*c").matches("a\n\u0000\r\nc")).isTrue();
        assertThat(new Glob("a").matches("a\n")).isFalse();
    }

    @Test
    void agreesWithTheDefinition() {
        Random random = new Random(4);
        for (int i = 0; i < 200_000; i++) {
            String pattern = random(random, "ab*?", 9);
            String text = random(random, "ab", 9);
            assertThat(new Glob(pattern).matches(text))
                    .as("%s matches %s", pattern, text)
                    .isEqualTo(matches(pattern, 0, text, 0));
        }
    }

    @Test
    void agreesWithTheDefinitionBeyondOneWord() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            String text = random(random, "ab", 300);
            StringBuilder pattern = new StringBuilder(text);
            for (int change = random.nextInt(4); change > 0 && pattern.length() > 0; change--) {
                pattern.setCharAt(random.nextInt(pattern.length()), "ab*?".charAt(random.nextInt(4)));
            }
            assertThat(new Glob(pattern.toString()).matches(text))
                    .as("%s matches %s", pattern, text)
                    .isEqualTo(matches(pattern.toString(), 0, text, 0));
        }
    }

    /** Each of these takes a backtracking matcher from minutes to for ever. */
    @ParameterizedTest
    @CsvSource({"*a, b", "a*, b", "*a?, b", "?*a, b", "*, b", "*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaab, c"})
    void hostilePatternsTakeLinearTime(String part, String end) {
        Glob glob = new Glob(part.repeat(Glob.LONGEST).substring(0, Glob.LONGEST - 1) + end);
        String text = "a".repeat(2_000_000);
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(10), () -> glob.matches(text)))
                .isFalse();
    }

    @Test
    void refusesAPatternWithoutEnd() {
        assertThat(new Glob("*".repeat(Glob.LONGEST)).matches("x")).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> new Glob("*".repeat(Glob.LONGEST + 1)));
    }

    private static boolean matches(String pattern, int p, String text, int t) {
        if (p == pattern.length()) {
            return t == text.length();
        }
        if (pattern.charAt(p) == '*') {
            return matches(pattern, p + 1, text, t) || (t < text.length() && matches(pattern, p, text, t + 1));
        }
        return t < text.length()
                && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))
                && matches(pattern, p + 1, text, t + 1);
    }

    private static String random(Random random, String alphabet, int longest) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(longest); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "*, a?*, true, true",
        "a*, a?*, true, true",
        "a?*, a*, false, true",
        "a??*, a?*, false, true",
        "a*-workers, *-workers, false, true",
        "*-workers, a*-workers, true, true",
        "*s, *-workers, true, true",
        "*-admins, *-workers, false, false",
        "a/b/*, a/?*, false, true",
        "a/b, a/?*, false, true",
        "a/b, a/?, false, true",
        "b/*, a/?*, false, false",
        "a/, a/?*, false, false",
        "a/?, a/?*, false, true",
        "a/*/*, a/?*, false, true",
        "a, a, true, true",
        "a, b, false, false",
        "*a*, *b*, false, true",
        "'', *, false, true",
        "'', ?, false, false",
        "'', '', true, true",
        "*:k/*, r:q/*, false, false",
        "*:?/*, r:q/*, true, true",
        "r:*, r:q/*, true, true",
        "a:b, a?b, false, false",
    })
    void coversAndMeets(String pattern, String other, boolean covers, boolean meets) {
        assertThat(new Glob(pattern).covers(new Glob(other))).isEqualTo(covers);
        assertThat(new Glob(pattern).meets(new Glob(other))).isEqualTo(meets);
    }

    /** Of all short patterns: what covers another meets it, and what meets it has a text in common. */
    @Test
    void coversAndMeetsWhatItMatches() {
        List<String> patterns = words("a*?", 4);
        List<String> texts = words("ab", 6);
        for (String one : patterns) {
            Glob glob = new Glob(one);
            for (String two : patterns) {
                Glob other = new Glob(two);
                List<String> matched = texts.stream().filter(other::matches).toList();
                assertThat(glob.meets(other))
                        .as("%s meets %s", one, two)
                        .isEqualTo(matched.stream().anyMatch(glob::matches));
                assertThat(glob.covers(other))
                        .as("%s covers %s", one, two)
                        .isEqualTo(matched.stream().allMatch(glob::matches));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gcr.io/acme/app, true, gcr.io/acme/app",
        "gcr.io/*, false, gcr.io/",
        "gcr.io/a?p/*, false, gcr.io/a",
        "gcr.io/*/a?, false, gcr.io/",
        "*, false, ''",
        "?, false, ''",
        "'', true, ''",
    })
    void knowsWhatOfItIsLiteral(String pattern, boolean literal, String start) {
        assertThat(new Glob(pattern).isLiteral()).isEqualTo(literal);
        assertThat(new Glob(pattern).literalStart()).isEqualTo(start);
    }

    private static List<String> words(String letters, int longest) {
        List<String> words = new ArrayList<>(List.of(""));
        for (int i = 0; i < words.size() && words.get(i).length() < longest; i++) {
            for (int j = 0; j < letters.length(); j++) {
                words.add(words.get(i) + letters.charAt(j));
            }
        }
        return words;
    }
}
