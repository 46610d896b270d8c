package eu.skyscrapers.ptc.manifests;

import eu.skyscrapers.ptc.objects.Documents;
import eu.skyscrapers.ptc.objects.Findings;
import eu.skyscrapers.ptc.objects.ListPage;
import eu.skyscrapers.ptc.objects.MalformedException;
import eu.skyscrapers.ptc.objects.NoManifest;
import eu.skyscrapers.ptc.objects.ObjectSource;
import eu.skyscrapers.ptc.objects.Progress;
import eu.skyscrapers.ptc.objects.Reading;
import eu.skyscrapers.ptc.objects.Scope;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.SmallFile;
import eu.skyscrapers.ptc.workload.ImageSink;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.ReadError.Kind;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Objects from files, folders and standard input, audited together as one cluster's. */
public final class FileSource implements ObjectSource {
    private static final String STANDARD_INPUT = "-";

    /** As kustomize looks for them. */
    private static final Set<String> KUSTOMIZATIONS =
            Set.of("kustomization.yaml", "kustomization.yml", "Kustomization");

    private final List<String> paths;
    private final InputStream standardInput;
    private final Scope scope;
    private final boolean acceptsUnrendered;

    private FileSource(List<String> paths, InputStream standardInput, Scope scope, boolean acceptsUnrendered) {
        this.paths = paths;
        this.standardInput = standardInput;
        this.scope = scope;
        this.acceptsUnrendered = acceptsUnrendered;
    }

    /**
     * @param paths files, folders (with all that is in them and ends in {@code .json}, {@code .yaml} or {@code .yml}),
     *     or {@code -} for standard input
     * @param acceptsUnrendered whether it is no error that only a part of what a chart makes can be seen
     * @throws ConfigurationException when one of them does not exist
     */
    public static FileSource of(List<String> paths, InputStream standardInput, Scope scope, boolean acceptsUnrendered)
            throws ConfigurationException {
        for (String path : paths) {
            if (!path.equals(STANDARD_INPUT)) {
                checkExists(path, "-f " + path, hint(path));
            }
        }
        if (paths.stream().filter(STANDARD_INPUT::equals).count() > 1) {
            throw new ConfigurationException("-f -: standard input can be read only once");
        }
        return new FileSource(List.copyOf(paths), standardInput, scope, acceptsUnrendered);
    }

    /** @throws ConfigurationException when there is no such file, which {@code shown} names, with what to do */
    public static void checkExists(String path, String shown, String hint) throws ConfigurationException {
        if (!SmallFile.mayExist(path)) {
            throw new ConfigurationException(shown + ": there is no such file or folder" + hint);
        }
    }

    /** Whether a word of a call can only be the name of a file to read: by its ending, as in a folder. */
    public static boolean isNamed(String word) {
        return ManifestFolder.isManifest(word);
    }

    /**
     * All bytes of a file.
     *
     * @throws IOException when it cannot be read; its message names the file
     */
    public static byte[] content(String path) throws IOException {
        try (InputStream in = open(Path.of(path))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IOException(path + ": cannot be read: " + ManifestFolder.words(e), e);
        }
    }

    /** What to do about a path that names no file, if that is plain. */
    public static String hint(String path) {
        return path.matches("(?i)https?://.*") ? "; download it first, or pipe it into -f -" : "";
    }

