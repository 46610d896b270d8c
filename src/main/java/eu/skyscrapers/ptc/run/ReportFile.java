package eu.skyscrapers.ptc.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes a file whole or not at all: nobody ever reads half a report, and a failed run keeps the one before. */
public final class ReportFile {
    /** What the process has open under a number; {@code /dev/stderr} is a link to such a one. */
    private static final Pattern DESCRIPTOR = Pattern.compile("/dev/fd/[0-9]++|/proc/(?:self|[0-9]++)/fd/[0-9]++");

    private static final int LINKS_MAX = 40;

    interface Content {
        void writeTo(Writer out) throws IOException;
    }

    private ReportFile() {}

    static void write(Path target, Content content) throws IOException {
        Path file = behindLinks(target.toAbsolutePath());
        if (isDescriptor(file) || (Files.exists(file) && !Files.isRegularFile(file))) {
            try (Writer out = Files.newBufferedWriter(
                    file, StandardCharsets.UTF_8, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                content.writeTo(out);
            }
            return;
        }
        replace(file, content);
    }

    /** The name that shows whether two reports go to the same file: all links that can be followed are resolved. */
    public static Path behindAll(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        try {
            Path file = behindLinks(absolute);
            Path folder = file.getParent();
            return folder == null || isDescriptor(file)
                    ? file
                    : folder.toRealPath().resolve(file.getFileName());
        } catch (IOException e) {
            // It cannot be written to either, and that will be reported then.
            return absolute;
        }
    }

    /** Whether a report that is written to the file would overwrite the other file, whatever they are called. */
    public static boolean isSame(Path other, Path file) {
        try {
            // A terminal, a pipe and /dev/null are not overwritten.
            return Files.isRegularFile(file) && Files.isSameFile(other, file);
        } catch (IOException e) {
            // The other is not there, or reading it will show why.
            return false;
        }
    }

    /** A link stays a link, also one to a file that is not there yet. */
    private static Path behindLinks(Path target) throws IOException {
        Path file = target;
        for (int links = 0; !isDescriptor(file) && Files.isSymbolicLink(file); links++) {
            if (links == LINKS_MAX) {
                throw new FileSystemLoopException(target.toString());
            }
            file = file.resolveSibling(Files.readSymbolicLink(file));
        }
        return file;
    }

    /** What such a link shows may be a pipe, which has no path, or a file that others write to at the same time. */
    private static boolean isDescriptor(Path file) {
        return DESCRIPTOR.matcher(file.normalize().toString()).matches();
    }

    private static void replace(Path file, Content content) throws IOException {
        Set<PosixFilePermission> permissions = permissions(file);
        Path part = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        Files.deleteIfExists(part);
        deleteOnExit(part);
        try {
            try (Writer out = create(part, permissions)) {
                content.writeTo(out);
            }
            if (permissions != null) {
                Files.setPosixFilePermissions(part, permissions);
            }
            move(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Null for the usual ones. */
    private static @Nullable Set<PosixFilePermission> permissions(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view != null && Files.exists(file) ? view.readAttributes().permissions() : null;
    }

    /** From the first moment, nobody may read it who may not read the file that it replaces. */
    private static Writer create(Path part, @Nullable Set<PosixFilePermission> permissions) throws IOException {
        FileAttribute<?>[] attributes = permissions == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
        return new BufferedWriter(Channels.newWriter(
                Files.newByteChannel(part, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), attributes),
                StandardCharsets.UTF_8));
    }

    /** For when the user interrupts: then nothing runs to its end. */
    private static void deleteOnExit(Path part) {
        try {
            part.toFile().deleteOnExit();
        } catch (IllegalStateException e) {
            // The JVM is ending, and past this.
            return;
        }
    }

    private static void move(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
