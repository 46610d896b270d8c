package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose kubeconfig the program reads where nobody says, in a process of its own: tests within one bring their own home. */
@PosixOnly
class HomeTest {
    @TempDir
    private Path folder;

    /** A kubeconfig whose only context cannot be used, which the message tells with the file's name. */
    private Path home(String name) throws IOException {
        Path home = folder.resolve(name);
        Files.writeString(
                Files.createDirectories(home.resolve(".kube")).resolve("config"),
                "contexts: [{name: c, context: {cluster: gone}}]\ncurrent-context: c\n");
        return home;
    }

    private String error(Map<String, String> environment, Path userHome) throws Exception {
        ProcessRun run = ProcessRun.of(
                folder,
                environment,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.home=" + userHome,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "123456789012.dkr.ecr.eu-west-1.amazonaws.com"));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        return run.err();
    }

    /** As in a CI container that brings its own HOME: {@code kubectl} and this program mean the same cluster. */
    @Test
    void theVariableGoesBeforeTheHomeOfTheSystem() throws Exception {
        Path home = home("of the variable");
        Path userHome = home("of the system");
        assertThat(error(Map.of("HOME", home.toString()), userHome)).contains(home + "/.kube/config:1: context");
        assertThat(error(Map.of(), userHome)).contains(userHome + "/.kube/config:1: context");
        assertThat(error(Map.of("HOME", ""), userHome)).contains(userHome + "/.kube/config:1: context");
        assertThat(error(Map.of("HOME", folder + "/none"), userHome))
                .contains("no kubeconfig found: ", folder + "/none/.kube/config does not exist")
                .doesNotContain(userHome.toString());
    }
}
