package eu.skyscrapers.ptc.manifests;

import eu.skyscrapers.ptc.text.SmallFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the manifests in a folder, links followed: all that ends in {@code .json}, {@code .yaml} or {@code .yml}, hidden or
 * not, as kubectl applies them.
 */
final class ManifestFolder {
    /**
     * A file to read, or what cannot be read.
     *
     * @param problem what is wrong with it; null for a file to read
     * @param cause what was thrown, where something was
     */
    record Found(
            Path path, @Nullable String problem, @Nullable IOException cause) {}

    private final Path folder;
    private final List<Found> found = new ArrayList<>();

    private ManifestFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Sorted by path, in each folder hidden files last. A file that has several names is there once, as those of a mounted
     * ConfigMap, which lie in {@code ..data} and are linked beside it.
     */
    static List<Found> manifests(Path folder) {
        ManifestFolder search = new ManifestFolder(folder);
        search.list(folder, Set.of());
        Set<Path> seen = new HashSet<>();
        return search.found.stream()
                .sorted(Comparator.comparing(
                        each -> each.path().toString().replace(File.separator + ".", File.separator + '\uffff')))
                .filter(each -> each.problem() != null || seen.add(real(each.path())))
                .toList();
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            // Reading it will show why.
            return file;
        }
    }

    /** @param around the folders that this one is in, each by its real path */
    private void list(Path listed, Set<Path> around) {
        Set<Path> within = new HashSet<>(around);
        if (!within.add(real(listed))) {
            IOException loop = new FileSystemLoopException(listed.toString());
            found.add(new Found(linkIn(listed), "is a link to a folder that contains it; remove the link", loop));
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(listed)) {
            entries.forEach(entry -> visit(entry, within));
        } catch (DirectoryIteratorException e) {
            unlisted(listed, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            unlisted(listed, e);
        }
    }

    static boolean isManifest(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        return Stream.of(".json", ".yaml", ".yml").anyMatch(lowerCase::endsWith);
    }

    private void visit(Path path, Set<Path> around) {
        boolean manifest = isManifest(path.toString());
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                list(path, around);
            } else if (manifest) {
                boolean regular = attributes.isRegularFile();
                found.add(new Found(path, regular ? null : "is not a regular file; name it with -f to read it", null));
            }
        } catch (IOException e) {
            if (!Files.isSymbolicLink(path)) {
                unlisted(path, e);
            } else if (!(e instanceof NoSuchFileException)) {
                // Whatever its name: it may lead to a folder.
                found.add(new Found(path, "is a link that cannot be followed: " + words(e), e));
            } else if (manifest) {
                found.add(new Found(path, "is a link to nothing; fix it or remove it", e));
            }
        }
    }

    private void unlisted(Path path, IOException e) {
        found.add(new Found(path, "cannot be listed: " + words(e), e));
    }

    /** The link that leads into a loop: the last one on the way to where the loop closes. */
    private Path linkIn(Path loop) {
        for (Path path = loop; path != null && !path.equals(folder); path = path.getParent()) {
            if (Files.isSymbolicLink(path)) {
                return path;
            }
        }
        return loop;
    }

    /** Why a file or folder could not be read, and what to do where that is not plain. */
    static String words(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied; run as a user who may read it";
        }
        if (e instanceof NoSuchFileException) {
            return "it is gone";
        }
        return SmallFile.reason(e);
    }
}