    /** The files that are read where this path is named: all manifests of a folder, or the file itself. */
    public static List<Path> filesAt(Path path) {
        return Files.isDirectory(path)
                ? ManifestFolder.manifests(path).stream()
                        .map(ManifestFolder.Found::path)
                        .toList()
                : List.of(path);
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
                collector.read(shown(path), "", standardInput, true);
            } else {
                collector.read(Path.of(path));
            }
        }
        return collector.reading();
    }

    /** What all files together give, and what is wrong with each. */
    private final class Collector implements Findings {
        private final ImageSink sink;
        private final List<ReadError> errors = new ArrayList<>();
        private final List<Throwable> causes = new ArrayList<>();
        private final Pages pages = new Pages();
        private final Set<Workload> objects = new HashSet<>();
        private final Set<Workload> templates = new HashSet<>();
        /** What to do with the templates that have an owner, once it is known whether its own was found. */
        private final List<Runnable> owned = new ArrayList<>();

        private final Set<Workload> unrendered = new HashSet<>();
        private long charts;
        private String firstUnrendered = "";
        private String file = "";
        private String path = "";
        private boolean anyInFile;
        private long leftOut;

        private Collector(ImageSink sink) {
            this.sink = sink;
        }

        private void read(Path path) {
            if (!Files.isDirectory(path)) {
                readFile(path, true);
                return;
            }
            List<ManifestFolder.Found> found = ManifestFolder.manifests(path);
            if (found.isEmpty()) {
                fail(
                        Kind.EMPTY,
                        path + ": no file in this folder ends in .json, .yaml or .yml; name the files, or the right"
                                + " folder");
            }
            for (ManifestFolder.Found each : found) {
                if (each.problem() == null) {
                    readFile(each.path(), false);
                } else {
                    failed(Kind.UNREADABLE, each.path() + ": " + each.problem(), each.cause());
                }
            }
        }

        private void readFile(Path path, boolean named) {
            try (InputStream in = open(path)) {
                read(path.toString(), path.toString(), in, named);
            } catch (IOException e) {
                failed(Kind.UNREADABLE, path + ": cannot be opened: " + ManifestFolder.words(e), e);
            }
        }

        private void fail(Kind kind, String message) {
            errors.add(new ReadError(kind, message));
        }

        private void failed(Kind kind, String message, @Nullable Throwable cause) {
            fail(kind, message);
            if (cause != null) {
                causes.add(cause);
            }
        }

        /**
         * @param name as it is shown
         * @param itsPath empty for standard input
         * @param named and not only its folder, where Helm leaves files with only comments
         */
        private void read(String name, String itsPath, InputStream in, boolean named) {
            file = name;
            path = itsPath;
            anyInFile = false;
            try {
                boolean blank = !Documents.read(in, scope, this);
                if (!anyInFile && (named || blank)) {
                    fail(Kind.EMPTY, file + ": " + NoManifest.NOTHING);
                }
            } catch (IOException e) {
                failed(Kind.UNREADABLE, file + ": cannot be read to its end: " + ManifestFolder.words(e), e);
            }
        }

        @Override
        public void found(PodImages images) {
            anyInFile = true;
            if (images.template()) {
                templates.add(images.workload());
            }
            accept(images);
        }

        private void accept(PodImages images) {
            Workload object = images.template()
                    ? images.workload()
                    : new Workload(images.workload().namespace(), "Pod", images.name());
            // Each of those that the server is to name becomes one of its own.
            if (images.name().endsWith("*") || objects.add(object)) {
                sink.accept(images);
            } else {
                sink.acceptAgain(images);
            }
        }

        @Override
        public void owned(PodImages images, Workload owner) {
            anyInFile = true;
            owned.add(() -> {
                if (templates.contains(owner)) {
                    sink.passOver(images.workload().kind());
                    sink.acceptRevision(images);
                } else {
                    // Without its owner's template it is what runs.
                    accept(images);
                }
            });
        }

        @Override
        public String file() {
            return path;
        }

        @Override
        public boolean isKustomization() {
            return KUSTOMIZATIONS.contains(file.substring(file.lastIndexOf(File.separatorChar) + 1));
        }

        @Override
        public void unrendered(long line, Workload object) {
            anyInFile = true;
            if (charts == 0) {
                firstUnrendered = file + ":" + line + ": " + object.kind() + " " + object.name();
            }
            // As for pods: one that the server is to name is another one each time.
            if (object.name().endsWith("*") || unrendered.add(object)) {
                charts++;
                sink.unrendered(object.kind());
            }
        }

        @Override
        public void passedOver(String kind) {
            anyInFile = true;
            sink.passOver(kind);
        }

        @Override
        public void leftOut() {
            anyInFile = true;
            leftOut++;
        }

        @Override
        public void problem(long line, String what) {
            anyInFile = true;
            fail(Kind.MALFORMED, file + ":" + line + ": " + what);
        }

        @Override
        public void malformed(MalformedException e) {
            anyInFile = true;
            failed(Kind.MALFORMED, file + ":" + e.line() + ": " + e.getMessage(), e);
        }

        @Override
        public void page(ListPage page) {
            anyInFile = true;
            pages.add(file, page);
        }

        private Reading reading() {
            owned.forEach(Runnable::run);
            pages.problems().forEach(problem -> fail(Kind.MALFORMED, problem));
            if (charts > 0 && !acceptsUnrendered) {
                fail(
                        Kind.UNRENDERED,
                        firstUnrendered
                                + (charts == 1 ? "" : " (and " + (charts - 1) + " more)")
                                + ": not rendered, only the images in its values were judged; audit the output of helm template, or"
                                + " accept that with --accept-unrendered");
            }
            String others = leftOut == 0 ? "" : "; excluded by -n or -l: " + leftOut;
            String nothing = "nothing to audit: no pod and no pod template" + scope + " in " + name() + others;
            return new Reading(errors, List.of(), nothing, causes);
        }
    }

    /** A stream of {@link Files} asks where in the file it is, which fails in a pipe, as {@code -f <(...)} is one. */
    private static InputStream open(Path path) throws IOException {
        path.getFileSystem().provider().checkAccess(path, AccessMode.READ);
        return new FileInputStream(path.toFile());
    }
}
