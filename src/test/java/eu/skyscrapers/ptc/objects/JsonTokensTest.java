package eu.skyscrapers.ptc.objects;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import eu.skyscrapers.ptc.api.server.Recordings;
import eu.skyscrapers.ptc.objects.Tokens.Token;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jackson's parser is the judge: the same tokens of every good text, whatever is passed over, and no bad text taken. */
class JsonTokensTest {
    private static final int ROUNDS = 20_000;

    /** More than Jackson reads at a time. */
    private static final int READ_AHEAD = 1 << 15;

    /** Gives as little at a time as a network may, so that every token is cut somewhere. */
    private static final class Pieces extends FilterInputStream {
        private final Random random;
        private final int most;

        Pieces(byte[] text, Random random, int most) {
            super(new ByteArrayInputStream(text));
            this.random = random;
            this.most = most;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(most)));
        }
    }

    /** One JSON value, with all that JSON allows. */
    private static final class Generator {
        private static final List<String> TEXTS = List.of(
                "",
                "a",
                "image",
                ",",
                "}",
                "]",
                "{\\\"a\\\":[",
                ":",
                "\\\\",
                "\\\"",
                "\\u0041",
                "\\ud83d\\ude00",
                "\\ud800",
                "\\n\\t\\/",
                "é",
                "日本",
                "😀",
                "x".repeat(100),
                "f:metadata",
                "k:{\\\"name\\\":\\\"x\\\"}");
        private static final List<String> PLAIN =
                List.of("0", "-1", "17", "1.5", "-0.25e-7", "1E9", "true", "false", "null", "12345678901234567890");
        private final Random random;
        private final boolean compact;

        Generator(Random random) {
            this.random = random;
            this.compact = random.nextBoolean();
        }

        String value(int depth) {
            int sort = random.nextInt(depth > 5 ? 4 : 10);
            return space() + (sort < 2 ? text() : sort < 4 ? pick(PLAIN) : container(sort < 8, depth)) + space();
        }

        private String container(boolean object, int depth) {
            List<String> parts = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                // In names Jackson refuses half a surrogate pair.
                String name = object ? space() + text().replaceAll("\\\\ud\\w{3}", "") + space() + ":" : "";
                parts.add(name + value(depth + 1));
            }
            String inside = parts.isEmpty() ? space() : String.join(",", parts);
            return object ? "{" + inside + "}" : "[" + inside + "]";
        }

        private String text() {
            return "\"" + pick(TEXTS) + (random.nextInt(3) == 0 ? pick(TEXTS) : "") + "\"";
        }

        private String space() {
            return compact || random.nextInt(4) > 0 ? "" : pick(List.of(" ", "\n", "\t", "\r\n", "   "));
        }

        private String pick(List<String> of) {
            return of.get(random.nextInt(of.size()));
        }
    }

    private static JsonTokens json(InputStream in) throws IOException {
        return new JsonTokens(new PushbackInputStream(in, READ_AHEAD), 0, null);
    }

    /** All tokens with their texts and lines; now and then an object or array is passed over, or a text not asked for. */
    private static List<String> tokens(InputStream in, Random choices) throws IOException {
        JsonTokens tokens = json(in);
        List<String> read = new ArrayList<>();
        for (Token token; (token = tokens.next()) != Token.END; ) {
            boolean asks = choices.nextInt(4) > 0;
            boolean text = asks && (token == Token.FIELD || token == Token.SCALAR);
            read.add(token + "@" + tokens.line() + (text ? " " + tokens.text() : ""));
            if (!asks) {
                tokens.skip();
            }
        }
        return read;
    }

    private static List<String> jackson(byte[] text, Random choices) throws IOException {
        List<String> read = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            for (JsonToken token; (token = parser.nextToken()) != null; ) {
                boolean asks = choices.nextInt(4) > 0;
                Token ours = switch (token) {
                    case START_OBJECT -> Token.OBJECT;
                    case END_OBJECT -> Token.END_OBJECT;
                    case START_ARRAY -> Token.ARRAY;
                    case END_ARRAY -> Token.END_ARRAY;
                    case FIELD_NAME -> Token.FIELD;
                    case VALUE_NULL -> Token.NULL;
                    default -> Token.SCALAR;
                };
                boolean shown = asks && (ours == Token.FIELD || ours == Token.SCALAR);
                read.add(
                        ours + "@" + parser.currentTokenLocation().getLineNr() + (shown ? " " + parser.getText() : ""));
                if (!asks) {
                    parser.skipChildren();
                }
            }
        }
        return read;
    }

    @Test
    void readsAndPassesOverAsJacksonDoes() throws IOException {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] text = new Generator(random).value(0).getBytes(UTF_8);
            assertThat(tokens(new Pieces(text, random, 1 + random.nextInt(60)), new Random(seed)))
                    .as("seed %d: %s", seed, new String(text, UTF_8))
                    .isEqualTo(jackson(text, new Random(seed)));
        }
    }

    @Test
    void takesNoTextThatJacksonRefuses() {
        int refused = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] text = ("[" + new Generator(random).value(0) + "]").getBytes(UTF_8);
            for (int i = random.nextInt(3); i >= 0; i--) {
                byte[] signs = "\"\\{}[],:0-.etu\n\u0001 é\u00ff".getBytes(ISO_8859_1);
                text[1 + random.nextInt(text.length - 1)] = signs[random.nextInt(signs.length)];
            }
            boolean good = succeeds(() -> jackson(text, new Random(1)));
            // Both may pass over different parts, but a fault is a fault wherever it stands.
            for (int choice = 0; choice < 3; choice++) {
                Random choices = new Random(choice);
                boolean taken = succeeds(() -> tokens(new Pieces(text, random, 40), choices));
                assertThat(taken)
                        .as("seed %d: %s", seed, new String(text, ISO_8859_1))
                        .isEqualTo(good);
            }
            refused += good ? 0 : 1;
        }
        assertThat(refused).isBetween(ROUNDS / 4, ROUNDS * 9 / 10);
    }

    private interface Reading {
        Object read() throws IOException;
    }

    private static boolean succeeds(Reading reading) {
        try {
            reading.read();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void readsRecordedAnswersAsJacksonDoes() throws IOException {
        for (String file : List.of("pods-page-1.json", "deployments.json", "kubectl-get-pods.json", "cronjobs.json")) {
            byte[] text = Recordings.bytes(file);
            assertThat(tokens(new ByteArrayInputStream(text), new Random(7))).isEqualTo(jackson(text, new Random(7)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\u00c0\u0080]", "[\"\u00c0\u0080\"]", "[\"\u00e0\u0080\u0080\"]", "[\"\u00ed\u00a0\u0080\"]",
                "[\"\u00f4\u0090\u0080\u0080\"]", "[\"\u00f5\u0080\u0080\u0080\"]", "[\"\u0080\"]", "[\"\u00c3\"]",
                "[\"\u00e2\u0082\"]"
            })
    void refusesBytesThatAreNoText(String bytes) throws IOException {
        byte[] text = bytes.getBytes(ISO_8859_1);
        assertThatThrownBy(() -> tokens(new ByteArrayInputStream(text), new Random(1)))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("not JSON");
        byte[] passedOver = ("[{\"a\":" + bytes + "}]").getBytes(ISO_8859_1);
        JsonTokens tokens = json(new ByteArrayInputStream(passedOver));
        assertThatThrownBy(() -> {
                    tokens.next();
                    tokens.skip();
                })
                .isInstanceOf(MalformedException.class);
    }

    /** Jackson knows these by their zeros, and would read them. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void refusesOtherEncodings(String encoding) {
        for (String json : List.of("{}", "{\"kind\":\"List\",\"items\":[]}")) {
            byte[] text = json.getBytes(Charset.forName(encoding));
            assertThatThrownBy(() -> tokens(new ByteArrayInputStream(text), new Random(1)))
                    .hasMessageEndingWith("not text in UTF-8");
        }
    }

    @Test
    void readsTextsThatAreLongerThanTheBuffer() throws IOException {
        String text = "x".repeat(3 * READ_AHEAD) + "\\n" + "日".repeat(READ_AHEAD);
        String json = "{\"" + text + "\":\"" + text + "\",\"more\":[\"" + text + "\"],\"last\":\"" + text + "\"}";
        JsonTokens tokens = json(new ByteArrayInputStream(json.getBytes(UTF_8)));
        String meant = text.replace("\\n", "\n");
        assertThat(tokens.next()).isEqualTo(Token.OBJECT);
        assertThat(tokens.next()).isEqualTo(Token.FIELD);
        assertThat(tokens.text()).isEqualTo(meant);
        assertThat(tokens.next()).isEqualTo(Token.SCALAR);
        assertThat(tokens.text()).isEqualTo(meant);
        assertThat(tokens.text()).as("asked for again").isEqualTo(meant);
        assertThat(tokens.next()).isEqualTo(Token.FIELD);
        assertThat(tokens.next()).isEqualTo(Token.ARRAY);
        tokens.skip();
        assertThat(tokens.next()).isEqualTo(Token.FIELD);
        assertThat(tokens.text()).isEqualTo("last");
        assertThat(tokens.next()).isEqualTo(Token.SCALAR);
        assertThat(tokens.next()).isEqualTo(Token.END_OBJECT);
        assertThat(tokens.next()).isEqualTo(Token.END);
        assertThat(tokens.readAhead()).isEmpty();
    }

    /** It is never held: who asked for it would be refused. */
    @Test
    void passesOverATextOfAnyLength() throws IOException {
        String json = "{\"a\":\"" + "x".repeat(21_000_000) + "\",\"b\":[\"" + "日".repeat(21_000_000) + "\"]}";
        JsonTokens tokens = json(new ByteArrayInputStream(json.getBytes(UTF_8)));
        assertThat(tokens.next()).isEqualTo(Token.OBJECT);
        assertThat(tokens.next()).isEqualTo(Token.FIELD);
        assertThat(tokens.next()).isEqualTo(Token.SCALAR);
        assertThat(tokens.next()).isEqualTo(Token.FIELD);
        assertThat(tokens.next()).isEqualTo(Token.ARRAY);
        tokens.skip();
        assertThat(tokens.next()).isEqualTo(Token.END_OBJECT);
        assertThat(tokens.next()).isEqualTo(Token.END);
    }

    /** A secret may stand where a word is misplaced. */
    @Test
    void quotesNoWordOfTheText() {
        assertThatThrownBy(() -> tokens(new ByteArrayInputStream("[hunter2]".getBytes(UTF_8)), new Random(1)))
                .hasMessage("not JSON: Unrecognized token: was expecting (JSON String, Number, Array, Object or token"
                        + " 'null', 'true' or 'false')");
    }

    @Test
    void endsWhatHasNoEnd() throws IOException {
        for (String json : List.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "[" + "1".repeat(100_000) + "]",
                "[\"" + "x".repeat(21_000_000) + "\"]")) {
            JsonTokens tokens = json(new ByteArrayInputStream(json.getBytes(UTF_8)));
            assertThatThrownBy(() -> {
                        for (Token token; (token = tokens.next()) != Token.END; ) {
                            if (token == Token.SCALAR) {
                                tokens.text();
                            }
                        }
                    })
                    .isInstanceOfSatisfying(
                            MalformedException.class,
                            e -> assertThat(e.cutOff()).isFalse());
        }
        JsonTokens deep = json(new ByteArrayInputStream("[".repeat(100_000).getBytes(UTF_8)));
        assertThatThrownBy(() -> {
                    deep.next();
                    deep.skip();
                })
                .hasMessageContaining("depth");
    }

    @Test
    void tellsACutFromAFault() throws IOException {
        byte[] page = Recordings.bytes("pods-page-3.json");
        for (int length = 1; length < page.length - 2; length += 7) {
            InputStream cut = new ByteArrayInputStream(page, 0, length);
            Random choices = new Random(length);
            assertThatThrownBy(() -> tokens(cut, choices))
                    .isInstanceOfSatisfying(
                            MalformedException.class,
                            e -> assertThat(e.cutOff()).isTrue());
        }
    }
}
