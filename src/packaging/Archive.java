import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Packs a folder: the same on every system, so that no tar or zip of a system has a say. Entries are sorted, belong to root, have
 * one time and the modes 755 or 644. What a symbolic link leads to takes the link's place, as krew unpacks no links.
 *
 * <p>{@code java src/packaging/Archive.java FOLDER ARCHIVE TIME}, where the ending of ARCHIVE, {@code .tar.gz} or {@code .zip},
 * decides its format.
 */
final class Archive {
    private static final int BLOCK = 512;
    private static final int NAME_MAX = 100;
    private static final int PREFIX_MAX = 155;

    private Archive() {}

    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]), Path.of(args[1]), Instant.parse(args[2]));
    }

    /** Makes {@code archive} of {@code folder}, which is its only entry at the top. */
    static void write(Path folder, Path archive, Instant time) throws IOException {
        Files.deleteIfExists(archive);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder.toAbsolutePath(), FileVisitOption.FOLLOW_LINKS)) {
            files = walk.sorted(Comparator.comparing(Archive::slashes)).toList();
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (archive.toString().endsWith(".zip")) {
            zip(parent, files, archive, time);
        } else {
            tar(parent, files, archive, time);
        }
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }

    /** In the format of POSIX.1-1988 (ustar), which every tar reads. */
    private static void tar(Path parent, List<Path> files, Path archive, Instant time) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive), 1 << 16) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            for (Path file : files) {
                boolean folder = Files.isDirectory(file);
                long size = folder ? 0 : Files.size(file);
                String name = slashes(parent.relativize(file)) + (folder ? "/" : "");
                out.write(header(name, folder || Files.isExecutable(file), size, time, folder ? '5' : '0'));
                if (!folder) {
                    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                        if (in.transferTo(out) != size) {
                            throw new IOException(file + " changed while it was packed");
                        }
                    }
                    out.write(new byte[(int) (-size & (BLOCK - 1))]);
                }
            }
            out.write(new byte[2 * BLOCK]);
        }
    }

    private static byte[] header(String path, boolean executable, long size, Instant time, char type) {
        int slash = path.length() <= NAME_MAX ? -1 : path.indexOf('/', path.length() - NAME_MAX - 1);
        if (slash > PREFIX_MAX || slash < 0 && path.length() > NAME_MAX || slash == path.length() - 1) {
            throw new IllegalStateException("too long a path for a tar archive: " + path);
        }
        byte[] header = new byte[BLOCK];
        put(header, 0, path.substring(slash + 1));
        put(header, 100, executable ? "0000755" : "0000644");
        put(header, 108, "0000000"); // the user's number
        put(header, 116, "0000000"); // the group's
        put(header, 124, String.format("%011o", size));
        put(header, 136, String.format("%011o", time.getEpochSecond()));
        put(header, 148, "        "); // stands for the sum while it is counted
        put(header, 156, String.valueOf(type));
        put(header, 257, "ustar\00000");
        put(header, 345, slash < 0 ? "" : path.substring(0, slash));
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static void zip(Path parent, List<Path> files, Path archive, Instant time) throws IOException {
        // A zip has the time of a clock on the wall.
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        try (FileSystem zip =
                FileSystems.newFileSystem(archive, Map.of("create", "true", "enablePosixFileAttributes", "true"))) {
            for (Path file : files) {
                Path entry = zip.getPath(slashes(parent.relativize(file)));
                boolean folder = Files.isDirectory(file);
                if (folder) {
                    Files.createDirectory(entry);
                } else {
                    try (OutputStream out = Files.newOutputStream(entry)) {
                        Files.copy(file, out);
                    }
                }
                Files.setPosixFilePermissions(
                        entry,
                        PosixFilePermissions.fromString(
                                folder || Files.isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--"));
                FileTime all = FileTime.from(time);
                Files.getFileAttributeView(entry, BasicFileAttributeView.class).setTimes(all, all, all);
            }
        }
    }
}
