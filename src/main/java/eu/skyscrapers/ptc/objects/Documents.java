package eu.skyscrapers.ptc.objects;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import eu.skyscrapers.ptc.objects.Tokens.Token;
import eu.skyscrapers.ptc.text.DocumentStream;
import eu.skyscrapers.ptc.text.TextEncoding;
import eu.skyscrapers.ptc.workload.FilePlace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads the objects of one text as kubectl takes them: JSON documents one behind the other, YAML documents, or JSON
 * documents between YAML's {@code ---}. What is wrong in one of these documents does not hide the others.
 */
public final class Documents {
    /** More than the JSON parser reads ahead, and than anybody puts between a brace and the first key. */
    private static final int LOOK_AHEAD = 1 << 16;

    private static final int MARGIN_MAX = 1000;

    // What a cluster answers needs no patterns, so that they are not loaded with the class.

    /** A quote or the closing brace follows: a YAML flow mapping rarely quotes its keys. */
    private final Pattern json = Pattern.compile("\\{[ \t\r\n]*+([\"}]|\\z)");

    /** A byte order mark, or a separator: no word follows its dashes. */
    private final Pattern skipped = Pattern.compile("(?s)\u00EF\u00BB\u00BF.?|---[^!-\\x7F]?");

    private final DocumentStream documents;
    /** The document that is being read. */
    private final PushbackInputStream in;

    private final Scope scope;
    private final Findings findings;
    private long line;
    /** What indents the first line of a document, which to YAML is a part of it. */
    private final StringBuilder margin = new StringBuilder();

    private Documents(InputStream in, Scope scope, Findings findings) {
        this.documents = new DocumentStream(in);
        this.in = new PushbackInputStream(documents, LOOK_AHEAD);
        this.scope = scope;
        this.findings = findings;
    }

    /**
     * Reads to the end of the text.
     *
     * @return whether it holds anything, even if only a comment
     * @throws IOException when the text cannot be read
     */
    public static boolean read(InputStream in, Scope scope, Findings findings) throws IOException {
        PushbackInputStream text = new PushbackInputStream(in, NoManifest.START);
        byte[] start = text.readNBytes(NoManifest.START);
        text.unread(start);
        Optional<String> other = NoManifest.byBytes(start);
        if (other.isPresent()) {
            findings.malformed(new MalformedException(1, other.get()));
            return true;
        }
        return new Documents(TextEncoding.utf8(text, TextEncoding.of(start)), scope, findings).read();
    }

    /**
     * Reads an API server's answer to a list request: one list of one kind.
     *
     * @param protobuf whether it is in protobuf, else in JSON
     * @param itemKind for example {@code Pod}
     * @param continued gets the continue token before the items are read, where it stands before them
     * @throws MalformedException when the answer is anything else; items read before that have been reported
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
     * @return empty if it is not a Status, or says nothing
     */
    public static String statusMessage(byte[] start, boolean protobuf) {
        String kind = "";
        String message = "";
        try {
            Tokens tokens = tokens(new ByteArrayInputStream(start), protobuf);
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
            // Not an object, or cut off: what was read so far is all that there is to report.
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

    static Tokens tokens(InputStream in, boolean protobuf) throws IOException {
        return protobuf ? new ProtobufTokens(in) : new JsonTokens(new PushbackInputStream(in, LOOK_AHEAD), 0, null);
    }

    /**
     * Reads an API server's answer to a watch until it ends: one event behind the other.
     *
     * @throws WatchExpiredException when the server says that the watch cannot go on
     */
    public static void readWatch(InputStream in, WatchFindings events) throws IOException {
        new ObjectReader(tokens(in, false), Scope.ALL, events).readWatch(events);
    }

    private boolean read() throws IOException {
        boolean any = false;
        while (documents.next()) {
            line = documents.lines();
            margin.setLength(0);
            try {
                any |= document();
            } catch (MalformedException e) {
                any = true;
                findings.malformed(e);
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
        return any;
    }

    /** @return whether there is anything in it, even if only a comment */
    private boolean document() throws IOException {
        boolean afterJson = false;
        for (int first; (first = skipToDocument()) >= 0; ) {
            if (first == '{' && json.matcher(ahead(LOOK_AHEAD / 16)).lookingAt()) {
                JsonTokens tokens = new JsonTokens(in, line, findings.file());
                new ObjectReader(tokens, scope, findings).readDocument();
                in.unread(tokens.readAhead());
                line = tokens.linesRead();
                afterJson = true;
            } else if (afterJson && first != '#') {
                throw new MalformedException(line + 1, "there is text after the end of the JSON object");
            } else {
                yaml();
                return true;
            }
        }
        return afterJson;
    }

    private void yaml() throws IOException {
        byte[] start = in.readNBytes(LOOK_AHEAD / 2);
        in.unread(start);
        in.unread(margin.toString().getBytes(US_ASCII));
        String file = findings.file();
        FilePlace around = file == null ? null : new FilePlace(file, line + 1, 1);
        ObjectReader reader = new ObjectReader(new YamlTokens(in, line, start, around), scope, findings);
        while (reader.readDocument()) {}
    }

    /**
     * Passes over white space, byte order marks and document separators.
     *
     * @return the first byte of the next document, not consumed; -1 at the end
     */
    private int skipToDocument() throws IOException {
        while (true) {
            int next = in.read();
            switch (next) {
                case '\n' -> {
                    line++;
                    margin.setLength(0);
                }
                case ' ', '\t' -> margin.append(margin.length() < MARGIN_MAX ? String.valueOf((char) next) : "");
                case '\r' -> {}
                case -1 -> {
                    return -1;
                }
                default -> {
                    in.unread(next);
                    if ((next == '-' && !margin.isEmpty())
                            || !skipped.matcher(ahead(4)).matches()) {
                        return next;
                    }
                    in.skipNBytes(3);
                }
            }
        }
    }

    /** What follows, up to so many bytes, a character for each; not consumed. */
    private String ahead(int count) throws IOException {
        byte[] ahead = in.readNBytes(count);
        in.unread(ahead);
        return new String(ahead, ISO_8859_1);
    }
}
