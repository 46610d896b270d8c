package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.workload.ImageUse.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens of one value, to be read when it is known what it is. */
final class Recording implements Tokens {
    private record Step(
            Token token,
            @Nullable String text,
            long line,
            @Nullable Place place) {
        private int depth() {
            return switch (token) {
                case OBJECT, ARRAY -> 1;
                case END_OBJECT, END_ARRAY -> -1;
                default -> 0;
            };
        }
    }

    /** Enough for a megabyte of an object, and too little for aliases of aliases. */
    static final int STEPS_MAX = 1 << 17;

    private final Tokens source;
    private final List<Step> steps = new ArrayList<>();
    private boolean cut;
    private int read;

    /**
     * @param source to read the next value of
     * @param room for how many steps besides the first; anything beyond is skipped, and missed only if it is read
     */
    Recording(Tokens source, int room) throws IOException {
        this.source = source;
        int depth = 0;
        do {
            Token token = source.next();
            boolean named = token == Token.FIELD || token == Token.SCALAR;
            String text = !named ? "" : source.isBinary() ? null : source.text();
            Step step = new Step(token, text, source.line(), source.place());
            cut |= steps.size() > room;
            if (cut && step.depth() > 0) {
                source.skip();
            } else {
                depth += step.depth();
            }
            if (!cut) {
                steps.add(step);
            }
        } while (depth > 0);
    }

    int size() {
        return steps.size();
    }

    /** From the beginning. */
    Recording again() {
        read = 0;
        return this;
    }

    @Override
    public Token next() throws MalformedException {
        if (read == steps.size()) {
            throw new MalformedException(
                    line(), cut ? "too much stands before the kind; write kind first" : "nothing more is recorded");
        }
        return steps.get(read++).token;
    }

    @Override
    public String text() throws MalformedException {
        String text = last().text;
        if (text == null) {
            throw new MalformedException(line(), BINARY);
        }
        return text;
    }

    @Override
    public boolean isBinary() {
        return last().text == null;
    }

    @Override
    public void skip() {
        for (int depth = last().depth(); depth > 0 && read < steps.size(); ) {
            depth += steps.get(read++).depth();
        }
    }

    @Override
    public long line() {
        return last().line;
    }

    @Override
    public @Nullable Place place() {
        return last().place;
    }

    @Override
    public Tokens within(String yaml, long line, @Nullable Place place) throws IOException {
        return source.within(yaml, line, place);
    }

    private Step last() {
        return read == 0 ? new Step(Token.NULL, "", source.line(), null) : steps.get(read - 1);
    }
}
