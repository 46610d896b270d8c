package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a small audit loads. Most of its time goes to that, and unlike time it can be counted: the classes of the program and
 * its libraries, without those of the JDK, which differ from release to release.
 */
class StartUpIT {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final Pattern LOADED = Pattern.compile("([\\w.$]+) source: (?:file|jrt):\\S*\\.jar");
    /** Measured. Lower them when they fall; a tenth more fails. */
    private static final int OF_A_CLUSTER = 534;

    private static final int OF_A_JSON_FILE = 411;

    @TempDir
    private Path temp;

    @Test
    void aSmallClusterLoadsLittle() throws Exception {
        try (TestApiServer server =
                TestApiServer.https(TestPki.Server.TRUSTED).recorded().requireToken("secret")) {
            Path kubeconfig = Kubeconfigs.in(temp)
                    .context("prod", server, Kubeconfigs.token("secret"))
                    .write();
            List<String> classes = classes("--kubeconfig", kubeconfig.toString());
            assertThat(classes)
                    .hasSizeLessThan(OF_A_CLUSTER + OF_A_CLUSTER / 10)
                    .contains("eu.skyscrapers.ptc.report.text.TableReport")
                    .doesNotContain("eu.skyscrapers.ptc.manifests.FileSource")
                    .noneMatch(name -> name.startsWith("io.fabric8.kubernetes.api.model"));
            assertThat(reports(classes)).containsExactly("eu.skyscrapers.ptc.report.text.TableReport");
        }
    }

    @Test
    void aJsonFileLoadsNeitherYamlNorTls() throws Exception {
        List<String> classes = classes("-f", "src/test/resources/recordings/kubectl-get-pods.json", "-o", "json");
        assertThat(classes)
                .hasSizeLessThan(OF_A_JSON_FILE + OF_A_JSON_FILE / 10)
                .noneMatch(name -> name.startsWith("org.snakeyaml") || name.startsWith("io.fabric8"));
        assertThat(reports(classes)).containsExactly("eu.skyscrapers.ptc.report.data.JsonReport");
    }

    private static Stream<String> reports(List<String> classes) {
        return classes.stream().filter(name -> name.matches("eu\\.skyscrapers\\.ptc\\.report\\.\\w+\\.\\w+Report"));
    }

    private List<String> classes(String... arguments) throws Exception {
        Path log = temp.resolve("classes.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log + ":none",
                "-jar",
                "target/audit-ecr-ptc/lib/audit-ecr-ptc.jar",
                REGISTRY));
        command.addAll(List.of(arguments));
        ProcessRun run = ProcessRun.of(Path.of("."), Map.of(), command);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        return Files.readString(log)
                .lines()
                .map(LOADED::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .toList();
    }
}
