package eu.skyscrapers.ptc.kubernetes.access;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The clusters that the user can mean, by context. */
public sealed interface Kubeconfig permits MergedKubeconfig {
    /** In the order of the files. */
    List<String> contextNames();

    @Nullable
    String currentContext();

    /**
     * Checks one context to the end, files included, without any request.
     *
     * @param context null for the current context
     */
    ClusterAccess access(@Nullable String context) throws ConfigurationException;

    /**
     * Finds the configuration where kubectl finds it: the given file; else the files of {@code KUBECONFIG}; else
     * {@code ~/.kube/config}; else the pod's service account. A place that was named but holds nothing is an error: the
     * next place may lead to another cluster. With a server of the call's own there need be none of them, and the service
     * account keeps its token to itself.
     */
    static Kubeconfig load(@Nullable Path explicit, Overrides overrides, Surroundings surroundings)
            throws ConfigurationException {
        overrides.check();
        if (explicit != null) {
            if (Files.notExists(explicit)) {
                throw new ConfigurationException(
                        "kubeconfig " + explicit + " does not exist; check the path given with --kubeconfig");
            }
            return new MergedKubeconfig(List.of(KubeconfigFile.read(explicit)), overrides, surroundings);
        }
        if (!surroundings.variable("KUBECONFIG").isEmpty()) {
            return new MergedKubeconfig(listed(surroundings.variable("KUBECONFIG")), overrides, surroundings);
        }
        Path file = surroundings.home().resolve(".kube").resolve("config");
        boolean missing = Files.notExists(file);
        if (!missing) {
            KubeconfigFile found = KubeconfigFile.read(file);
            // As for kubectl, an empty file in the usual place says nothing.
            if (!found.isEmpty() || !(overrides.namesServer() || ServiceAccount.isPresent(surroundings))) {
                return new MergedKubeconfig(List.of(found), overrides, surroundings);
            }
        }
        if (overrides.namesServer()) {
            return new MergedKubeconfig(List.of(), overrides, surroundings);
        }
        if (ServiceAccount.isPresent(surroundings)) {
            return new MergedKubeconfig(List.of(ServiceAccount.read(surroundings)), overrides, surroundings);
        }
        throw new ConfigurationException(
                "no kubeconfig found: --kubeconfig is not given, KUBECONFIG is not set, " + file
                        + " does not exist, and this is no pod (" + ServiceAccount.whyNot(surroundings)
                        + "); name a file with --kubeconfig, or a server with --server");
    }

    private static List<KubeconfigFile> listed(String variable) throws ConfigurationException {
        Set<String> entries = new LinkedHashSet<>(List.of(variable.split(Pattern.quote(File.pathSeparator), -1)));
        entries.remove("");
        List<KubeconfigFile> files = new ArrayList<>();
        for (String entry : entries) {
            Path file;
            try {
                file = LocalFiles.resolve(Path.of(""), entry);
            } catch (InvalidValueException e) {
                throw new ConfigurationException("KUBECONFIG: an entry " + e.predicate());
            }
            if (!Files.notExists(file)) {
                files.add(KubeconfigFile.read(file));
            }
        }
        if (files.isEmpty()) {
            throw new ConfigurationException(
                    entries.isEmpty()
                            ? "KUBECONFIG lists no file; correct it or unset it"
                            : "none of the files in KUBECONFIG exists: " + String.join(", ", entries)
                                    + "; correct it or unset it");
        }
        return files;
    }
}
