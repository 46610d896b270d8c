package eu.skyscrapers.ptc.report.html;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.AuditRun;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.Images;
import eu.skyscrapers.ptc.report.page.OutcomeSentence;
import eu.skyscrapers.ptc.report.page.Section.Weight;
import eu.skyscrapers.ptc.report.page.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * The report for people with a browser: one file that asks for nothing else, and that can be mailed, archived or opened
 * from a disk.
 *
 * <p>Its policy lets a browser run this very script and apply this very style, and load nothing at all, so that even a
 * text that got past {@link Html} would remain a text.
 */
public final class HtmlReport {
    private HtmlReport() {}

    public static void write(AuditResult result, View view, Writer out) throws IOException {
        Html html = new Html(out);
        HtmlShares shares = new HtmlShares(result, html);
        HtmlSections remarks = new HtmlSections(result, html);
        head(result, html);
        header(result, view, html);
        remarks.contents();
        html.put("<main>\n");
        remarks.write(Weight.FIRST);
        shares.write();
        remarks.write(Weight.FAULT);
        new HtmlImages(result, shares, remarks, view, html).write();
        remarks.write(Weight.TIDY);
        html.put("</main>\n</body>\n</html>\n");
        out.flush();
    }

    private static void head(AuditResult result, Html html) throws IOException {
        String style = "\n" + resource("report.css");
        // The marks let an XML parser pass over signs of JavaScript that are markup to it.
        String script = "/*<![CDATA[*/\n" + resource("report.js") + "/*]]>*/";
        html.put("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        html.put(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\"/>\n",
                "default-src 'none'; script-src " + source(script) + "; style-src " + source(style)
                        + "; base-uri 'none'; form-action 'none'");
        html.put("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        html.put("<meta name=\"referrer\" content=\"no-referrer\"/>\n");
        LocalDate day = LocalDate.ofInstant(result.run().ended(), ZoneOffset.UTC);
        html.put("<title>{}: {}, {}</title>\n", result.outcome().name(), title(result), day);
        html.put("<style>").raw(style).put("</style>\n<script>").raw(script).put("</script>\n</head>\n<body>\n");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** What the policy knows a text by. */
    private static String source(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void header(AuditResult result, View view, Html html) throws IOException {
        Outcome outcome = result.outcome();
        String sentence = OutcomeSentence.of(result).substring(outcome.name().length());
        int rest = sentence.indexOf(';') < 0 ? sentence.length() : sentence.indexOf(';');
        html.put("<a class=\"skip\" href=\"#images\">Skip to the images</a>\n<header>\n");
        html.put("<h1>{}</h1>\n", title(result));
        html.put("<p class=\"result\"><span class=\"outcome {}\">{}</span>", outcome.key(), outcome.name());
        html.put("{}", sentence.substring(0, rest));
        if (rest < sentence.length()) {
            html.put("<span class=\"rest\">{}</span>", sentence.substring(rest));
        }
        html.put("</p>\n<dl>\n");
        fact("Cache", String.join(", ", result.registries()), html);
        AuditRun run = result.run();
        html.put(
                "<div><dt>Audited</dt><dd><time>{}</time>, in {}</dd></div>\n",
                run.ended().truncatedTo(ChronoUnit.SECONDS),
                seconds(run));
        fact("Fails on", result.failOnWords(), html);
        fact("Exit code", Integer.toString(outcome.exitCode()), html);
        fact("By", "audit-ecr-ptc " + view.version(), html);
        html.put("</dl>\n<p class=\"about\">{}</p>\n</header>\n", Images.DIRECT);
    }

    /** What this page is, for one who finds it in an archive. */
    private static String title(AuditResult result) {
        List<ClusterResult> clusters = result.clusters();
        return "Pull-through cache audit of "
                + (clusters.size() == 1 ? clusters.get(0).name() : Words.count(clusters.size(), "cluster"));
    }

    private static void fact(String name, String value, Html html) throws IOException {
        html.put("<div><dt>{}</dt><dd>{}</dd></div>\n", name, value);
    }

    private static String seconds(AuditRun run) {
        long tenths = (run.took().toMillis() + 50) / 100;
        return tenths / 10 + "." + tenths % 10 + " s";
    }
}
