package eu.skyscrapers.ptc.text;

import java.io.IOException;
import java.io.Reader;

/**
 * YAML with a space for every tab behind the first word of its line, so that no character changes its place. The parser
 * refuses tabs between tokens, which kubectl takes, and a tab within a token is in no word that matters here: no reference,
 * name or label holds one. A tab that indents stays, for kubectl refuses it too.
 */
public final class SpacedTabs extends Reader {
    private final Reader in;
    private boolean indentation = true;
    private boolean begun;

    /** In a document that is one pair of brackets, as JSON is, a tab indents nothing; a line with a dash begins the next. */
    private boolean bracketed;

    public SpacedTabs(Reader in) {
        this.in = in;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int read = in.read(target, offset, length);
        for (int i = offset; i < offset + read; i++) {
            switch (target[i]) {
                case '\n', '\r' -> indentation = true;
                case ' ' -> {}
                case '\t' -> target[i] = indentation && !bracketed ? '\t' : ' ';
                default -> {
                    if (indentation) {
                        bracketed = begun ? bracketed && target[i] != '-' : target[i] == '{' || target[i] == '[';
                        begun = true;
                        indentation = false;
                    }
                }
            }
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
