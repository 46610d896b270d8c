package eu.skyscrapers.ptc.kubeconfig;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One way to call a credential plugin, the {@code exec} part of a user; equal calls give the same credential.
 *
 * @param command a bare name, which is looked for on the {@code PATH}, or an absolute path
 * @param environment variables added to those of this process
 * @param execInfo the value of {@code KUBERNETES_EXEC_INFO}: what the plugin is asked for, in JSON
 */
public record PluginCall(
        String command,
        List<String> arguments,
        Map<String, String> environment,
        String apiVersion,
        String execInfo,
        String installHint) {
    private static final String V1 = "client.authentication.k8s.io/v1";
    private static final String V1BETA1 = V1 + "beta1";
    private static final String NUL = "\0";

    public PluginCall {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** A record's own is code that Java makes when it is first used, which is before the first request here. */
    @Override
    public int hashCode() {
        return 31 * command.hashCode() + arguments.hashCode();
    }

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
                !isPath(command)
                        ? command
                        : exec.mapping("command")
                                .meaning(
                                        "the command of " + plugin,
                                        () -> exec.resolve(command).toString()),
                arguments,
                environment(exec, plugin),
                apiVersion,
                execInfo(apiVersion, cluster, exec.flag("provideClusterInfo")),
                hint == null ? "" : hint);
    }

    private static String apiVersion(Value exec, String plugin) throws ConfigurationException {
        String apiVersion = exec.text("apiVersion");
        if (apiVersion == null) {
            throw exec.problem(plugin + " has no apiVersion; write " + V1BETA1 + " or " + V1);
        }
        if (apiVersion.equals(V1) || apiVersion.equals(V1BETA1)) {
            return apiVersion;
        }
        String what =
                apiVersion.equals(V1 + "alpha1") ? " was removed in Kubernetes 1.24; write " : " is not known; write ";
        throw exec.mapping("apiVersion")
                .problem("apiVersion " + Words.quote(apiVersion) + " of " + plugin + what + V1BETA1 + " or " + V1
                        + ", for example with aws eks update-kubeconfig");
    }

    private static void checkInteractiveMode(Value exec, String plugin, String apiVersion)
            throws ConfigurationException {
        String mode = exec.text("interactiveMode");
        if (mode == null && apiVersion.equals(V1)) {
            throw exec.problem(plugin + " has no interactiveMode, which v1 asks for; write IfAvailable");
        }
        if (mode != null && !mode.equals("Never") && !mode.equals("IfAvailable")) {
            throw exec.mapping("interactiveMode")
                    .problem(
                            mode.equals("Always")
                                    ? plugin + " wants a terminal (interactiveMode Always), which it never gets here; "
                                            + "use one that can do without, or a token"
                                    : "interactiveMode " + Words.quote(mode) + " of " + plugin
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
            String value = Objects.requireNonNullElse(entry.text("value"), "");
            // The JDK would refuse these too, and print them.
            if (name.contains("=") || name.contains(NUL) || value.contains(NUL)) {
                throw entry.problem("an env entry of " + plugin + " holds a character that no environment can hold");
            }
            environment.put(name, value);
        }
        return environment;
    }

    private static String execInfo(String apiVersion, ClusterEntry cluster, boolean withCluster)
            throws ConfigurationException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("kind", "ExecCredential");
            json.writeStringField("apiVersion", apiVersion);
            json.writeObjectFieldStart("spec");
            if (withCluster) {
                cluster.writeTo(json);
            }
            json.writeBooleanField("interactive", false);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw cluster.entry()
                    .source()
                    .problem("the extension " + ClusterEntry.EXEC_EXTENSION + " is nested too deeply");
        }
        return text.toString();
    }

    /** Whether the command says where it is, and need not be looked for. */
    boolean isPath() {
        return isPath(command);
    }

    private static boolean isPath(String command) {
        // On Windows C:/ begins a path, too.
        return command.contains(File.separator) || command.startsWith(":/", 1);
    }

    /** Only the command: arguments and environment may hold secrets. */
    @Override
    public String toString() {
        return "PluginCall[" + command + "]";
    }
}
