package eu.skyscrapers.ptc.text;

import java.io.IOException;
import java.io.InputStream;

/**
 * A text in UTF-8, one document at a time: a fault in one hides no other. Like kubectl, it splits at the lines that
 * begin with {@code ---}, whatever they stand in; besides, by YAML's {@code ...}. A document begins with its separator, and
 * with the directives and comments before that. JSON documents one behind the other are not separated.
 *
 * @see <a href="https://github.com/kubernetes/apimachinery/blob/v0.33.0/pkg/util/yaml/decoder.go">YAMLReader of
 *     k8s.io/apimachinery</a>
 */
public final class DocumentStream extends InputStream {
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;

    private long lines;
    private boolean lineStart = true;

    /** Whether the document has a line besides comments and directives. */
    private boolean content;

    /** Whether a line with {@code ...} has ended the document. */
    private boolean over;

    /** Whether there is nothing more to read of the document. */
    private boolean ended = true;

    public DocumentStream(InputStream in) {
        this.in = in;
    }

    /**
     * Goes on to the next document, once the one before is read to its end.
     *
     * @return whether there is one
     */
    public boolean next() throws IOException {
        content = false;
        over = false;
        ended = false;
        return has(1);
    }

    /** How many lines have ended so far. */
    public long lines() {
        return lines;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = 0;
        while (read < length && !ended && (lineStart ? begun() : at < end || (read == 0 && has(1)))) {
            int last = Math.min(end, at + length - read);
            int i = at;
            while (i < last && buffer[i] != '\n') {
                i++;
            }
            if (i < last) {
                i++;
                lines++;
                lineStart = true;
            }
            System.arraycopy(buffer, at, target, offset + read, i - at);
            read += i - at;
            at = i;
        }
        return read > 0 || length == 0 ? read : -1;
    }

    /** A reader that knows of more reads on, instead of coming back for every few bytes. */
    @Override
    public int available() throws IOException {
        return ended ? 0 : Math.max(end - at, in.available());
    }

    /** Begins a line, if it is one of this document's. */
    private boolean begun() throws IOException {
        if (!has(1)) {
            return false;
        }
        boolean last = isMark('.');
        if ((content && isMark('-')) || (over && !last)) {
            ended = true;
            return false;
        }
        lineStart = false;
        over = last;
        boolean marked = buffer[at] == (byte) 0xEF && has(4) && buffer[at + 1] == (byte) 0xBB;
        switch (buffer[marked ? at + 3 : at]) {
            case '#', '%', '\r', '\n' -> {}
            default -> content = true;
        }
        return true;
    }

    /** Whether a line begins with three of these and then with nothing that one sees: kubectl trims what Unicode calls space. */
    private boolean isMark(char sign) throws IOException {
        return has(3)
                && buffer[at] == sign
                && buffer[at + 1] == sign
                && buffer[at + 2] == sign
                && !(has(4) && buffer[at + 3] > ' ' && buffer[at + 3] < 0x7F);
    }

    /** Whether so many bytes follow. */
    private boolean has(int count) throws IOException {
        while (end - at < count) {
            if (at > 0) {
                System.arraycopy(buffer, at, buffer, 0, end - at);
                end -= at;
                at = 0;
            }
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                return false;
            }
            end += read;
        }
        return true;
    }
}
