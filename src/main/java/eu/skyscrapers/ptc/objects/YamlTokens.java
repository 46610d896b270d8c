package eu.skyscrapers.ptc.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import eu.skyscrapers.ptc.text.Meaning;
import eu.skyscrapers.ptc.text.ParserWords;
import eu.skyscrapers.ptc.text.Yaml11Reader;
import eu.skyscrapers.ptc.workload.FilePlace;
import eu.skyscrapers.ptc.workload.ImageUse.Place;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The tokens of YAML text, any number of documents, as kubectl reads it: with aliases and merge keys ({@code <<}) resolved.
 * Where YAML 1.2, which Flux and others read, says something else than kubectl's go-yaml v2, the text is refused.
 *
 * <p>Only what an anchor names is kept, and for its document only. An alias stands for the events of its anchor, so
 * aliases of aliases cost memory once; how many tokens they may unfold to is limited.
 */
final class YamlTokens implements Tokens {
    private static final int MAX_MERGES = 100;

    /** A value as its events; an alias within is the value that it stands for. */
    private sealed interface Item {}

    private record One(Event event) implements Item {}

    private record Value(List<Item> items) implements Item {}

    private record Entry(Value key, Value value) {}

    /** An anchored value that is still being read. */
    private static final class Recording {
        private final List<Item> items = new ArrayList<>();
        private int depth;
    }

    /** An object or array that is open for the reader. */
    private static final class Frame {
        private final boolean mapping;
        private final boolean flow;
        private boolean atKey = true;
        private final Set<String> keys = new HashSet<>();
        private final Map<String, Entry> merged = new LinkedHashMap<>();

        private Frame(CollectionStartEvent start) {
            this.mapping = start instanceof MappingStartEvent;
            this.flow = start.isFlow();
        }
    }

    private final Iterator<Event> events;
    private final Map<Anchor, Value> anchors = new HashMap<>();
    private final Map<Anchor, Recording> recordings = new HashMap<>();
    private final Deque<Iterator<Item>> replays = new ArrayDeque<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private int unfolded;
    private final byte[] start;
    private final long lineOffset;
    private long line;
    private String text = "";
    /** Whether the text is not what it says, but in base64. */
    private boolean binary;

    private boolean opened;
    private final @Nullable FilePlace around;
    /** The last token, if it is one. */
    private @Nullable ScalarEvent scalar;

