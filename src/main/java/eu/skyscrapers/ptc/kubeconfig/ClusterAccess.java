package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.Words;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that it takes to send a request to the cluster of one context; checked, and without any request so far.
 *
 * @param server without a trailing slash; a path, as Rancher has it, is part of it
 * @param impersonation request headers, some with several values
 * @param compressed whether answers may come compressed
 * @param proxy null for a direct connection
 * @param namespace the context's own; null where it names none
 * @param warnings what works, but should not stay as it is: one line each
 * @param secrets gets everything secret that is sent, to hide it
 */
public record ClusterAccess(
        String context,
        URI server,
        ServerTrust trust,
        Credentials credentials,
        Map<String, List<String>> impersonation,
        boolean compressed,
        @Nullable HttpProxy proxy,
        @Nullable String namespace,
        List<String> warnings,
        Secrets secrets) {
    public ClusterAccess {
        warnings = warnings.stream().map(Words::oneLine).toList();
    }
}
