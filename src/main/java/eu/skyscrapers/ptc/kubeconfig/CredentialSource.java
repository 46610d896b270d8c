package eu.skyscrapers.ptc.kubeconfig;

/** Gives credentials that expire: a credential plugin, or this program in its place. Asked by one thread at a time. */
public interface CredentialSource {
    PluginAnswer answer() throws CredentialException;

    /** For messages. */
    String name();

    default CredentialException failure(String words) {
        return new CredentialException(name() + " " + words);
    }
}