    /**
     * @param lineOffset how many lines of the same text were read before
     * @param start of what there is to read
     * @param around where the text begins, without a column where it is not written as it is read; null where places are
     *     not kept
     */
    YamlTokens(InputStream in, long lineOffset, byte[] start, @Nullable FilePlace around) throws MalformedException {
        this.start = start;
        this.around = around;
        this.lineOffset = lineOffset;
        this.line = lineOffset + 1;
        try {
            this.events = Yaml11Reader.parse(in, 2 * start.length + 1);
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
            scalar = null;
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
                if (frame != null && !frame.merged.isEmpty()) {
                    replays.push(List.of(item).iterator());
                    replays.push(merged(frame).iterator());
                    continue;
                }
                frames.pop();
                return event instanceof MappingEndEvent ? Token.END_OBJECT : Token.END_ARRAY;
            }
            if (frame != null && frame.mapping && frame.atKey) {
                if (isMerge(event)) {
                    frame.merged.putAll(merged(value(read()), frame.keys, 0));
                    continue;
                }
                String key = key(event, frame.flow);
                frame.keys.add(key);
                frame.atKey = false;
                text = key;
                binary = false;
                return Token.FIELD;
            }
            if (frame != null) {
                frame.atKey = true;
            }
            if (event instanceof ScalarEvent value) {
                scalar = value;
                text = value.getValue();
                Meaning meaning = Meaning.of(value);
                binary = meaning == Meaning.BINARY;
                return meaning == Meaning.NULL ? Token.NULL : Token.SCALAR;
            }
            frames.push(new Frame((CollectionStartEvent) event));
            return event instanceof MappingStartEvent ? Token.OBJECT : Token.ARRAY;
        }
    }

    @Override
    public String text() throws MalformedException {
        if (binary) {
            throw fault(line, BINARY);
        }
        return text;
    }

    @Override
    public boolean isBinary() {
        return binary;
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
    public String hint() {
        return NoManifest.hint(new String(start, UTF_8), lineOffset);
    }

    @Override
    public long line() {
        return line;
    }

    /** Where it is written, and not the alias or merge key that brings it. */
    @Override
    public @Nullable Place place() {
        if (around == null || scalar == null) {
            return null;
        }
        Mark begin = scalar.getStartMark().orElseThrow();
        Mark end = scalar.getEndMark().orElseThrow();
        int quote = scalar.isPlain() ? 0 : 1;
        int length = end.getColumn() - begin.getColumn() - 2 * quote;
        boolean asRead = !binary && end.getLine() == begin.getLine() && length == text.codePointCount(0, text.length());
        // What stands before the text in its first line is not read with it.
        boolean columns = around.column() > 0 && begin.getLine() > 0;
        return new FilePlace(
                around.file(), lineOffset + begin.getLine() + 1, asRead && columns ? begin.getColumn() + quote + 1 : 0);
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
                throw fault(line, NO_ANCHOR);
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
            throw fault(line, TOO_MANY);
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
        List<Value> mappings = first(value) instanceof SequenceStartEvent ? values(value) : List.of(value);
        if (!mappings.stream().allMatch(each -> first(each) instanceof MappingStartEvent)) {
            throw fault(line, MERGE_OF_NONE);
        }
        return mappings;
    }

    private static boolean isMerge(Event key) {
        return key instanceof ScalarEvent scalar && Meaning.of(scalar) == Meaning.MERGE;
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

    /** The entries that merge keys add to an object, which says the others itself. */
    private static List<Item> merged(Frame frame) {
        frame.merged.keySet().removeAll(frame.keys);
        List<Item> entries = new ArrayList<>();
        frame.merged.values().forEach(entry -> entries.addAll(List.of(entry.key(), entry.value())));
        frame.merged.clear();
        return entries;
    }

    /**
     * The entries that a merge key brings; of two mappings, the first goes first.
     *
     * @param before what its mapping has said so far: kubectl puts the merged entries in its place, whoever reads YAML 1.2
     *     leaves it
     */
    private Map<String, Entry> merged(Value value, Set<String> before, int depth) throws MalformedException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<Value> mappings = new ArrayList<>(mappings(value));
        Collections.reverse(mappings);
        for (Value mapping : mappings) {
            entries.putAll(entries(mapping, depth));
        }
        for (String key : before) {
            if (entries.containsKey(key)) {
                throw fault(line, MERGE_BEHIND);
            }
        }
        return entries;
    }

    /** All entries of a mapping, its own behind those that it merges. */
    private Map<String, Entry> entries(Value mapping, int depth) throws MalformedException {
        if (depth == MAX_MERGES) {
            throw fault(line, "merge keys within each other, more than " + MAX_MERGES + " deep");
        }
        List<Value> values = values(mapping);
        unfold(values.size());
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, Entry> own = new LinkedHashMap<>();
        boolean flow = first(mapping) instanceof MappingStartEvent start && start.isFlow();
        for (int i = 0; i < values.size(); i += 2) {
            Event key = first(values.get(i));
            if (isMerge(key)) {
                entries.putAll(merged(values.get(i + 1), own.keySet(), depth + 1));
            } else {
                own.put(key(key, flow), new Entry(values.get(i), values.get(i + 1)));
            }
        }
        entries.putAll(own);
        return entries;
    }

    private static Event first(Value value) {
        Item first = value.items().get(0);
        return first instanceof Value nested ? first(nested) : ((One) first).event();
    }

    /** @param flow whether it is one in braces */
    private String key(Event event, boolean flow) throws MalformedException {
        if (!(event instanceof ScalarEvent scalar)) {
            throw fault(line, KEY_NOT_TEXT);
        }
        if (Meaning.of(scalar) == Meaning.BINARY) {
            throw fault(line, BINARY);
        }
        if (flow && scalar.isPlain() && scalar.getValue().startsWith("?")) {
            throw fault(line, QUESTION_MARK);
        }
        return scalar.getValue();
    }

    private MalformedException malformed(YamlEngineException e) {
        return fault(ParserWords.line(e, lineOffset, line), "not YAML: " + ParserWords.of(e));
    }

    private MalformedException fault(long place, String words) {
        return new MalformedException(place, words + hint());
    }
}
