package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.text.Words;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The names in an API server's list of namespaces. */
public final class NamespaceNames extends Cursor {
    /** Of a label (RFC 1123), as the name of every namespace is one. */
    private static final int LONGEST = 63;

    private final List<String> names = new ArrayList<>();

    private NamespaceNames(Tokens tokens) {
        super(tokens);
    }

    /** Which of them an unknown one may stand for, behind a semicolon; empty where the list has none. */
    public static String suggestions(InputStream json, String unknown) throws IOException {
        NamespaceNames list = new NamespaceNames(Documents.tokens(json, false));
        list.read();
        return list.names.isEmpty() ? "" : "; " + Words.suggestions(unknown, list.names);
    }

    private void read() throws IOException {
        fields("list", field -> only("items", field, () -> objects("items", this::namespace)));
        tokens.next();
    }

    private void namespace() throws IOException {
        each(field -> only("metadata", field, () -> fields("metadata", inner -> only("name", inner, this::name))));
    }

    private void name() throws IOException {
        String name = text("name");
        if (name.length() <= LONGEST) {
            names.add(name);
        }
    }

    private void only(String wanted, String field, Reader reader) throws IOException {
        if (field.equals(wanted)) {
            reader.read();
        } else {
            pass();
        }
    }
}
