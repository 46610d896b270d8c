package eu.skyscrapers.ptc.manifests;

import eu.skyscrapers.ptc.text.SmallFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the manifests in a folder, links followed: all that ends in {@code .json}, {@code .yaml} or {@code .yml}, hidden or
 * not, as kubectl applies them.
 */
final class Manifests extends SimpleFileVisitor<Path> {
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

    private Manifests(Path folder) {
        this.folder = folder;
    }

    /**
     * Sorted by path, in each folder what is hidden last. A file that has several names is there once, as those of a mounted
     * ConfigMap, which lie in {@code ..data} and are linked beside it.
     */
    static List<Found> in(Path folder) {
        Manifests manifests = new Manifests(folder);
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, manifests);
        } catch (IOException e) {
            manifests.unlisted(folder, e);
        }
        Set<Path> seen = new HashSet<>();
        return manifests.found.stream()
                .sorted(Comparator.comparing(
                        each -> each.path().toString().replace(File.separator + ".", File.separator + '\uffff')))
                .filter(each -> each.problem() != null || seen.add(real(each.path())))
                .toList();
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            // Reading it will tell.
            return file;
        }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            deadLink(file);
        } else if (isManifest(file)) {
            boolean regular = attributes.isRegularFile();
            found.add(
                    new Found(file, regular ? null : "is no regular file; name it with -f if it is to be read", null));
        }
        return FileVisitResult.CONTINUE;
    }

    /** Links are followed, so this one could not be. */
    private void deadLink(Path link) {
        try {
            link.getFileSystem().provider().checkAccess(link);
            // It leads somewhere by now.
            if (isManifest(link)) {
                found.add(new Found(link, null, null));
            }
        } catch (NoSuchFileException e) {
            if (isManifest(link)) {
                found.add(new Found(link, "is a link to nothing; mend it or remove it", e));
            }
        } catch (IOException e) {
            // Whatever its name: it may lead to a folder.
            found.add(new Found(link, "is a link that cannot be followed: " + words(e), e));
        }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        if (e instanceof FileSystemLoopException) {
            found.add(new Found(linkIn(file), "is a link to a folder that it is in itself; remove the link", e));
        } else {
            unlisted(file, e);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
        if (e != null) {
            unlisted(directory, e);
        }
        return FileVisitResult.CONTINUE;
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

    private static boolean isManifest(Path file) {
        String name = name(file).toLowerCase(Locale.ROOT);
        return name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
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
