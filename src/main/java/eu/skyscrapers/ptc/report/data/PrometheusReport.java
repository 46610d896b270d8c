package eu.skyscrapers.ptc.report.data;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.report.Metrics;
import eu.skyscrapers.ptc.report.Report;
import eu.skyscrapers.ptc.report.View;
import java.io.IOException;
import java.io.Writer;

/** The metrics of all clusters in one text, as the node exporter's textfile collector reads it. */
public final class PrometheusReport implements Report {
    @Override
    public void write(AuditResult result, View view, Writer out) throws IOException {
        new Metrics(result, view.version()).write(out);
        out.flush();
    }
}
