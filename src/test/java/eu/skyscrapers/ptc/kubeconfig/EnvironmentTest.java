package eu.skyscrapers.ptc.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.skyscrapers.ptc.text.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    @TempDir
    Path folder;

    private Environment environment(String names, String userHome) {
        Map<String, String> variables = new HashMap<>();
        Arrays.stream(names.split(" ", -1)).filter(name -> !name.isEmpty()).forEach(name -> {
            boolean part = name.equals("HOMEDRIVE") || name.equals("HOMEPATH");
            variables.put(name, part ? (name.equals("HOMEDRIVE") ? folder.toString() : "/path") : folder + "/" + name);
        });
        return new Environment(variables, userHome);
    }

    /** client-go: util/homedir/homedir.go. What stands behind the arrow is the folder, below that of the test. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // set | has a kubeconfig | Windows | wanted
                "HOME USERPROFILE | USERPROFILE | false | HOME",
                "USERPROFILE HOMEDRIVE HOMEPATH | USERPROFILE path | false | user",
                "'' | '' | false | user",
                "HOME HOMEDRIVE HOMEPATH USERPROFILE | HOME path USERPROFILE | true | HOME",
                "HOME HOMEDRIVE HOMEPATH USERPROFILE | path USERPROFILE | true | path",
                "HOME HOMEDRIVE HOMEPATH USERPROFILE | USERPROFILE | true | USERPROFILE",
                "HOME HOMEDRIVE USERPROFILE | USERPROFILE | true | USERPROFILE",
                "HOME HOMEDRIVE HOMEPATH USERPROFILE | '' | true | HOME",
                "HOME USERPROFILE | user | true | user",
                "'' | '' | true | user"
            })
    void usualKubeconfig(String set, String holding, boolean windows, String wanted) throws Exception {
        for (String name : holding.split(" ", -1)) {
            if (!name.isEmpty()) {
                Files.createFile(Files.createDirectories(folder.resolve(name).resolve(".kube"))
                        .resolve("config"));
            }
        }
        assertThat(environment(set, folder + "/user").usualKubeconfig(windows))
                .isEqualTo(folder.resolve(wanted).resolve(".kube").resolve("config"));
    }

    @Test
    void nobodysHomeIsTheWorkingDirectory() throws Exception {
        assertThat(environment("", "").usualKubeconfig(false)).isEqualTo(Path.of(".kube", "config"));
    }

    /** On Windows it is called Path. */
    @Test
    void findsThePath() {
        assertThat(Environment.ofThisProcess().variable("PATH")).isNotEmpty();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its names hold no NUL")
    void aHomeThatIsNoPathIsNoCrash() {
        Environment environment = new Environment(Map.of("HOME", "a\0b"), "");
        assertThatThrownBy(() -> Kubeconfig.load(null, Overrides.NONE, environment))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("the home folder is not a path")
                .hasMessageContaining("name a file with --kubeconfig");
    }
}
