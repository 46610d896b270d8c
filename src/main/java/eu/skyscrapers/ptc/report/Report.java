package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.AuditResult;
import java.io.IOException;
import java.io.Writer;

/** An output format. Its text depends on the arguments alone: no clock, no locale, no platform's line end. */
public interface Report {
    /** Writes the whole report and flushes; closing is the caller's, who may have more to say on the same stream. */
    void write(AuditResult result, View view, Writer out) throws IOException;
}
