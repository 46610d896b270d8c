package eu.skyscrapers.ptc.aws.server;

import java.time.Instant;

/**
 * Credentials that the stand-in gave out, and so believes.
 *
 * @param token the session token; empty for a user's lasting key
 * @param session the name of the role's session; empty for a user
 * @param tagged whether it has tags that go along when its owner assumes another role, as sessions of pods have
 */
public record Key(
        String id, String secret, String token, Principal owner, String session, Instant expires, boolean tagged) {

    /** Who AWS says the caller is: a user, or a session of a role. */
    public String arn() {
        return session.isEmpty()
                ? owner.arn()
                : "arn:%s:sts::%s:assumed-role/%s/%s"
                        .formatted(
                                owner.account().partition().id, owner.account().id(), owner.name(), session);
    }

    String userId() {
        return session.isEmpty() ? owner.uniqueId() : owner.uniqueId() + ":" + session;
    }

    Key expired() {
        return new Key(id, secret, token, owner, session, Instant.EPOCH, tagged);
    }

    /** No secret: this stands in the failures of tests. */
    @Override
    public String toString() {
        return id + " of " + arn();
    }
}
