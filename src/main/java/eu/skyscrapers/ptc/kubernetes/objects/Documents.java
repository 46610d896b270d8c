package eu.skyscrapers.ptc.kubernetes.objects;

import eu.skyscrapers.ptc.kubernetes.objects.Tokens.Token;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Reads the objects of one text as kubectl takes them: JSON documents one behind the other, YAML documents, or JSON
 * documents between YAML's {@code ---}.
 */
public final class Documents {
    /** More than the JSON parser reads ahead, and than anybody puts between a brace and the first key. */
    private static final int LOOK_AHEAD = 1 << 16;

    private static final int INDENT_MAX = 1000;
    private static final int GZIP = 0x1F;

    private final PushbackInputStream in;
    private final Scope scope;
    private final Findings findings;
    private long line;
    /** How far the first line of a document stands from its margin, which to YAML is a part of it. */
    private int indent;

    /** Whether a JSON document has just ended, behind which only another one or a separator may come. */
    private boolean afterJson;

    private Documents(InputStream in, Scope scope, Findings findings) {
        this.in = new PushbackInputStream(in, LOOK_AHEAD);
        this.scope = scope;
        this.findings = findings;
    }

    /**
     * Reads to the end of the text.
     *
     * @throws MalformedException where the text stops making sense; what stands before it has been told
     * @throws IOException when the text cannot be read
     */
    public static void read(InputStream in, Scope scope, Findings findings) throws IOException {
        new Documents(in, scope, findings).read();
    }

    /**
     * Reads an API server's answer to a list request: one list of one kind.
     *
     * @param protobuf whether it is in protobuf, else in JSON
     * @param itemKind for example {@code Pod}
     * @param continued told the continue token before the items are read, where it stands before them
     * @throws MalformedException when the answer is anything else; items read before that have been told
     */
    public static ListPage readList(
            InputStream in,
            boolean protobuf,
            String itemKind,
            Scope scope,
            Findings findings,
            Consumer<String> continued)
            throws IOException {
        return new ObjectReader(tokens(in, protobuf), scope, findings).readList(itemKind, continued);
    }

    /**
     * What the {@code Status} of an API server says to people.
     *
     * @param start of the answer: what stands behind it is not asked for
     * @return empty where it is no Status, or does not say anything
     */
    public static String statusMessage(byte[] start, boolean protobuf) {
        String kind = "";
        String message = "";
        Tokens tokens = tokens(new ByteArrayInputStream(start), protobuf);
        try {
            if (tokens.next() == Token.OBJECT) {
                while (tokens.next() == Token.FIELD) {
                    String field = tokens.text();
                    if (tokens.next() != Token.SCALAR) {
                        tokens.skip();
                    } else if (field.equals("kind")) {
                        kind = tokens.text();
                    } else if (field.equals("message")) {
                        message = tokens.text();
                    }
                }
            }
        } catch (IOException e) {
            // Not an object, or cut off: what was read so far is all there is to tell.
            return kind.equals("Status") ? message : "";
        }
        return kind.equals("Status") ? message : "";
    }

    /**
     * Reads the objects of one document.
     *
     * @throws MalformedException where it is none
     */
    public static void readDocument(Tokens tokens, Findings findings) throws IOException {
        new ObjectReader(tokens, Scope.ALL, findings).readDocument();
    }

    private static Tokens tokens(InputStream in, boolean protobuf) {
        return protobuf ? new ProtobufTokens(in) : new JsonTokens(in, 0);
    }

    /**
     * Reads an API server's answer to a watch until it ends: one event behind the other.
     *
     * @throws WatchExpiredException when the server says that the watch cannot go on
     */
    public static void readWatch(InputStream in, WatchFindings events) throws IOException {
        new ObjectReader(new JsonTokens(in, 0), Scope.ALL, events).readWatch(events);
    }

    private void read() throws IOException {
        for (int first; (first = skipToDocument()) >= 0; ) {
            if (first == '{' && isJson()) {
                JsonTokens tokens = new JsonTokens(in, line);
                new ObjectReader(tokens, scope, findings).readDocument();
                in.unread(tokens.readAhead());
                line = tokens.linesRead();
                afterJson = true;
            } else if (afterJson && first != '#') {
                throw new MalformedException(line + 1, "there is text behind the end of the JSON object");
            } else {
                in.unread(" ".repeat(indent).getBytes(StandardCharsets.US_ASCII));
                ObjectReader reader = new ObjectReader(new YamlTokens(in, line), scope, findings);
                while (reader.readDocument()) {}
                return;
            }
        }
    }

    /**
     * Passes over white space, a byte order mark and document separators.
     *
     * @return the first byte of the next document, not consumed; -1 at the end
     */
    private int skipToDocument() throws IOException {
        while (true) {
            int next = in.read();
            switch (next) {
                case '\n' -> {
                    line++;
                    indent = 0;
                }
                case ' ' -> indent = Math.min(indent + 1, INDENT_MAX);
                case '\t', '\r' -> {}
                case 0xEF -> {
                    if (!skips(0xBB, 0xBF)) {
                        in.unread(next);
                        return next;
                    }
                }
                case '-' -> {
                    if (indent > 0 || !skips('-', '-')) {
                        in.unread(next);
                        return next;
                    }
                    afterJson = false;
                }
                case GZIP -> throw new MalformedException(line + 1, "compressed by gzip; unpack it first");
                case -1 -> {
                    return -1;
                }
                default -> {
                    in.unread(next);
                    return next;
                }
            }
        }
    }

    private boolean skips(int second, int third) throws IOException {
        byte[] two = in.readNBytes(2);
        boolean skips = two.length == 2 && (two[0] & 0xFF) == second && (two[1] & 0xFF) == third;
        if (!skips) {
            in.unread(two);
        }
        return skips;
    }

    /** Whether the brace opens JSON: a quote or the closing brace follows. A YAML flow mapping rarely quotes its keys. */
    private boolean isJson() throws IOException {
        byte[] ahead = in.readNBytes(LOOK_AHEAD / 16);
        in.unread(ahead);
        for (int i = 1; i < ahead.length; i++) {
            switch (ahead[i]) {
                case ' ', '\t', '\r', '\n' -> {}
                default -> {
                    return ahead[i] == '"' || ahead[i] == '}';
                }
            }
        }
        return true;
    }
}
