package eu.skyscrapers.ptc.kubernetes;

import eu.skyscrapers.ptc.kubernetes.access.ConfigurationException;
import eu.skyscrapers.ptc.kubernetes.objects.Documents;
import eu.skyscrapers.ptc.kubernetes.objects.Findings;
import eu.skyscrapers.ptc.kubernetes.objects.ListPage;
import eu.skyscrapers.ptc.kubernetes.objects.MalformedException;
import eu.skyscrapers.ptc.kubernetes.objects.Scope;
import eu.skyscrapers.ptc.workload.ImageSink;
import eu.skyscrapers.ptc.workload.PodImages;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Objects from files, folders and standard input, audited together as one cluster's. */
public final class FileSource implements ObjectSource {
    private static final String STANDARD_INPUT = "-";

    private final List<String> paths;
    private final InputStream standardInput;
    private final Scope scope;

    private FileSource(List<String> paths, InputStream standardInput, Scope scope) {
        this.paths = paths;
        this.standardInput = standardInput;
        this.scope = scope;
    }

    /**
     * @param paths files, folders (with all that is in them and ends in {@code .json}, {@code .yaml} or {@code .yml}),
     *     or {@code -} for standard input
     * @throws ConfigurationException when one of them does not exist
     */
    public static FileSource of(List<String> paths, InputStream standardInput, Scope scope)
            throws ConfigurationException {
        for (String path : paths) {
            if (!path.equals(STANDARD_INPUT) && !exists(path)) {
                String hint = path.matches("(?i)https?://.*") ? "; download it first, or pipe it into -f -" : "";
                throw new ConfigurationException("-f " + path + ": there is no such file or folder" + hint);
            }
        }
        if (paths.stream().filter(STANDARD_INPUT::equals).count() > 1) {
            throw new ConfigurationException("-f -: standard input can be read only once");
        }
        return new FileSource(List.copyOf(paths), standardInput, scope);
    }

    private static boolean exists(String path) {
        try {
            return Files.exists(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Override
    public String name() {
        return paths.stream().map(FileSource::shown).collect(Collectors.joining(", "));
    }

    private static String shown(String path) {
        return path.equals(STANDARD_INPUT) ? "standard input" : path;
    }

    @Override
    public @Nullable String server() {
        return null;
    }

    @Override
    public boolean readsTemplates() {
        return true;
    }

    @Override
    public Reading read(ImageSink sink, Progress progress) {
        Collector collector = new Collector(sink);
        for (String path : paths) {
            if (path.equals(STANDARD_INPUT)) {
                collector.read(shown(path), standardInput);
            } else {
                collector.read(Path.of(path));
            }
        }
        return collector.reading();
    }

    /** What all files together give, and what is wrong with each. */
    private final class Collector implements Findings {
        private final ImageSink sink;
        private final List<String> errors = new ArrayList<>();
        private final Pages pages = new Pages();
        private final Map<String, Long> skipped = new TreeMap<>();
        private String file = "";
        private boolean anyInFile;
        private long leftOut;

        private Collector(ImageSink sink) {
            this.sink = sink;
        }

        private void read(Path path) {
            if (!Files.isDirectory(path)) {
                try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
                    read(path.toString(), in);
                } catch (IOException e) {
                    errors.add(path + ": cannot be opened: " + words(e));
                }
                return;
            }
            try (Stream<Path> walk = Files.walk(path)) {
                List<Path> found = walk.filter(each -> isManifest(path.relativize(each)) && Files.isRegularFile(each))
                        .sorted(Comparator.comparing(Path::toString))
                        .toList();
                if (found.isEmpty()) {
                    errors.add(path + ": no file in this folder ends in .json, .yaml or .yml");
                }
                found.forEach(this::read);
            } catch (UncheckedIOException e) {
                errors.add(path + ": cannot be listed: " + words(Objects.requireNonNull(e.getCause())));
            } catch (IOException e) {
                errors.add(path + ": cannot be listed: " + words(e));
            }
        }

        private void read(String name, InputStream in) {
            file = name;
            anyInFile = false;
            try {
                Documents.read(in, scope, this);
                if (!anyInFile) {
                    errors.add(file + ": holds no Kubernetes object");
                }
            } catch (MalformedException e) {
                errors.add(file + ":" + e.line() + ": " + e.getMessage());
            } catch (IOException e) {
                errors.add(file + ": cannot be read to its end: " + words(e));
            }
        }

        @Override
        public void found(PodImages images) {
            anyInFile = true;
            sink.accept(images);
        }

        @Override
        public void owned(PodImages images) {
            skipped(images.workload().kind());
            sink.acceptRevision(images);
        }

        @Override
        public void skipped(String kind) {
            anyInFile = true;
            skipped.merge(kind, 1L, Long::sum);
        }

        @Override
        public void leftOut() {
            anyInFile = true;
            leftOut++;
        }

        @Override
        public void problem(long line, String what) {
            anyInFile = true;
            errors.add(file + ":" + line + ": " + what);
        }

        @Override
        public void page(ListPage page) {
            anyInFile = true;
            pages.add(file, page);
        }

        private Reading reading() {
            errors.addAll(pages.missing());
            long others = skipped.values().stream().mapToLong(Long::longValue).sum();
            String nothing = "nothing to audit: no pod and no pod template" + scope + " in " + name() + others();
            return new Reading(errors, List.of(), others, nothing);
        }

        private String others() {
            List<String> others = new ArrayList<>();
            skipped.forEach((kind, count) -> others.add(count + " " + kind));
            if (leftOut > 0) {
                others.add(leftOut + " that -n or -l leave out");
            }
            return others.isEmpty() ? "" : "; only " + String.join(", ", others);
        }
    }

    private static boolean isManifest(Path inFolder) {
        String name = inFolder.getFileName().toString().toLowerCase(Locale.ROOT);
        for (Path part : inFolder) {
            // As "..data" of a mounted ConfigMap, whose files are linked beside it, or ".git".
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static String words(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
