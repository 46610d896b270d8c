package eu.skyscrapers.ptc.objects;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The tokens of JSON text in UTF-8, one document behind the other.
 *
 * <p>Nine bytes in ten of a list are passed over, so that this is made for passing over: straight on the bytes, without a
 * text for what nobody asks for. It is as strict there as anywhere else, for a text that is broken in one place cannot be
 * trusted in another.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class JsonTokens implements Tokens {
    /** The most that is read ahead. It fits into a processor's nearest cache. */
    static final int READ_AHEAD = 1 << 15;

    /** Of a text that somebody asks for, in bytes: far above what an API server stores. */
    private static final int TEXT_MAX = 20_000_000;

    private static final int NAME_MAX = 1 << 20;
    private static final int NUMBER_MAX = 1000;
    private static final int DEPTH_MAX = 1000;

    /** What may stand next. */
    private enum Next {
        DOCUMENT,
        VALUE,
        /** The first element of an array, or its end. */
        ELEMENT_OR_END,
        /** The first name of an object, or its end. */
        NAME_OR_END,
        COLON,
        COMMA_OR_END
    }

    /** The bytes that mean nothing but themselves within a string. */
    private static final boolean[] PLAIN = new boolean[256];

    static {
        Arrays.fill(PLAIN, ' ', 0x80, true);
        PLAIN['"'] = false;
        PLAIN['\\'] = false;
    }

    private final InputStream in;
    private final KnownTexts known = new KnownTexts();
    private byte[] buffer = new byte[READ_AHEAD];
    private int at;
    private int end;

    private long newlines;
    private long line;
    private Next next = Next.DOCUMENT;
    /** Of each object or array that is open, whether it is an object. */
    private boolean[] objects = new boolean[32];

    private int depth;
    /** Whether {@link #next} has just opened what the depth counts. */
    private boolean opened;

    /** Whether a string value was begun and not read: {@link #text} reads it, and whoever goes on passes over it. */
    private boolean unread;

    /** Where the text of the token stands in the buffer, which keeps it from {@link #mark} on. */
    private int mark = -1;

    private int textEnd;
    private boolean escaped;

    /** @param lineOffset how many lines of the same text were read before */
    JsonTokens(InputStream in, long lineOffset) {
        this.in = in;
        this.newlines = lineOffset;
        this.line = lineOffset + 1;
    }

    @Override
    public Token next() throws IOException {
        return next(true);
    }

    @Override
    public void skip() throws IOException {
        if (opened) {
            int outside = depth - 1;
            while (depth > outside) {
                next(false);
                if (!unread) {
                    passPlain(outside);
                }
            }
        }
    }

    /**
     * Passes over what is plain: whole tokens in the buffer, without white space, escapes or anything beyond ASCII, which is
     * nearly all that an API server sends. It knows no fault and stops before all else, where {@link #next} has the say.
     *
     * @param outside the depth to stop at
     */
    private void passPlain(int outside) {
        byte[] bytes = buffer;
        int last = end;
        int i = at;
        boolean value = next == Next.VALUE || next == Next.ELEMENT_OR_END;
        if (next == Next.COLON && i < last && bytes[i] == ':') {
            next = Next.VALUE;
            at = ++i;
            value = true;
        } else if (!value && next != Next.COMMA_OR_END) {
            return;
        }
        // The position up to which tokens are whole is kept in this.at, together with what may stand next.
        while (depth > outside && i + 1 < last) {
            int first = bytes[i];
            boolean named = false;
            if (value) {
                switch (first) {
                    case '"' -> {
                        i = plainEnd(bytes, i + 1, last);
                        if (i < 0) {
                            return;
                        }
                    }
                    case '{', '[' -> {
                        if (bytes[i + 1] == first + 2) {
                            i += 2;
                        } else if (depth == objects.length || depth == DEPTH_MAX) {
                            return;
                        } else if (first == '[') {
                            objects[depth++] = false;
                            next = Next.ELEMENT_OR_END;
                            at = ++i;
                            continue;
                        } else {
                            named = true;
                        }
                    }
                    default -> {
                        i = plainWordEnd(bytes, i, last);
                        if (i < 0) {
                            return;
                        }
                    }
                }
            } else if (first == ',') {
                named = objects[depth - 1];
                if (!named) {
                    next = Next.VALUE;
                    at = ++i;
                    value = true;
                    continue;
                }
            } else if (first == (objects[depth - 1] ? '}' : ']')) {
                depth--;
                i++;
            } else {
                return;
            }
            if (named) {
                int quote = bytes[i + 1] == '"' ? plainEnd(bytes, i + 2, last) : -1;
                if (quote < 0 || quote >= last || bytes[quote] != ':') {
                    return;
                }
                if (value) {
                    objects[depth++] = true;
                }
                i = quote + 1;
                next = Next.VALUE;
            } else {
                next = Next.COMMA_OR_END;
            }
            value = named;
            at = i;
        }
        if (depth == 0) {
            next = Next.DOCUMENT;
        }
    }

    /** Behind the closing quote of a plain text; -1 where it is none, or goes on behind the buffer. */
    private static int plainEnd(byte[] bytes, int from, int last) {
        boolean[] plain = PLAIN;
        int i = from;
        while (i < last && plain[bytes[i] & 0xFF]) {
            i++;
        }
        return i < last && bytes[i] == '"' ? i + 1 : -1;
    }

    /** Behind a word or a whole number; -1 where there is none, or it may go on behind the buffer. */
    private static int plainWordEnd(byte[] bytes, int from, int last) {
        int i = from;
        while (i < last && i - from < NUMBER_MAX && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        boolean whole = i > from && (bytes[from] != '0' || i == from + 1);
        if (!whole) {
            boolean word = last - from > 4
                    && bytes[from] == 't'
                    && bytes[from + 1] == 'r'
                    && bytes[from + 2] == 'u'
                    && bytes[from + 3] == 'e';
            i = word ? from + 4 : from;
        }
        // A fraction or an exponent goes on with something else than these.
        return i > from && i < last && (bytes[i] == ',' || bytes[i] == '}' || bytes[i] == ']') ? i : -1;
    }

    @Override
    public String text() throws IOException {
        if (unread) {
            unread = false;
            string(true, TEXT_MAX);
        }
        return escaped ? unescaped() : known.of(buffer, mark, textEnd - mark);
    }

    @Override
    public long line() {
        return line;
    }

    /** The lines begun so far, for a reader that goes on where this one stops. */
    long linesRead() {
        return newlines;
    }

    /** What was read ahead of the last token. */
    byte[] readAhead() {
        return Arrays.copyOfRange(buffer, at, end);
    }

    /** @param wanted whether anybody may ask for the text of a name */
    private Token next(boolean wanted) throws IOException {
        if (unread) {
            unread = false;
            string(false, Integer.MAX_VALUE);
        }
        mark = -1;
        opened = false;
        int first = significant();
        switch (next) {
            case COMMA_OR_END -> {
                if (first != ',') {
                    return close(first);
                }
                first = significant();
                if (objects[depth - 1]) {
                    return name(first, wanted);
                }
            }
            case NAME_OR_END -> {
                return first == '}' ? close(first) : name(first, wanted);
            }
            case COLON -> {
                if (first != ':') {
                    throw unexpected(first, "a colon");
                }
                first = significant();
            }
            case ELEMENT_OR_END -> {
                if (first == ']') {
                    return close(first);
                }
            }
            case DOCUMENT -> {
                if (first < 0) {
                    return Token.END;
                }
            }
            case VALUE -> {}
        }
        return value(first);
    }

    private Token value(int first) throws IOException {
        switch (first) {
            case '{' -> {
                return open(true);
            }
            case '[' -> {
                return open(false);
            }
            case '"' -> {
                unread = true;
                after();
                return Token.SCALAR;
            }
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> {
                word("null");
                after();
                return Token.NULL;
            }
            default -> number(first);
        }
        after();
        return Token.SCALAR;
    }

    private void after() {
        next = depth == 0 ? Next.DOCUMENT : Next.COMMA_OR_END;
    }

    private Token open(boolean object) throws MalformedException {
        if (depth == DEPTH_MAX) {
            throw malformed("objects and arrays within each other, more than " + DEPTH_MAX + " deep");
        }
        if (depth == objects.length) {
            objects = Arrays.copyOf(objects, 2 * depth);
        }
        objects[depth++] = object;
        opened = true;
        next = object ? Next.NAME_OR_END : Next.ELEMENT_OR_END;
        return object ? Token.OBJECT : Token.ARRAY;
    }

    private Token close(int bracket) throws MalformedException {
        boolean object = objects[depth - 1];
        if (bracket != (object ? '}' : ']')) {
            throw unexpected(bracket, object ? "a comma or }" : "a comma or ]");
        }
        depth--;
        after();
        return object ? Token.END_OBJECT : Token.END_ARRAY;
    }

    private Token name(int first, boolean wanted) throws IOException {
        if (first != '"') {
            throw unexpected(first, "a name in quotes");
        }
        string(wanted, wanted ? NAME_MAX : Integer.MAX_VALUE);
        next = Next.COLON;
        return Token.FIELD;
    }

    /** Reads to the closing quote. A text that is wanted stays in the buffer. */
    private void string(boolean wanted, int max) throws IOException {
        escaped = false;
        mark = wanted ? at : -1;
        while (true) {
            byte[] bytes = buffer;
            int i = at;
            int last = end;
            while (i < last && PLAIN[bytes[i] & 0xFF]) {
                i++;
            }
            at = i;
            if (i == last) {
                if (wanted && i - mark > max) {
                    throw malformed("a text of more than " + max + " bytes");
                }
                more();
                continue;
            }
            int special = read();
            if (special == '"') {
                textEnd = at - 1;
                return;
            }
            if (special == '\\') {
                escaped = true;
                escape();
            } else if (special < ' ') {
                throw unexpected(special, "a quote; within a text this must be escaped");
            } else {
                character(special);
            }
        }
    }

    private void escape() throws IOException {
        int kind = inside();
        switch (kind) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {}
            case 'u' -> {
                for (int i = 0; i < 4; i++) {
                    int digit = inside();
                    if (Character.digit(digit, 16) < 0) {
                        throw unexpected(digit, "four hexadecimal digits");
                    }
                }
            }
            default -> throw unexpected(kind, "one of \"\\/bfnrtu behind a backslash");
        }
    }

    /** The rest of a character of several bytes: no surrogate, nothing longer than need be. */
    private void character(int lead) throws IOException {
        int second = inside();
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        boolean whole = lead >= 0xC2 && lead <= 0xF4 && second >= low && second <= high;
        for (int i = lead < 0xE0 ? 0 : lead < 0xF0 ? 1 : 2; i > 0; i--) {
            whole &= (inside() & 0xC0) == 0x80;
        }
        if (!whole) {
            throw malformed("not text in UTF-8");
        }
    }

    private void word(String word) throws IOException {
        mark = at - 1;
        for (int i = 1; i < word.length(); i++) {
            int letter = inside();
            if (letter != word.charAt(i)) {
                throw unexpected(letter, "the word " + word);
            }
        }
        textEnd = at;
        escaped = false;
    }

    private void number(int first) throws IOException {
        mark = at - 1;
        int digit = first;
        if (digit == '-') {
            digit = inside();
        }
        if (digit < '0' || digit > '9') {
            throw unexpected(digit, "a value");
        }
        if (digit != '0') {
            digits();
        }
        if (peek() == '.') {
            at++;
            someDigits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            someDigits();
        }
        textEnd = at;
        escaped = false;
    }

    private void someDigits() throws IOException {
        int digit = inside();
        if (digit < '0' || digit > '9') {
            throw unexpected(digit, "a digit");
        }
        digits();
    }

    private void digits() throws IOException {
        for (int digit; (digit = peek()) >= '0' && digit <= '9'; ) {
            at++;
            if (at - mark > NUMBER_MAX) {
                throw malformed("a number of more than " + NUMBER_MAX + " digits");
            }
        }
    }

    /** The next byte that is no white space; -1 at the end, which may only come between documents. */
    private int significant() throws IOException {
        while (true) {
            int next = read();
            switch (next) {
                case '\n' -> newlines++;
                case ' ', '\t', '\r' -> {}
                case -1 -> {
                    if (depth > 0) {
                        throw cutOff();
                    }
                    return -1;
                }
                default -> {
                    line = newlines + 1;
                    return next;
                }
            }
        }
    }

    /** The next byte of a token that is not at its end. */
    private int inside() throws IOException {
        int next = read();
        if (next < 0) {
            throw cutOff();
        }
        return next;
    }

    private int peek() throws IOException {
        return at < end || fill() ? buffer[at] & 0xFF : -1;
    }

    private int read() throws IOException {
        return at < end || fill() ? buffer[at++] & 0xFF : -1;
    }

    private void more() throws IOException {
        if (!fill()) {
            throw cutOff();
        }
    }

    /**
     * Reads on when the buffer is used up; what stands from the mark on is kept.
     *
     * @return false at the end
     */
    private boolean fill() throws IOException {
        int kept = mark < 0 ? 0 : end - mark;
        if (buffer.length - kept < READ_AHEAD / 2 || (buffer.length > READ_AHEAD && kept == 0)) {
            byte[] sized = new byte[kept == 0 ? READ_AHEAD : 2 * buffer.length];
            System.arraycopy(buffer, end - kept, sized, 0, kept);
            buffer = sized;
        } else {
            System.arraycopy(buffer, end - kept, buffer, 0, kept);
        }
        if (mark >= 0) {
            mark = 0;
        }
        at = kept;
        end = kept;
        int read = in.read(buffer, kept, Math.min(READ_AHEAD, buffer.length - kept));
        end += Math.max(0, read);
        return read > 0;
    }

    /** A half of a surrogate pair may stand alone: servers store what they are given. */
    private String unescaped() {
        StringBuilder text = new StringBuilder(textEnd - mark);
        int plain = mark;
        int i = mark;
        while (i < textEnd) {
            if (buffer[i] != '\\') {
                i++;
                continue;
            }
            text.append(new String(buffer, plain, i - plain, UTF_8));
            char kind = (char) buffer[i + 1];
            i += 2;
            switch (kind) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(new String(buffer, i, 4, ISO_8859_1), 16));
                    i += 4;
                }
                default -> text.append(kind);
            }
            plain = i;
        }
        return text.append(new String(buffer, plain, textEnd - plain, UTF_8)).toString();
    }

    private MalformedException unexpected(int found, String wanted) {
        if (found < 0) {
            return cutOff();
        }
        String shown = found > ' ' && found < 0x7F ? "'" + (char) found + "'" : String.format("the byte 0x%02x", found);
        return malformed(shown + " instead of " + wanted);
    }

    private MalformedException cutOff() {
        return new MalformedException(newlines + 1, "the JSON is cut off", true);
    }

    private MalformedException malformed(String what) {
        return new MalformedException(newlines + 1, "not JSON: " + what);
    }
}
