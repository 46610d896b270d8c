package eu.skyscrapers.ptc.kubernetes.objects;

import eu.skyscrapers.ptc.text.ParserWords;
import eu.skyscrapers.ptc.text.SpacedTabs;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The tokens of YAML text, any number of documents, with aliases and merge keys ({@code <<}) resolved as kubectl does.
 *
 * <p>Only what an anchor names is kept, and for its document only. An alias stands for the events of its anchor, so
 * aliases of aliases cost memory once; how many tokens they may unfold to is limited.
 */
final class YamlTokens implements Tokens {
    /** Far above any manifest that a person wrote, far below what a "billion laughs" needs. */
    private static final int MAX_UNFOLDED = 1_000_000;

    /** With the parser's own buffer of a thousand characters, the time for a long text grows with its square. */
    private static final int BUFFER = 1 << 16;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setCodePointLimit(Integer.MAX_VALUE)
            .setBufferSize(BUFFER)
            .build();

    /** A value as its events; an alias within is the value that it stands for. */
    private sealed interface Item {}

    private record One(Event event) implements Item {}

    private record Value(List<Item> items) implements Item {}

    /** An anchored value that is still being read. */
    private static final class Recording {
        private final List<Item> items = new ArrayList<>();
        private int depth;
    }

    /** An object or array that is open for the reader. */
    private static final class Frame {
        private final boolean mapping;
        private boolean atKey = true;
        private final Set<String> keys = new HashSet<>();
        private final List<Value> merges = new ArrayList<>();

        private Frame(boolean mapping) {
            this.mapping = mapping;
        }
    }

    private final Iterator<Event> events;
    private final Map<Anchor, Value> anchors = new HashMap<>();
    private final Map<Anchor, Recording> recordings = new HashMap<>();
    private final Deque<Iterator<Item>> replays = new ArrayDeque<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private int unfolded;
    private final long lineOffset;
    private long line;
    private String text = "";
    private boolean opened;

    /** @param lineOffset how many lines of the same text were read before */
    YamlTokens(InputStream in, long lineOffset) throws MalformedException {
        this.lineOffset = lineOffset;
        this.line = lineOffset + 1;
        try {
            this.events = new Parse(SETTINGS)
                    .parseReader(new SpacedTabs(new YamlUnicodeReader(in)))
                    .iterator();
        } catch (YamlEngineException e) {
            throw malformed(e);
        }
    }

