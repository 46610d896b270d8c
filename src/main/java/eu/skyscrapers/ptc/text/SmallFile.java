package eu.skyscrapers.ptc.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that a person wrote, read whole, whatever they turn out to be: {@code <(aws ecr …)} is a pipe. */
public final class SmallFile {
    private static final int LIMIT = 16 * 1024 * 1024;

    private SmallFile() {}

    /** Whether a file or folder may have this name. If it cannot be known, as in a folder that we may not read, reading it says why. */
    public static boolean mayExist(String path) {
        try {
            return !Files.notExists(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    public static byte[] read(Path file) throws InvalidValueException {
        return content(open(file));
    }

    public static InputStream open(Path file) throws InvalidValueException {
        try {
            // The JDK would open it, and fail at the first byte.
            if (Files.isDirectory(file)) {
                throw new InvalidValueException("is a directory");
            }
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    /** A file that an option names. */
    public static byte[] given(Path file) throws ConfigurationException {
        try {
            return read(file);
        } catch (InvalidValueException e) {
            throw refusal(file.toString(), e);
        }
    }

    /** What stands for such a file. */
    public static byte[] given(String name, InputStream in) throws ConfigurationException {
        try {
            return content(in);
        } catch (InvalidValueException e) {
            throw refusal(name, e);
        }
    }

    public static ConfigurationException refusal(String name, InvalidValueException e) {
        return new ConfigurationException(name + ": " + e.predicate() + "; name another file");
    }

    public static InvalidValueException refusal(IOException e) {
        return new InvalidValueException(
                e instanceof NoSuchFileException ? "does not exist" : "cannot be read: " + reason(e));
    }

    private static byte[] content(InputStream source) throws InvalidValueException {
        try (InputStream in = source) {
            byte[] content = in.readNBytes(LIMIT + 1);
            if (content.length > LIMIT) {
                throw new InvalidValueException("is larger than " + LIMIT / 1024 / 1024 + " MB");
            }
            return content;
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    /** Why a file cannot be read or written. Of the JDK's exceptions most have only its name as their message. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Resolves as text what a kubeconfig says; {@code ..} is taken away as in Go. */
    public static Path resolve(Path folder, String path) throws InvalidValueException {
        try {
            return folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new InvalidValueException("is not a path: " + e.getReason());
        }
    }
}
