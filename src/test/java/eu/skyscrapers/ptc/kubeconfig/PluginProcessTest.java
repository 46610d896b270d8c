package eu.skyscrapers.ptc.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginProcessTest {
    private static final String V1 = "client.authentication.k8s.io/v1";

    @TempDir
    private Path folder;

    /** Go: os/exec/lp_windows.go. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aws | '' | aws.com aws.exe aws.bat aws.cmd",
                "aws | .EXE;.CMD | aws.EXE aws.CMD",
                "aws | ;exe; | aws.exe",
                "aws.cmd | .EXE | aws.cmd aws.cmd.EXE",
                "C:\\v1.2\\aws | .EXE | C:\\v1.2\\aws.EXE",
                "C:/v1.2/aws.exe | .EXE | C:/v1.2/aws.exe C:/v1.2/aws.exe.EXE"
            })
    void whatWindowsMayCallACommand(String command, String extensions, String names) {
        assertThat(PluginProcess.names(command, extensions)).containsExactly(names.split(" ", -1));
    }

    @Test
    @EnabledOnOs(value = OS.WINDOWS, disabledReason = "elsewhere a program is called what its file is")
    void windowsFindsAPluginByItsExtension() throws Exception {
        Files.writeString(
                folder.resolve("plugin.cmd"),
                "@echo {\"kind\": \"ExecCredential\", \"apiVersion\": \"" + V1
                        + "\", \"status\": {\"token\": \"t\"}}\r\n");
        Map<String, String> variables =
                new HashMap<>(Environment.ofThisProcess().variables());
        variables.put("PATH", folder.toString());
        Environment environment = new Environment(variables, "");
        for (String command : List.of("plugin", folder + "\\plugin", folder + "\\plugin.cmd")) {
            PluginCall call = new PluginCall(command, List.of(), Map.of(), V1, "{}", "");
            assertThat(new PluginProcess(call, environment).answer().expires())
                    .as(command)
                    .isNull();
        }
    }
}
