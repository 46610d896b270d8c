package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.kubeconfig.Overrides;
import eu.skyscrapers.ptc.kubeconfig.Overrides.Option;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What every command of kubectl takes, and few audits need (cli-runtime: genericclioptions.ConfigFlags). The help has only
 * their names.
 */
final class KubectlOptions extends OptionGroup {
    static final String TITLE = "As kubectl has them";

    private final Flag allNamespaces = goFlag("-A, --all-namespaces", "Every namespace, as is the default");

    KubectlOptions() {
        value(
                "--as",
                "NAME",
                "Impersonate this user",
                "Replaces the user that the kubeconfig impersonates. Its groups, UID and extra values stay, unless"
                        + " they are given too.");
        values("--as-group", "GROUP", "With --as, in this group; repeatable", "In place of those of the kubeconfig.");
        value("--as-uid", "UID", "With --as, of this UID", "In place of the kubeconfig's.");
        values(
                "--as-user-extra",
                "KEY=VALUE",
                "With --as, an extra value; repeatable",
                "Replaces the kubeconfig's values for this key.");
        input(
                "--cache-dir",
                "PATH",
                "Accepted for compatibility; ignored",
                "Nothing is kept from one audit to the next.");
        input(
                "--certificate-authority",
                "FILE",
                "Trust certificates of this authority only",
                "Replaces the kubeconfig's settings for certificates.");
        input(
                "--client-certificate",
                "FILE",
                "Client certificate",
                "Its key is that of --client-key, else the kubeconfig's. No credential plugin is run then.");
        input("--client-key", "FILE", "Key of the client certificate", "In place of the kubeconfig's.");
        value(
                "--cluster",
                "CLUSTER",
                "This cluster of the kubeconfig",
                "Replaces the context's. Reports use this name, whatever the context.");
        goFlag("--disable-compression", "Do not ask for compressed answers");
        goFlag(
                "--insecure-skip-tls-verify",
                "Skip certificate checks",
                "Replaces the kubeconfig's settings for certificates. Any server that answers gets the"
                        + " credentials; a warning says so.");
        value(
                "-s, --server",
                "URL",
                "This API server",
                "Replaces the cluster's. The cluster's authority and proxy stay, and so does the user; its"
                        + " tls-server-name does not. Reports call it by its address where neither --cluster nor"
                        + " --context names it; where one does, a warning shows the address. It needs no kubeconfig, and"
                        + " is not sent the token of a pod; on http:// no credentials at all.");
        value("--tls-server-name", "HOST", "Host name in the server's certificate", "In place of the one in its URL.");
        value(
                "--token",
                "TOKEN",
                "This bearer token",
                "Replaces the token, token file or credential plugin of the kubeconfig. It is never printed; but,"
                        + " as with kubectl, other users of this machine may see it in ps, unless it is set as"
                        + " $" + Variables.PREFIX + "TOKEN.");
        value("--user", "USER", "This user of the kubeconfig", "In place of the context's.");
    }

    boolean allNamespaces() {
        return allNamespaces.given();
    }

    /** What the options that were given say in place of the kubeconfig. */
    Overrides overrides() {
        Map<Option, List<String>> values = new EnumMap<>(Option.class);
        for (Option option : Option.values()) {
            Object value = spec().findOption(option.toString()).getValue();
            List<?> given = value instanceof List<?> several ? several : value == null ? List.of() : List.of(value);
            if (!given.isEmpty() && !given.contains(false)) {
                values.put(option, given.stream().map(String::valueOf).toList());
            }
        }
        return new Overrides(values);
    }
}
