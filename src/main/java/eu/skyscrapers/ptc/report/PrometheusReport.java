package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.AuditResult;
import java.io.IOException;
import java.io.Writer;

/** The metrics of all clusters in one text, as the node exporter's textfile collector reads it. */
final class PrometheusReport implements Report {
    @Override
    public void write(AuditResult result, View view, Writer out) throws IOException {
        new Metrics(result, view.version()).write(out);
        out.flush();
    }
}
