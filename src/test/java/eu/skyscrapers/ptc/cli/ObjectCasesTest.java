package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests that others reported, or that attacked an audit: what each of them must end as. */
class ObjectCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "as-kubectl/items-in-any-kind.yaml | 1 | docker.io/evil/x:1      | ",
                "as-kubectl/job-with-owner.yaml    | 1 | docker.io/evil/x:1      | ",
                "files/custom-kind-named-list.yaml | 3 | nginx                   | custom-kind-named-list.yaml:9: items, which makes any object a list to kubectl, is not an array of objects",
                "files/one-odd-document.yaml       | 3 | nginx                   | one-odd-document.yaml:8: metadata.labels is not an object",
                "files/one-odd-document.yaml       | 3 | public.ecr.aws/a/b:1    | one-odd-document.yaml:14: items, which makes any object a list to kubectl, is not an array of objects",
                "files/istio-gateway-auto.yaml     | 3 | (image: auto, filled in by Istio) | nothing to audit",
                "files/kustomize-with-patches      | 3 | nginx                   | patch-res.yaml:1: Deployment web: container c has no image; if this is a patch of kustomize",
                "files/kustomize-with-patches      | 3 | nginx                   | patch.yaml:1: Deployment web has no containers; if this is a patch of kustomize",
            })
    void endsAs(String path, int exitCode, String out, String err) {
        Cli.Run run = new Cli().run(REGISTRY, "-f", CASES.resolve(path).toString());
        assertThat(run.out()).contains(out);
        assertThat(run.err()).contains(err == null ? "" : err);
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"items-in-any-kind.yaml", "job-with-owner.yaml"})
    void isRewritten(String file) throws IOException {
        Cli.Run check = new Cli()
                .in(Files.newInputStream(CASES.resolve("as-kubectl").resolve(file)))
                .run("rewrite", "--check", REGISTRY);
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out()).contains(REGISTRY + "/docker-hub/evil/x:1");
    }

    @Test
    void whatIstioFillsInIsNotRewritten() throws IOException {
        String gateway = Files.readString(CASES.resolve("files/istio-gateway-auto.yaml"), UTF_8);
        assertThat(new Cli().in(gateway).run("rewrite", REGISTRY)).isEqualTo(new Cli.Run(0, gateway, ""));
        String plain = gateway.replace("\"true\"", "\"false\"");
        assertThat(new Cli().in(plain).run("rewrite", REGISTRY).out())
                .isEqualTo(plain.replace("image: auto", "image: " + REGISTRY + "/docker-hub/library/auto"));
    }
}
