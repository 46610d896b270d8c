package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.Words;

/**
 * A credential plugin gave no credential. The message is one line; it shows what the plugin wrote to standard error,
 * never what it wrote to standard output, where its secrets are. Escape it on output.
 */
public final class CredentialException extends Exception {
    private static final long serialVersionUID = 1L;

    public CredentialException(String message) {
        super(Words.oneLine(message));
    }
}
