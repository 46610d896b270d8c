package eu.skyscrapers.ptc.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens files, whatever they turn out to be: {@code <(aws ecr …)} is a pipe. */
final class PolicyFiles {
    private static final int LIMIT = 16 * 1024 * 1024;

    /** Reads one file that is open. */
    interface Reader<T> {
        T read(InputStream in) throws IOException, PolicyException;
    }

    private PolicyFiles() {}

    static <T> T read(Path file, Reader<T> reader) throws PolicyException {
        if (Files.isDirectory(file)) {
            throw new PolicyException(file + ": is a directory; name a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return reader.read(in);
        } catch (NoSuchFileException e) {
            throw new PolicyException(file + ": does not exist; name a file that can be read");
        } catch (AccessDeniedException e) {
            throw new PolicyException(file + ": permission denied; name a file that can be read");
        } catch (FileSystemException e) {
            throw new PolicyException(file + ": cannot be read: " + e.getReason());
        } catch (IOException e) {
            throw new PolicyException(file + ": cannot be read: " + e.getMessage());
        }
    }

    /** All of a file that a person or the AWS CLI wrote. */
    static byte[] content(String name, InputStream in) throws IOException, PolicyException {
        byte[] content = in.readNBytes(LIMIT + 1);
        if (content.length > LIMIT) {
            throw new PolicyException(name + ": is larger than " + LIMIT / 1024 / 1024 + " MB; name another file");
        }
        return content;
    }
}
