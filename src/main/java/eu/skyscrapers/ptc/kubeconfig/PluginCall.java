package eu.skyscrapers.ptc.kubeconfig;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * One way to call a credential plugin; equal calls give the same credential.
 *
 * @param command a bare name, which is looked for on the {@code PATH}, or an absolute path
 * @param environment variables added to those of this process
 * @param cluster the JSON of the cluster for {@code KUBERNETES_EXEC_INFO}; empty where the plugin does not ask for it
 */
record PluginCall(
        String command,
        List<String> arguments,
        Map<String, String> environment,
        String apiVersion,
        String cluster,
        String installHint) {
    private static final String GROUP = "client.authentication.k8s.io/";
    static final String V1 = GROUP + "v1";
    static final String V1BETA1 = GROUP + "v1beta1";
    static final String V1ALPHA1 = GROUP + "v1alpha1";

    PluginCall {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** Whether the command says where it is, and need not be looked for. */
    boolean isPath() {
        return command.contains(File.separator);
    }

    /** The value of {@code KUBERNETES_EXEC_INFO}: what the plugin is asked for. */
    String execInfo() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("kind", "ExecCredential");
            json.writeStringField("apiVersion", apiVersion);
            json.writeObjectFieldStart("spec");
            if (!cluster.isEmpty()) {
                json.writeFieldName("cluster");
                json.writeRawValue(cluster);
            }
            json.writeBooleanField("interactive", false);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The command alone: arguments and environment may hold secrets. */
    @Override
    public String toString() {
        return "PluginCall[" + command + "]";
    }
}
