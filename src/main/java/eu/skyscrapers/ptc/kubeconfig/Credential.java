package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows to prove who it comes from. Compare by identity: another instance is another credential. One that
 * stands in the kubeconfig itself is all there is.
 */
public final class Credential implements Credentials {
    static final Credential NONE = new Credential(null, null);
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    private final @Nullable String authorization;
    private final @Nullable ClientCertificate certificate;

    private Credential(@Nullable String authorization, @Nullable ClientCertificate certificate) {
        this.authorization = authorization;
        this.certificate = certificate;
    }

    /** An HTTP client would refuse a header with such a character, and print the header: it is refused here. */
    static Credential bearer(String token, @Nullable ClientCertificate certificate) throws InvalidValueException {
        if (token.isEmpty()) {
            throw new InvalidValueException("is empty");
        }
        if (!TOKEN.matcher(token).matches()) {
            throw new InvalidValueException(
                    "holds white space, a line break or another character that no token has; write it on one line");
        }
        return new Credential("Bearer " + token, certificate);
    }

    static Credential basic(String user, String password, @Nullable ClientCertificate certificate) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Credential("Basic " + Base64.getEncoder().encodeToString(pair), certificate);
    }

    static Credential certificate(ClientCertificate certificate) {
        return new Credential(null, certificate);
    }

    /** The value of the header {@code Authorization}, a secret; null if there is only a client certificate. */
    public @Nullable String authorization() {
        return authorization;
    }

    /** The client certificate for the TLS connection; empty where there is none. */
    public KeyManager[] keyManagers() {
        return certificate == null ? new KeyManager[0] : new KeyManager[] {certificate};
    }

    @Override
    public Credential current() {
        return this;
    }

    @Override
    public Credential atHand() {
        return this;
    }

    @Override
    public boolean renew(Credential rejected) {
        return false;
    }

    /** The kind of credential, never the credential. */
    @Override
    public String toString() {
        String kind = authorization == null ? "" : authorization.substring(0, authorization.indexOf(' '));
        return "Credential[" + kind + (certificate == null ? "" : " client certificate") + "]";
    }
}
