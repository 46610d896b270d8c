package eu.skyscrapers.ptc.kubernetes.objects;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * YAML in UTF-8 with a space for every tab behind the first word of its line. The parser refuses tabs between tokens, which
 * kubectl takes, and a tab within a token is in no word that matters here: no reference, name or label holds one.
 */
final class SpacedTabs extends FilterInputStream {
    private boolean indentation = true;

    SpacedTabs(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int start, int most) throws IOException {
        int read = super.read(into, start, most);
        for (int i = start; i < start + read; i++) {
            switch (into[i]) {
                case '\n', '\r' -> indentation = true;
                case ' ' -> {}
                case '\t' -> into[i] = (byte) (indentation ? '\t' : ' ');
                default -> indentation = false;
            }
        }
        return read;
    }
}
