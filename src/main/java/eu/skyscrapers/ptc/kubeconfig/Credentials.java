package eu.skyscrapers.ptc.kubeconfig;

import org.jspecify.annotations.Nullable;

/**
 * Where the credential of each request comes from. Safe for use by many threads; contexts that share a credential plugin
 * share one instance.
 */
public sealed interface Credentials permits Credential, TokenFileCredentials, ExecCredentials {
    /**
     * The credential for the next request: ask again for each, since tokens rotate and expire. May run a plugin, for as
     * long as its time limit.
     *
     * @throws CredentialException where there is none; the request must not be sent then, for it would be anonymous
     */
    Credential current() throws CredentialException;

    /** The same where it is to be had at once; null where a plugin would have to run, or is running. */
    @Nullable
    Credential atHand();

    /**
     * Looks for another credential after a server answered 401. A plugin runs again only if nobody renewed the rejected
     * credential in the meantime.
     *
     * @return whether {@link #current()} now gives another one, so that a second attempt makes sense
     */
    boolean renew(Credential rejected) throws CredentialException;
}
