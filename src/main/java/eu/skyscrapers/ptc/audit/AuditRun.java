package eu.skyscrapers.ptc.audit;

import java.time.Duration;
import java.time.Instant;

/**
 * When an audit ran, by the clock of the machine that audited.
 *
 * @param ended when all was read and judged
 * @param took from the call until then; never negative
 */
public record AuditRun(Instant ended, Duration took) {

    /** A clock that was set back in between makes it no shorter than nothing. */
    public static AuditRun between(Instant started, Instant ended) {
        Duration took = Duration.between(started, ended);
        return new AuditRun(ended, took.isNegative() ? Duration.ZERO : took);
    }
}
