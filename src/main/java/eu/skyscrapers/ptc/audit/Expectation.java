package eu.skyscrapers.ptc.audit;

/**
 * Why a direct image is accepted.
 *
 * @param reason one sentence for the report
 * @param source who said so, for example {@code built-in}
 */
public record Expectation(String reason, String source) {}
