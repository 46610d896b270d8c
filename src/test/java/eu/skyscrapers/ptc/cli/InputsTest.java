package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.PosixOnly;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call names to be read: it has a name, and no report is written over it. */
class InputsTest {
    private static final String POD = "kind: Pod\nspec: {containers: [{name: c, image: public.ecr.aws/x/y}]}\n";

    @TempDir
    private Path folder;

    private Path pod;

    @BeforeEach
    void writePod() throws IOException {
        pod = Files.writeString(folder.resolve("pod.yaml"), POD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-f",
                "--filename",
                "--kubeconfig",
                "--cluster-definition",
                "--cache-rules",
                "--expect",
                "--baseline",
                "--cache-dir",
                "--certificate-authority",
                "--client-certificate",
                "--client-key",
            })
    void anEmptyNameIsRefused(String option) {
        Cli.Run run = new Cli().run(REGISTRY, option, "");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().contains(option, "the name is empty; name a file");
        if (option.startsWith("--")) {
            assertThat(new Cli().run(REGISTRY, option + "=").exitCode()).isEqualTo(2);
        }
    }

    @Test
    void anEmptyNameBehindAContextOrAFormatIsRefused() {
        for (String[] option : new String[][] {{"--cluster-definition", "prod="}, {"-o", "json="}}) {
            Cli.Run run = new Cli().run(REGISTRY, "-f", pod.toString(), option[0], option[1]);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err().lines()).singleElement().asString().contains(option[1] + ": ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--expect, expect.yaml, []",
        "--cache-rules, rules.json, '[{ecrRepositoryPrefix: quay, upstreamRegistryUrl: quay.io}]'",
        "--cluster-definition, prod.yaml, 'spec: {ecr_pull_through_cache: {enabled: true}}'",
        "--baseline, before.json, '{\"schemaVersion\": 1, \"clusters\": []}'",
        "--kubeconfig, config, '{}'",
        "--certificate-authority, ca.pem, x",
    })
    void noReportIsWrittenOverAFileOfTheCall(String option, String name, String text) throws IOException {
        Path input = Files.writeString(folder.resolve(name), text);
        assertRefused(input, List.of(option, input.toString()));
    }

    @Test
    void norOverADefinitionWithItsContext() throws IOException {
        Path input = Files.writeString(folder.resolve("d.yaml"), "spec: {ecr_pull_through_cache: {enabled: true}}");
        assertRefused(input, List.of("--cluster-definition", "prod=" + input));
    }

    @Test
    void norOverAnAuditedFileOrOneOfAFolder() throws IOException {
        assertRefused(pod, List.of("-f", pod.toString()));
        Path below = Files.createDirectories(folder.resolve("a/b")).resolve("web.json");
        Files.writeString(below, "{}");
        assertRefused(below, List.of("-f", folder.toString()));
        // Nothing reads it, so it may be another report.
        Path other = Files.writeString(folder.resolve("a/report.txt"), "");
        assertThat(new Cli()
                        .run(REGISTRY, "-f", pod.toString(), "-o", "table=" + other)
                        .exitCode())
                .isZero();
        assertThat(new Cli()
                        .run(REGISTRY, "-f", folder.resolve("pod.yaml").toString(), "-o", "json=" + below)
                        .exitCode())
                .isZero();
    }

    @Test
    void norOverAKubeconfigThatNoOptionNames() throws IOException {
        Path config =
                Files.writeString(Files.createDirectory(folder.resolve(".kube")).resolve("config"), "{}");
        for (Cli cli : List.of(
                new Cli().with("KUBECONFIG", folder.resolve("missing") + File.pathSeparator + config),
                new Cli().with("HOME", folder.toString()))) {
            Cli.Run run = cli.run(REGISTRY, "-o", "json=" + config);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains(config + " is read by the audit");
            assertThat(config).hasContent("{}");
        }
    }

    /** By a link to it, a link that it is, another spelling, and a second name. */
    private void assertRefused(Path input, List<String> options) throws IOException {
        String before = Files.readString(input);
        Path second = Files.createLink(folder.resolve("also-" + input.getFileName() + ".txt"), input);
        Path spelt = folder.resolve(".").resolve(folder.relativize(input));
        List<Path> outputs = new ArrayList<>(List.of(input, second, spelt));
        Path link = folder.resolve("to-" + input.getFileName());
        if (OS.current() != OS.WINDOWS) {
            outputs.add(Files.createSymbolicLink(link, input));
        }
        for (Path output : outputs) {
            List<String> args = new ArrayList<>(List.of(REGISTRY, "-o", "table", "-o", "json=" + output));
            args.addAll(options);
            Cli.Run run = new Cli().run(args.toArray(String[]::new));
            assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
            assertThat(run.err().lines()).singleElement().asString().contains(output + " is read by the audit");
            assertThat(input).hasContent(before);
        }
        Files.deleteIfExists(link);
        Files.delete(second);
    }

    /** A terminal or a pipe is nothing that could be overwritten. */
    @Test
    @PosixOnly
    void aDeviceMayBeBoth() {
        assertThat(new Cli()
                        .in(POD)
                        .run(REGISTRY, "-f", "-", "-o", "json=/dev/null", "--expect", "/dev/null")
                        .err())
                .contains("/dev/null: is empty")
                .doesNotContain("is read by the audit");
    }
}