    @Override
    public Token next() throws MalformedException {
        while (true) {
            Item item = read();
            if (item instanceof Value value) {
                replays.push(value.items().iterator());
                continue;
            }
            Event event = ((One) item).event();
            opened = event instanceof CollectionStartEvent;
            if (event instanceof StreamStartEvent || event instanceof DocumentStartEvent) {
                continue;
            }
            if (event instanceof DocumentEndEvent) {
                anchors.clear();
                unfolded = 0;
                continue;
            }
            if (event instanceof StreamEndEvent) {
                return Token.END;
            }
            Frame frame = frames.peek();
            if (event instanceof CollectionEndEvent) {
                if (frame != null && !frame.merges.isEmpty()) {
                    replays.push(List.of(item).iterator());
                    replays.push(merged(frame).iterator());
                    continue;
                }
                frames.pop();
                return event instanceof MappingEndEvent ? Token.END_OBJECT : Token.END_ARRAY;
            }
            if (frame != null && frame.mapping && frame.atKey) {
                if (isMerge(event)) {
                    frame.merges.addAll(mappings(value(read())));
                    continue;
                }
                String key = key(event);
                frame.keys.add(key);
                frame.atKey = false;
                text = key;
                return Token.FIELD;
            }
            if (frame != null) {
                frame.atKey = true;
            }
            if (event instanceof ScalarEvent scalar) {
                text = scalar.getValue();
                return isNull(scalar) ? Token.NULL : Token.SCALAR;
            }
            frames.push(new Frame(event instanceof MappingStartEvent));
            return event instanceof MappingStartEvent ? Token.OBJECT : Token.ARRAY;
        }
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public void skip() throws MalformedException {
        if (opened) {
            rest(null);
            frames.pop();
            opened = false;
        }
    }

    @Override
    public long line() {
        return line;
    }

    /** The next event, or the whole value where an alias stands, from what is being unfolded or else from the text. */
    private Item read() throws MalformedException {
        while (!replays.isEmpty()) {
            Iterator<Item> replay = replays.peek();
            if (replay.hasNext()) {
                unfold(1);
                return replay.next();
            }
            replays.pop();
        }
        Event event;
        try {
            event = events.next();
        } catch (YamlEngineException e) {
            throw malformed(e);
        }
        event.getStartMark().ifPresent(mark -> line = lineOffset + mark.getLine() + 1);
        if (event instanceof AliasEvent alias) {
            Value value = anchors.get(alias.getAlias());
            if (value == null) {
                throw new MalformedException(line, "the alias *" + alias.getAlias() + " has no anchor before it");
            }
            recordings.values().forEach(recording -> recording.items.add(value));
            return value;
        }
        One item = new One(event);
        record(item);
        return item;
    }

    private void unfold(int values) throws MalformedException {
        unfolded += values;
        if (unfolded > MAX_UNFOLDED) {
            throw new MalformedException(line, "its aliases unfold to more than " + MAX_UNFOLDED + " values");
        }
    }

    private void record(One item) {
        Event event = item.event();
        if (event instanceof NodeEvent node) {
            Optional<Anchor> anchor = node.getAnchor();
            anchor.ifPresent(name -> {
                anchors.remove(name);
                recordings.put(name, new Recording());
            });
        }
        if (recordings.isEmpty()) {
            return;
        }
        int step = event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
        recordings.entrySet().removeIf(entry -> {
            Recording recording = entry.getValue();
            recording.items.add(item);
            recording.depth += step;
            if (recording.depth == 0) {
                anchors.put(entry.getKey(), new Value(Collections.unmodifiableList(recording.items)));
            }
            return recording.depth == 0;
        });
    }

    /** Reads to the end of the collection that is open; an alias within is not unfolded. */
    private void rest(@Nullable List<Item> into) throws MalformedException {
        for (int depth = 1; depth > 0; ) {
            Item item = read();
            if (into != null) {
                into.add(item);
            }
            if (item instanceof One one) {
                depth += one.event() instanceof CollectionStartEvent ? 1 : 0;
                depth -= one.event() instanceof CollectionEndEvent ? 1 : 0;
            }
        }
    }

    /** The mappings of a merge key's value: one mapping, or a sequence of them. */
    private List<Value> mappings(Value value) throws MalformedException {
        if (first(value) instanceof MappingStartEvent) {
            return List.of(value);
        }
        List<Value> mappings = new ArrayList<>();
        if (first(value) instanceof SequenceStartEvent) {
            mappings.addAll(values(value));
        }
        if (mappings.isEmpty() || !mappings.stream().allMatch(each -> first(each) instanceof MappingStartEvent)) {
            throw new MalformedException(line, "the merge key << wants a mapping, or a list of mappings");
        }
        return mappings;
    }

    private static boolean isMerge(Event key) {
        return key instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().equals("<<");
    }

    private Value value(Item first) throws MalformedException {
        if (first instanceof Value value) {
            return value;
        }
        List<Item> items = new ArrayList<>(List.of(first));
        if (((One) first).event() instanceof CollectionStartEvent) {
            rest(items);
        }
        return new Value(items);
    }

    /** The values directly within a collection; of a mapping, keys and values by turns. */
    private static List<Value> values(Value collection) {
        List<Value> values = new ArrayList<>();
        List<Item> items = collection.items();
        if (items.get(0) instanceof Value alias) {
            return values(alias);
        }
        int start = 1;
        int depth = 0;
        for (int i = 1; i < items.size() - 1; i++) {
            if (items.get(i) instanceof One one) {
                depth += one.event() instanceof CollectionStartEvent ? 1 : 0;
                depth -= one.event() instanceof CollectionEndEvent ? 1 : 0;
            }
            if (depth == 0) {
                Item only = items.get(start);
                values.add(start == i && only instanceof Value alias ? alias : new Value(items.subList(start, i + 1)));
                start = i + 1;
            }
        }
        return values;
    }

    /** The entries that the merge keys of an object add to it: what it says itself goes first, then the first merge. */
    private List<Item> merged(Frame frame) throws MalformedException {
        List<Item> entries = new ArrayList<>();
        Set<String> taken = new HashSet<>(frame.keys);
        for (Value mapping : frame.merges) {
            merge(mapping, taken, entries);
        }
        frame.merges.clear();
        return entries;
    }

    /** Adds the entries of a mapping that are not there yet; those that it merges itself come right behind its own. */
    private void merge(Value mapping, Set<String> taken, List<Item> entries) throws MalformedException {
        List<Value> values = values(mapping);
        unfold(values.size());
        List<Value> nested = new ArrayList<>();
        for (int i = 0; i < values.size(); i += 2) {
            Event key = first(values.get(i));
            if (isMerge(key)) {
                nested.addAll(mappings(values.get(i + 1)));
            } else if (taken.add(key(key))) {
                entries.add(values.get(i));
                entries.add(values.get(i + 1));
            }
        }
        for (Value each : nested) {
            merge(each, taken, entries);
        }
    }

    private static Event first(Value value) {
        Item first = value.items().get(0);
        return first instanceof Value nested ? first(nested) : ((One) first).event();
    }

    private String key(Event event) throws MalformedException {
        if (event instanceof ScalarEvent scalar) {
            return scalar.getValue();
        }
        throw new MalformedException(line, "a key that is no text");
    }

    private static boolean isNull(ScalarEvent scalar) {
        return scalar.isPlain()
                && switch (scalar.getValue()) {
                    case "", "~", "null", "Null", "NULL" -> true;
                    default -> false;
                };
    }

    private MalformedException malformed(YamlEngineException e) {
        if (e instanceof MarkedYamlEngineException marked
                && marked.getProblemMark().isPresent()) {
            return new MalformedException(
                    lineOffset + marked.getProblemMark().get().getLine() + 1, "not YAML: " + ParserWords.of(marked));
        }
        boolean encoding = e.getCause() instanceof CharacterCodingException;
        return new MalformedException(line, encoding ? "not text in UTF-8" : "not YAML: " + e.getMessage());
    }
}
