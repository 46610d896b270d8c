package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.SmallFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A token in a file that somebody else rewrites: the kubelet replaces a service account's token before it expires. The
 * file is small and each request waits for a network, so it is simply read each time.
 */
final class TokenFileCredentials implements Credentials {
    private final Path file;
    private final @Nullable ClientCertificate certificate;
    private Credential credential;

    /** Fails where the file holds no token now. */
    TokenFileCredentials(Path file, @Nullable ClientCertificate certificate) throws InvalidValueException {
        this.file = file;
        this.certificate = certificate;
        this.credential = read(file, certificate);
    }

    /** A file that cannot be read for a moment does not end a run: the last good token goes on, as in client-go. */
    @Override
    public synchronized Credential current() {
        try {
            Credential found = read(file, certificate);
            if (!Objects.equals(found.authorization(), credential.authorization())) {
                credential = found;
            }
        } catch (InvalidValueException e) {
            return credential;
        }
        return credential;
    }

    @Override
    public Credential atHand() {
        return current();
    }

    @Override
    public boolean renew(Credential rejected) {
        return current() != rejected;
    }

    private static Credential read(Path file, @Nullable ClientCertificate certificate) throws InvalidValueException {
        return Credential.bearer(new String(SmallFile.read(file), StandardCharsets.UTF_8).strip(), certificate);
    }

    @Override
    public String toString() {
        return "TokenFileCredentials[" + file + "]";
    }
}
