package eu.skyscrapers.ptc.kubeconfig;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The credential that a plugin gives, or who answers in its place, kept until shortly before it expires. */
final class ExecCredentials implements Credentials {
    private static final Duration MARGIN = Duration.ofMinutes(1);
    /**
     * How long a failure stands for the next callers: the contexts that waited while the plugin hung must not each wait
     * as long again.
     */
    private static final Duration FAILURE_STANDS = Duration.ofSeconds(10);

    private final CredentialSource source;
    private final InstantSource clock;
    private final Lock lock = new ReentrantLock();

    private @Nullable Credential credential;
    private Instant renewAt = Instant.MAX;
    private @Nullable CredentialException failure;
    private Instant failureEnds = Instant.MIN;

    ExecCredentials(CredentialSource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Credential current() throws CredentialException {
        enter();
        try {
            Credential known = credential;
            return known != null && clock.instant().isBefore(renewAt) ? known : fetch();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Credential atHand() {
        if (!lock.tryLock()) {
            return null;
        }
        try {
            return clock.instant().isBefore(renewAt) ? credential : null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean renew(Credential rejected) throws CredentialException {
        enter();
        try {
            if (credential == rejected) {
                fetch();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits while another thread runs the plugin, but not after the whole audit was cancelled. */
    private void enter() throws CredentialException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw source.failure("was interrupted");
        }
    }

    private Credential fetch() throws CredentialException {
        CredentialException earlier = failure;
        if (earlier != null && clock.instant().isBefore(failureEnds)) {
            throw earlier;
        }
        try {
            Credential fetched = run();
            credential = fetched;
            failure = null;
            return fetched;
        } catch (CredentialException e) {
            // That one caller was cancelled says nothing about the plugin.
            failure = Thread.currentThread().isInterrupted() ? null : e;
            failureEnds = clock.instant().plus(FAILURE_STANDS);
            throw e;
        }
    }

    private Credential run() throws CredentialException {
        PluginAnswer answer = source.answer();
        Instant now = clock.instant();
        Instant expires = answer.expires();
        if (expires == null) {
            renewAt = Instant.MAX;
            return answer.credential();
        }
        if (!expires.isAfter(now)) {
            throw source.failure("answered with a credential that expired at " + expires
                    + "; log in again, or set this machine's clock, which says " + now);
        }
        // A plugin may give credentials that live for seconds: the margin is never more than a tenth of the time left.
        Duration tenth = Duration.between(now, expires).dividedBy(10);
        renewAt = expires.minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN);
        return answer.credential();
    }

    @Override
    public String toString() {
        return "ExecCredentials[" + source.name() + "]";
    }
}
