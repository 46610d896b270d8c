package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.objects.ProtobufMessage.Field;
import eu.skyscrapers.ptc.objects.ProtobufMessage.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one object from an API server in protobuf: those that its JSON would give, of the fields that
 * {@link ProtobufMessage} knows. All else is passed over by its length, unseen.
 *
 * <p>An answer is a magic number and an envelope, which names the kind before it holds the object. A message that is longer or
 * shorter than it says is malformed. Only the envelope does not say how long it is; but an API server writes all of its
 * fields, so that its last one proves the end.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding">Kubernetes, "Kubernetes
 *     Protobuf encoding"</a>
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers, "Encoding"</a>
 */
final class ProtobufTokens implements Tokens {
    static final int READ_AHEAD = 1 << 15;

    private static final byte[] MAGIC = {'k', '8', 's', 0};

    /** Of a text that somebody asks for, in bytes: as in JSON. */
    private static final int TEXT_MAX = 20_000_000;

    /** No message holds itself, so that this is more than the table can ask for. */
    private static final int DEPTH_MAX = 32;

    // The types of values; others are out of use.
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;

    // The fields of the envelope,
    private static final int TYPE = 1;
    private static final int OBJECT = 2;
    private static final int CONTENT_ENCODING = 3;
    private static final int CONTENT_TYPE = 4;
    // of the type within it,
    private static final int API_VERSION = 1;
    private static final int KIND = 2;
    // of an entry of a map,
    private static final int KEY = 1;
    private static final int VALUE = 2;
    // of a time,
    private static final int SECONDS = 1;
    private static final int NANOS = 2;
    // and of any list.
    private static final int METADATA = 1;

    /** What the next token is made of. */
    private enum Next {
        DOCUMENT,
        KIND_NAME,
        KIND,
        /** What follows in the innermost message. */
        FIELD,
        /** A value that was read already. */
        VALUE,
        TEXT,
        MESSAGE,
        /** A list or map, and its first element behind that. */
        LIST,
        MAP,
        ENTRY,
        /** A list that has no items does not name them. */
        NO_ITEMS,
        NO_ITEMS_END,
        END
    }

    private final InputStream in;
    private final KnownTexts known = new KnownTexts();
    private byte[] buffer = new byte[READ_AHEAD];
    private int at;
    private int end;
    /** How many bytes there were before those in the buffer. */
    private long before;

    private Next next = Next.DOCUMENT;
    private String kind = "";
    private String text = "";
    /** Of a text that nobody has asked for yet, in bytes; it comes next. */
    private long unread;

    /** The field whose value comes next. */
    private Field field = ProtobufMessage.NO_FIELD;
    /** That value, where it was read already. */
    private String value = "";
    /** Else how many bytes it has. */
    private long length;

    /** The messages that are open, the outermost first. */
    private final ProtobufMessage[] messages = new ProtobufMessage[DEPTH_MAX];

    private final long[] ends = new long[DEPTH_MAX];
    /** In each of them the list or map that is open: elements of one list stand one behind the other. */
    private final @Nullable Field[] runs = new Field[DEPTH_MAX];
    /** Whether it is a part of the one before, in JSON. */
    private final boolean[] inline = new boolean[DEPTH_MAX];

    private int top = -1;
    /** Where what is being read ends. */
    private long limit = Long.MAX_VALUE;
    /** The number and the type of a field that was read, and not its value; 0 for none. */
    private long tag;

    /** Whether it is a list that is known here, and what it has had so far. */
    private boolean list;

    private boolean metadata;
    private boolean items;

    /** How many objects and arrays are open, as in JSON. */
    private int depth;

    private boolean opened;

    ProtobufTokens(InputStream in) {
        this.in = in;
    }

    @Override
    public Token next() throws IOException {
        passOver(unread);
        unread = 0;
        opened = false;
        return switch (next) {
            case DOCUMENT -> envelope();
            case KIND_NAME -> named("kind", Next.KIND);
            case KIND -> scalar(kind);
            case FIELD -> field();
            case VALUE -> scalar(value);
            case TEXT -> {
                unread = length;
                yield scalar("");
            }
            case MESSAGE -> message();
            case LIST -> run(Token.ARRAY, Next.MESSAGE);
            case MAP -> run(Token.OBJECT, Next.ENTRY);
            case ENTRY -> entry();
            case NO_ITEMS -> {
                next = Next.NO_ITEMS_END;
                yield open(Token.ARRAY);
            }
            case NO_ITEMS_END -> {
                items = true;
                yield close(Token.END_ARRAY);
            }
            case END -> {
                endOfEnvelope();
                yield Token.END;
            }
        };
    }

    @Override
    public String text() throws IOException {
        if (unread > 0) {
            text = decoded(unread);
            unread = 0;
        }
        return text;
    }

    @Override
    public void skip() throws IOException {
        if (opened) {
            int outside = depth - 1;
            while (depth > outside) {
                next();
            }
        }
    }

    /** No message names a place in an answer; and there are no lines. */
    @Override
    public long line() {
        return 1;
    }

