package eu.skyscrapers.ptc.kubernetes.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads whole files, whatever they turn out to be: {@code --kubeconfig} may well be a pipe, or a device. */
final class LocalFiles {
    private static final int LIMIT = 16 * 1024 * 1024;

    private LocalFiles() {}

    static byte[] read(Path file) throws InvalidValueException {
        if (Files.isDirectory(file)) {
            throw new InvalidValueException("is a directory");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LIMIT + 1);
            if (content.length > LIMIT) {
                throw new InvalidValueException("is larger than " + LIMIT / 1024 / 1024 + " MB");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw new InvalidValueException("does not exist");
        } catch (AccessDeniedException e) {
            throw new InvalidValueException("cannot be read: permission denied");
        } catch (FileSystemException e) {
            throw new InvalidValueException("cannot be read: " + e.getReason());
        } catch (IOException e) {
            throw new InvalidValueException("cannot be read: " + e.getMessage());
        }
    }

    /** Resolves as text what a kubeconfig says; {@code ..} is taken away as in Go. */
    static Path resolve(Path folder, String path) throws InvalidValueException {
        try {
            return folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new InvalidValueException("is not a path: " + e.getReason());
        }
    }
}
