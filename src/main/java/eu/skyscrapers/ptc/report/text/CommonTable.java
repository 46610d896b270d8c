package eu.skyscrapers.ptc.report.text;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.CommonImages;
import eu.skyscrapers.ptc.report.page.Ink;
import eu.skyscrapers.ptc.report.page.Tally;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The part of the table for the images that the clusters' own parts leave to it. */
final class CommonTable {
    private final AuditResult audit;
    private final CommonImages common;
    private final View view;
    private final Ink ink;
    private final Lines lines;

    CommonTable(AuditResult audit, CommonImages common, View view, Ink ink, Lines lines) {
        this.audit = audit;
        this.common = common;
        this.view = view;
        this.ink = ink;
        this.lines = lines;
    }

    void write() throws IOException {
        List<ImageFinding> images = common.images();
        String title = ink.bad("DIRECT IN EVERY CLUSTER") + "  " + Tally.count(images.size(), "image");
        if (view.shows(Verdict.DIRECT)) {
            lines.line(title, " in ", common.everyCluster());
            new DirectImages(audit.failOn(), ink, lines).write(images, this::users, common::everywhere);
        } else {
            lines.line(title, ", not shown (--only)");
        }
    }

    /** Those of every cluster need no word of where they are: the section's title says it. */
    private List<List<String>> users(ImageFinding image) {
        List<List<String>> users = new ArrayList<>();
        for (CommonImages.Group group : common.users(image)) {
            boolean everywhere = group.clusters().size() == common.clusters();
            if (!everywhere) {
                users.add(List.of("only in " + CommonImages.names(group, Lines::shown)));
            }
            users.addAll(Users.lines(everywhere ? "" : "  ", group.usages()));
        }
        return users;
    }
}
