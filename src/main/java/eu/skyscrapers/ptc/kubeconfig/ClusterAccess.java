package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.Words;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that it takes to send a request to the cluster of one context; checked, and without any request so far.
 *
 * @param cluster the name of the kubeconfig's entry; empty where it has none
 * @param server without a trailing slash; a path, as Rancher has it, is part of it
 * @param impersonation request headers, some with several values
 * @param compressed whether answers may come compressed
 * @param proxy null for a direct connection
 * @param namespace the context's own; null where it names none
 * @param reachable from where alone the server answers, in words for who does not reach it; empty where nothing is known
 * @param warnings what works, but should not stay as it is: one line each
 * @param secrets gets everything secret that is sent, to hide it
 */
public record ClusterAccess(
        String context,
        String cluster,
        URI server,
        ServerTrust trust,
        Credentials credentials,
        Map<String, List<String>> impersonation,
        boolean compressed,
        @Nullable HttpProxy proxy,
        @Nullable String namespace,
        String reachable,
        List<String> warnings,
        Secrets secrets) {
    public ClusterAccess {
        warnings = warnings.stream().map(Words::oneLine).toList();
    }

    /**
     * A cluster that no kubeconfig describes.
     *
     * @param server its URL
     * @param authority its CA in PEM, as base64
     * @param credentials asked when a request needs them
     * @throws InvalidValueException where no server can be safely reached by these
     */
    public static ClusterAccess of(
            String name,
            String server,
            String authority,
            CredentialSource credentials,
            String reachable,
            Environment environment)
            throws InvalidValueException, ConfigurationException {
        URI address = ServerAddress.parseServer(server);
        if (!address.getScheme().equals("https")) {
            throw new InvalidValueException("is not reached by https");
        }
        return new ClusterAccess(
                name,
                name,
                address,
                ServerTrust.only(Pem.certificates(Entry.pem(authority))),
                new ExecCredentials(credentials, InstantSource.system()),
                Map.of(),
                true,
                HttpProxy.fromEnvironment(environment, address),
                null,
                reachable,
                List.of(),
                environment.secrets());
    }
}
