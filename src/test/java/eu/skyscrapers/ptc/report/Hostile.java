package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.DriftCause;
import eu.skyscrapers.ptc.audit.DriftFinding;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailAlso;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Nodes;
import eu.skyscrapers.ptc.audit.PassedOver;
import eu.skyscrapers.ptc.audit.PullCause;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.RuleNote;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.audit.WrongRegistry;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Text that others wrote, and results that hold it: what every format has to stand. */
final class Hostile {
    /** How many images {@link #everywhere} has: one for each reason, and an expected one. */
    static final int IMAGES = Reason.values().length + 1;

    private Hostile() {}

    static Stream<String> texts() {
        return Stream.of(
                "nginx:1\n::error::x",
                "::error file=a::x",
                "a b ::error::x :: ::stop-commands::y",
                "  ::set-output name=x::y",
                "\r::warning::x",
                "\u2028::error::x\u2029\u0085\u000b\u000c",
                "\u00a0\u3000\u200b::error::x",
                "a/\n::error::x",
                "##[error]x",
                "##vso[task.complete result=Succeeded;]",
                "a###[group]",
                "\u001b[2K\u001b[1A\u001b[32mPASSED\u001b[0m",
                "\u009b2J\u001b]8;;http://x\u0007link\u001b]8;;\u0007",
                "\u0000\b\u007f",
                "\u202egnp.exe\u2066\u200f\u061c",
                "\ud800",
                "\udc00\ud800",
                "x\ud83d\ude00y",
                "\ufffe\uffff\ue000",
                "=HYPERLINK(\"http://x\")",
                "<script>alert(1)</script>",
                "]]> | `x` \"quoted\" 'single' \\n \\u001b",
                "+1+cmd|' /C calc'!A0",
                "-2+3",
                "@SUM(1)",
                "\t=1",
                "\r\n=1",
                "a,b;c\"d\"",
                "--><img src=x onerror=alert(1)>",
                "</script><script>alert(1)</script>",
                "' onmouseover='alert(1)",
                "javascript:alert(1)",
                "[x](http://x) ![y](http://y) <http://z> http://w www.v.example @user #1",
                "```\nx\n```",
                "|a|b|\n|-|-|",
                "# x\n* y\n1. z\n> q\n---",
                "&lt;b&gt; &amp; &#60; &copy;",
                "*a* _b_ ~~c~~ \\* $x^2$",
                "{{ .x }} ${y} {%z%} $(id) `id`",
                "!!python/object:x &a *a - ? : % @",
                "null",
                "~",
                "true",
                "0x1F",
                "1e3",
                "2026-11-21",
                "}\n# HELP x y\nx{a=\"b\"} 1",
                "x\" } 1",
                "",
                " ",
                " a  b ",
                "/",
                "a/".repeat(500));
    }

    /** One megabyte of each. */
    static Stream<String> huge() {
        return Stream.of("x", "\n", "\ud800", "a/", " ::error::", "<", "\"", "|`")
                .map(part -> part.repeat((1 << 20) / part.length()));
    }

    /**
     * A result with the text in every place that can hold text of others, in one cluster.
     *
     * @param image the text for the images, which may be another
     */
    static AuditResult everywhere(String image, String text) {
        List<Usage> users = List.of(
                new Usage(new Workload(text, text, text), text, ContainerType.CONTAINER, 1),
                new Usage(new Workload(text, text, text), text, ContainerType.INIT_CONTAINER, 0));
        List<ImageFinding> images = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            images.add(new ImageFinding(image, new Judgment("x.example/x", reason, text, text, text), null, users));
        }
        images.add(new ImageFinding(
                image,
                new Judgment("x.example/x", Reason.NO_RULE, text, text, text),
                new Expectation(text, text),
                users));
        Workload workload = new Workload(text, text, text);
        PullError error =
                new PullError(text, Verdict.VIA_PTC, workload, text, "ErrImagePull", text, PullCause.RATE_LIMITED, 1);
        DriftFinding drift = new DriftFinding(workload, text, ContainerType.CONTAINER, text, text, 1, DriftCause.OLD);
        AcceptedImage entry = new AcceptedImage(null, null, null, null, null, text, LocalDate.EPOCH, text);
        Review review = new Review(
                List.of(new RuleFinding(RuleFinding.Fault.NO_CREDENTIAL, text, text, text, text)),
                List.of(new RuleNote(RuleNote.Kind.EXPIRES, List.of(text), text)),
                List.of(entry),
                List.of(entry),
                List.of(new Baseline.Entry(text, text, text, text, text, text)));
        PassedOver passedOver = new PassedOver(new TreeMap<>(Map.of("Thing (of ours: yes)", 1L)));
        ClusterResult cluster = new ClusterResult(
                text,
                text,
                text,
                List.of(new ReadError(ReadError.Kind.MALFORMED, text)),
                1,
                1,
                passedOver,
                images,
                List.of(error),
                List.of(drift),
                Nodes.NONE);
        return new AuditResult(
                FailOn.DIRECT, Set.of(FailAlso.PULL_ERRORS), List.of(cluster), review, hints(text), Samples.RUN);
    }

    private static List<Hint> hints(String text) {
        return List.of(
                new Hint(WrongRegistry.KEY, text, text, "nothing comes through this registry"),
                new Hint("other", null, text, null));
    }

    /** Two clusters that have all direct images in common, with users in one of them and in both; and an unread one. */
    static AuditResult inEveryCluster(String text) {
        AuditResult one = everywhere(text, text);
        ClusterResult first = one.clusters().get(0);
        List<ImageFinding> fewerUsers = first.images().stream()
                .map(finding -> new ImageFinding(
                        finding.image(),
                        finding.judgment(),
                        finding.expected(),
                        finding.usedBy().subList(0, 1)))
                .toList();
        ClusterResult second = new ClusterResult(
                text + text,
                text,
                text,
                List.of(),
                1,
                1,
                PassedOver.NONE,
                fewerUsers,
                List.of(),
                List.of(),
                Nodes.NONE);
        ClusterResult unread = new ClusterResult(
                text,
                text,
                text,
                List.of(new ReadError(ReadError.Kind.MALFORMED, text)),
                0,
                0,
                PassedOver.NONE,
                List.of(),
                List.of(),
                List.of(),
                Nodes.NONE);
        return new AuditResult(
                one.failOn(),
                Set.of(),
                List.of(first, second, unread),
                Review.NONE,
                one.hints().subList(1, 2),
                Samples.RUN);
    }
}
