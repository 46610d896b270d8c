package eu.skyscrapers.ptc.kubernetes.objects;

/**
 * Istio's injector, which puts an image in the place of {@code auto} when a pod is made from a template that asks for it,
 * as the template of a gateway does.
 *
 * @see <a href="https://istio.io/latest/docs/setup/additional-setup/gateway/">Istio, "Installing Gateways"</a>
 */
public final class IstioInjector {
    /** An annotation. */
    public static final String TEMPLATES = "inject.istio.io/templates";

    /** A label, and in older manifests an annotation. */
    public static final String INJECT = "sidecar.istio.io/inject";

    private IstioInjector() {}

    /**
     * Whether {@code auto} is no image in a pod template.
     *
     * @param templates what {@link #TEMPLATES} says; empty where it is not there
     * @param inject what {@link #INJECT} says; empty where it is not there, and the namespace decides
     */
    public static boolean fillsIn(String templates, String inject) {
        return inject.equals("true") || (inject.isEmpty() && !templates.isEmpty());
    }

    public static boolean isFilledIn(String image) {
        return image.equals("auto");
    }
}