    private Token named(String name, Next then) {
        text = name;
        next = then;
        return Token.FIELD;
    }

    private Token scalar(String told) {
        text = told;
        next = Next.FIELD;
        return Token.SCALAR;
    }

    private Token open(Token token) {
        depth++;
        opened = true;
        return token;
    }

    private Token close(Token token) {
        depth--;
        next = depth == 0 ? Next.END : Next.FIELD;
        return token;
    }

    /** Reads up to the object's first field. */
    private Token envelope() throws IOException {
        if (!fill()) {
            return Token.END;
        }
        for (byte sign : MAGIC) {
            if (read() != sign) {
                throw malformed("it does not begin as an answer of Kubernetes does");
            }
        }
        limit = envelopeField(TYPE);
        String apiVersion = "";
        while (position() < limit) {
            long of = tag();
            String said = decoded(length());
            if (of == tag(API_VERSION, LENGTH)) {
                apiVersion = said;
            } else if (of == tag(KIND, LENGTH)) {
                kind = said;
            } else {
                throw malformed("the type of an object has a field " + (of >>> 3));
            }
        }
        limit = Long.MAX_VALUE;
        length = envelopeField(OBJECT) - position();
        push(ProtobufMessage.of(apiVersion, kind), false);
        list = kind.endsWith("List") && messages[0] != ProtobufMessage.NONE;
        next = Next.KIND_NAME;
        return open(Token.OBJECT);
    }

    private void endOfEnvelope() throws IOException {
        if (envelopeField(CONTENT_ENCODING) > position()) {
            throw malformed("the object is encoded once more");
        }
        passOver(envelopeField(CONTENT_TYPE) - position());
        if (at < end || fill()) {
            throw malformed("there is more after the end of the object");
        }
    }

    /** @return where the value ends */
    private long envelopeField(int number) throws IOException {
        long found = tag();
        if (found != tag(number, LENGTH)) {
            throw malformed("the envelope has a field " + (found >>> 3) + " in the place of " + number);
        }
        long bytes = length();
        return position() + bytes;
    }

    private void push(ProtobufMessage message, boolean inlined) {
        top++;
        messages[top] = message;
        limit = position() + length;
        ends[top] = limit;
        inline[top] = inlined;
    }

    private void pop() {
        top--;
        limit = top < 0 ? Long.MAX_VALUE : ends[top];
    }

    private Token message() {
        push(field.message(), false);
        next = Next.FIELD;
        return open(Token.OBJECT);
    }

    private Token run(Token token, Next first) {
        runs[top] = field;
        next = first;
        return open(token);
    }

    /** An API server writes key and value even if they are empty. */
    private Token entry() throws IOException {
        limit = position() + length;
        String key = tag() == tag(KEY, LENGTH) ? decoded(length()) : null;
        if (key == null || tag() != tag(VALUE, LENGTH)) {
            throw malformed("an entry of '" + field.name() + "' that is not a key and a value");
        }
        length = length();
        if (position() + length != limit) {
            throw malformed("an entry of '" + field.name() + "' that is more than key and value");
        }
        limit = ends[top];
        return named(key, Next.TEXT);
    }

    /** Reads on to the next token that JSON would have. */
    private Token field() throws IOException {
        while (true) {
            Field run = runs[top];
            if (tag == 0 && position() < limit) {
                tag = tag();
            }
            if (run != null && run.number() != tag >>> 3) {
                runs[top] = null;
                return close(run.kind() == Kind.MAP ? Token.END_OBJECT : Token.END_ARRAY);
            }
            if (tag == 0) {
                if (!inline[top]) {
                    return endOfMessage();
                }
                pop();
                continue;
            }
            Field found = messages[top].field(tag >>> 3);
            if (found == null) {
                passOverUnknown();
                continue;
            }
            if ((tag & 7) != (found.isNumber() ? VARINT : LENGTH)) {
                throw malformed("'" + found.name() + "' is of another type");
            }
            tag = 0;
            field = found;
            Next then = beginning();
            if (run != null) {
                return then == Next.MAP ? entry() : message();
            }
            if (then != Next.FIELD) {
                return named(found.name(), then);
            }
        }
    }

    /**
     * Reads as much of a value as must be known before its name is given.
     *
     * @return what the value is; {@link Next#FIELD} where JSON leaves it out, or its fields stand in its place
     */
    private Next beginning() throws IOException {
        switch (field.kind()) {
            case NUMBER, COUNT -> {
                long number = varint();
                value = Long.toString(number);
                return number == 0 && field.kind() == Kind.NUMBER ? Next.FIELD : Next.VALUE;
            }
            case BOOLEAN -> {
                value = varint() == 0 ? "false" : "true";
                return Next.VALUE;
            }
            default -> length = length();
        }
        return switch (field.kind()) {
            case TIME -> {
                value = time();
                yield value.isEmpty() ? Next.FIELD : Next.VALUE;
            }
            case MESSAGE -> {
                metadata |= top == 0 && field.number() == METADATA;
                yield Next.MESSAGE;
            }
            case LIST -> {
                items |= top == 0;
                yield Next.LIST;
            }
            case MAP -> Next.MAP;
            case INLINE -> {
                push(field.message(), true);
                yield Next.FIELD;
            }
            default -> length == 0 ? Next.FIELD : Next.TEXT;
        };
    }

