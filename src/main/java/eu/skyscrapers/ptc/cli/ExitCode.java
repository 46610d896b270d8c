package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.Outcome;

/** How the program ends: an audit's outcome, or a call that could not become an audit. */
final class ExitCode {
    /** The call or its configuration is wrong, and nothing was audited. */
    static final int USAGE = 2;

    /** Also when a report could not be written, and when the program itself failed: never a clean or a dirty answer. */
    static final int INCOMPLETE = Outcome.INCOMPLETE.exitCode();

    // For --help, in picocli's form, code and meaning, and within a line of 80.
    static final String PASSED_MEANS = "0:Complete, and nothing that fails the audit";
    static final String FAILED_MEANS = "1:Complete, and something fails it; by default any direct image";
    static final String USAGE_MEANS = "2:The call or its configuration is wrong; nothing was audited";
    static final String INCOMPLETE_MEANS = "3:Not complete: not all was read or written, or nothing there; wins over 1";

    private ExitCode() {}
}
