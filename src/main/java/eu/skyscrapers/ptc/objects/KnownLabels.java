package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.workload.Deployer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The few labels and annotations by which controllers and deployment tools mark what is theirs. */
final class KnownLabels {
    static final String TEMPLATE_HASH = "pod-template-hash";
    static final String CONTROLLER_REVISION = "controller-revision-hash";

    /** Of a DaemonSet's pods, who carry what {@link #DAEMON_SET_GENERATION} was when they were made. */
    static final String TEMPLATE_GENERATION = "pod-template-generation";

    /**
     * The API server counts the changes of a DaemonSet's template here. Its name says deprecated since 2017, but
     * controllers still use it; {@code metadata.generation} counts changes of anything else as well.
     */
    static final String DAEMON_SET_GENERATION = "deprecated.daemonset.template.generation";

    private static final String FLUX_HELM_NAME = "helm.toolkit.fluxcd.io/name";
    private static final String FLUX_HELM_NAMESPACE = "helm.toolkit.fluxcd.io/namespace";
    private static final String FLUX_KUSTOMIZE_NAME = "kustomize.toolkit.fluxcd.io/name";
    private static final String FLUX_KUSTOMIZE_NAMESPACE = "kustomize.toolkit.fluxcd.io/namespace";
    private static final String ARGO_TRACKING = "argocd.argoproj.io/tracking-id";
    private static final String ARGO_INSTANCE = "argocd.argoproj.io/instance";
    private static final String HELM_NAME = "meta.helm.sh/release-name";
    private static final String HELM_NAMESPACE = "meta.helm.sh/release-namespace";
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String INSTANCE = "app.kubernetes.io/instance";
    private static final String HERITAGE = "heritage";
    private static final String RELEASE = "release";

    private static final Set<String> LABELS = Set.of(
            TEMPLATE_HASH,
            CONTROLLER_REVISION,
            TEMPLATE_GENERATION,
            FLUX_HELM_NAME,
            FLUX_HELM_NAMESPACE,
            FLUX_KUSTOMIZE_NAME,
            FLUX_KUSTOMIZE_NAMESPACE,
            ARGO_INSTANCE,
            MANAGED_BY,
            INSTANCE,
            HERITAGE,
            RELEASE);
    private static final Set<String> ANNOTATIONS =
            Set.of(DAEMON_SET_GENERATION, ARGO_TRACKING, HELM_NAME, HELM_NAMESPACE);

    /** No name is both a label's and an annotation's. */
    private final Map<String, String> values = new HashMap<>(4);

    static boolean isLabel(String name) {
        return LABELS.contains(name);
    }

    static boolean isAnnotation(String name) {
        return ANNOTATIONS.contains(name);
    }

    void put(String name, String value) {
        values.put(name, value);
    }

    /** Empty where the object has no such label or annotation. */
    String get(String name) {
        return values.getOrDefault(name, "");
    }

    /**
     * What deploys the object. Flux and Argo CD install charts as well, whose marks then stand beside theirs: a
     * HelmRelease is itself deployed by a Kustomization, and an Application renders the chart without Helm's release.
     */
    @Nullable
    Deployer deployer() {
        if (values.isEmpty()) {
            return null;
        }
        if (!get(FLUX_HELM_NAME).isEmpty()) {
            return new Deployer(Deployer.HELM_RELEASE, get(FLUX_HELM_NAMESPACE), get(FLUX_HELM_NAME));
        }
        String application = application();
        if (!application.isEmpty()) {
            int underscore = application.indexOf('_');
            return new Deployer(
                    Deployer.APPLICATION,
                    application.substring(0, Math.max(0, underscore)),
                    application.substring(underscore + 1));
        }
        if (!get(FLUX_KUSTOMIZE_NAME).isEmpty()) {
            return new Deployer(Deployer.KUSTOMIZATION, get(FLUX_KUSTOMIZE_NAMESPACE), get(FLUX_KUSTOMIZE_NAME));
        }
        String release = release();
        return release.isEmpty() ? null : new Deployer(Deployer.HELM, get(HELM_NAMESPACE), release);
    }

    /**
     * As Argo CD writes it: {@code NAME}, or {@code NAMESPACE_NAME} outside its own namespace.
     *
     * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/">Argo CD, "Resource
     *     Tracking"</a>: {@code NAME:GROUP/KIND:NAMESPACE/NAME}
     */
    private String application() {
        String tracking = get(ARGO_TRACKING);
        int colon = tracking.indexOf(':');
        return colon > 0 ? tracking.substring(0, colon) : get(ARGO_INSTANCE);
    }

    /** Helm marks what it installs by annotations since 3.2, and charts mark it by labels as their authors were taught. */
    private String release() {
        if (!get(HELM_NAME).isEmpty()) {
            return get(HELM_NAME);
        }
        if (get(MANAGED_BY).equals("Helm") && !get(INSTANCE).isEmpty()) {
            return get(INSTANCE);
        }
        String heritage = get(HERITAGE);
        return heritage.equals("Helm") || heritage.equals("Tiller") ? get(RELEASE) : "";
    }
}