    private Token endOfMessage() throws IOException {
        if (top == 0 && list) {
            // Lists have metadata, even if empty: what has none is not the list that somebody sent.
            if (!metadata) {
                throw malformed("a " + kind + " without metadata");
            }
            if (!items) {
                return named("items", Next.NO_ITEMS);
            }
        }
        pop();
        return close(Token.END_OBJECT);
    }

    private void passOverUnknown() throws IOException {
        if (top == 0 && list) {
            // It could be items, but for a wrong bit.
            throw malformed("a " + kind + " with a field " + (tag >>> 3));
        }
        switch ((int) tag & 7) {
            case VARINT -> varint();
            case FIXED_64 -> passOver(8);
            case LENGTH -> passOver(length());
            case FIXED_32 -> passOver(4);
            default -> throw malformed("a value of the type " + (tag & 7));
        }
        tag = 0;
    }

    /** As JSON has it, in whole seconds; empty for none. A number that is not a time stays as it is. */
    private String time() throws IOException {
        limit = position() + length;
        long seconds = 0;
        long nanos = 0;
        while (position() < limit) {
            long of = tag();
            if (of == tag(SECONDS, VARINT)) {
                seconds = varint();
            } else if (of == tag(NANOS, VARINT)) {
                nanos = varint();
            } else {
                throw malformed("'" + field.name() + "' is not a time");
            }
        }
        limit = ends[top];
        if (seconds == 0 && nanos == 0) {
            return "";
        }
        boolean known = seconds >= Instant.MIN.getEpochSecond() && seconds <= Instant.MAX.getEpochSecond();
        return known ? Instant.ofEpochSecond(seconds).toString() : Long.toString(seconds);
    }

    private static long tag(int number, int type) {
        return (long) number << 3 | type;
    }

    private long tag() throws IOException {
        long read = varint();
        if (read >>> 3 == 0 || read >>> 32 != 0) {
            throw malformed("a field without a number");
        }
        return read;
    }

    private long length() throws IOException {
        long read = varint();
        if (read < 0 || read > limit - position()) {
            throw malformed("a part that is longer than the whole");
        }
        return read;
    }

    /** A number of up to 64 bits; a negative one has all of them. */
    private long varint() throws IOException {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int bits = read();
            number |= (bits & 0x7FL) << shift;
            if (bits < 0x80) {
                boolean tooLong = (shift > 0 && bits == 0) || (shift == Long.SIZE - 1 && bits > 1);
                if (tooLong) {
                    break;
                }
                return number;
            }
        }
        throw malformed("a number that is longer than need be");
    }

    /** The text of so many bytes, which come next. */
    private String decoded(long bytes) throws IOException {
        if (bytes > TEXT_MAX) {
            throw malformed("a text of more than " + TEXT_MAX + " bytes");
        }
        int size = (int) bytes;
        gather(size);
        String read = known.of(buffer, at, size);
        at += size;
        return read;
    }

    private long position() {
        return before + at;
    }

    private int read() throws IOException {
        if (position() == limit) {
            throw malformed("a part that is shorter than its contents");
        }
        if (at == end && !fill()) {
            throw cutOff();
        }
        return buffer[at++] & 0xFF;
    }

    private void passOver(long bytes) throws IOException {
        if (bytes > limit - position()) {
            throw malformed("a part that is longer than the whole");
        }
        long left = bytes;
        while (left > end - at) {
            left -= end - at;
            at = end;
            if (!fill()) {
                throw cutOff();
            }
        }
        at += (int) left;
    }

    /**
     * Reads on when the buffer is used up.
     *
     * @return false at the end
     */
    private boolean fill() throws IOException {
        before += end;
        at = 0;
        end = 0;
        if (buffer.length > READ_AHEAD) {
            buffer = new byte[READ_AHEAD];
        }
        end = Math.max(0, in.read(buffer, 0, READ_AHEAD));
        return end > 0;
    }

    /** Has so many bytes in the buffer, which grows as they come and not as they are announced. */
    private void gather(int bytes) throws IOException {
        if (end - at >= bytes) {
            return;
        }
        System.arraycopy(buffer, at, buffer, 0, end - at);
        before += at;
        end -= at;
        at = 0;
        while (end < bytes) {
            if (end == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * end);
            }
            int read = in.read(buffer, end, Math.min(READ_AHEAD, buffer.length - end));
            if (read <= 0) {
                throw cutOff();
            }
            end += read;
        }
    }

    private static MalformedException cutOff() {
        return new MalformedException(1, "the protobuf is cut off", true);
    }

    private static MalformedException malformed(String what) {
        return new MalformedException(1, "not protobuf of Kubernetes: " + what);
    }
}
