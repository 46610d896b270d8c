package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code exec} part of a user. */
final class ExecEntry {
    private static final String NUL = "\0";

    private ExecEntry() {}

    static PluginCall read(Value exec, String owner, ClusterEntry cluster) throws ConfigurationException {
        String plugin = "the exec plugin of " + owner;
        String command = exec.text("command");
        if (command == null) {
            throw exec.problem(plugin + " has no command");
        }
        String hint = exec.text("installHint");
        String apiVersion = apiVersion(exec, plugin);
        checkInteractiveMode(exec, plugin, apiVersion);
        List<String> arguments = exec.texts("args");
        if (arguments.stream().anyMatch(argument -> argument.contains(NUL))) {
            throw exec.problem("an argument of " + plugin + " holds a NUL character");
        }
        return new PluginCall(
                resolve(exec, command, plugin),
                arguments,
                environment(exec, plugin),
                apiVersion,
                exec.flag("provideClusterInfo") ? cluster.execCluster() : "",
                hint == null ? "" : hint);
    }

    private static String resolve(Value exec, String command, String plugin) throws ConfigurationException {
        if (!command.contains(File.separator)) {
            return command;
        }
        return exec.mapping("command")
                .meaning("the command of " + plugin, () -> exec.resolve(command).toString());
    }

    private static String apiVersion(Value exec, String plugin) throws ConfigurationException {
        String apiVersion = exec.text("apiVersion");
        if (apiVersion == null) {
            throw exec.problem(plugin + " has no apiVersion; write " + PluginCall.V1BETA1 + " or " + PluginCall.V1);
        }
        if (apiVersion.equals(PluginCall.V1) || apiVersion.equals(PluginCall.V1BETA1)) {
            return apiVersion;
        }
        String what = apiVersion.equals(PluginCall.V1ALPHA1)
                ? " was removed in Kubernetes 1.24; write "
                : " is not known; write ";
        throw exec.mapping("apiVersion")
                .problem("apiVersion " + Words.quote(apiVersion) + " of " + plugin + what + PluginCall.V1BETA1 + " or "
                        + PluginCall.V1 + ", for example with aws eks update-kubeconfig");
    }

    private static void checkInteractiveMode(Value exec, String plugin, String apiVersion)
            throws ConfigurationException {
        String mode = exec.text("interactiveMode");
        if (mode == null) {
            if (apiVersion.equals(PluginCall.V1)) {
                throw exec.problem(plugin + " has no interactiveMode, which v1 asks for; write IfAvailable");
            }
            return;
        }
        switch (mode) {
            case "Never", "IfAvailable" -> {}
            case "Always" ->
                throw exec.mapping("interactiveMode")
                        .problem(plugin + " wants a terminal (interactiveMode Always), which it never gets here; "
                                + "use one that can do without, or a token");
            default ->
                throw exec.mapping("interactiveMode")
                        .problem("interactiveMode " + Words.quote(mode) + " of " + plugin
                                + " is not known; write Never or IfAvailable");
        }
    }

    private static Map<String, String> environment(Value exec, String plugin) throws ConfigurationException {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Value entry : exec.list("env")) {
            String name = entry.text("name");
            if (name == null) {
                throw entry.problem("an env entry of " + plugin + " has no name");
            }
            String given = entry.text("value");
            String value = given == null ? "" : given;
            // The JDK would refuse these too, and print them.
            if (name.contains("=") || name.contains(NUL) || value.contains(NUL)) {
                throw entry.problem("an env entry of " + plugin + " holds a character that no environment can hold");
            }
            environment.put(name, value);
        }
        return environment;
    }
}
