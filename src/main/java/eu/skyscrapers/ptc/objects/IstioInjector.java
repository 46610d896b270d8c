package eu.skyscrapers.ptc.objects;

import java.util.Locale;

/**
 * Istio's injector, which puts an image in the place of {@code auto} when a pod is made from a template that asks for it,
 * as the template of a gateway does.
 *
 * @see <a href="https://istio.io/latest/docs/setup/additional-setup/gateway/">Istio, "Installing Gateways"</a>; what it goes by
 *     is {@code injectRequired} in its {@code pkg/kube/inject/inject.go}
 */
final class IstioInjector {
    /** An annotation. */
    static final String TEMPLATES = "inject.istio.io/templates";

    /** A label, or an annotation if there is no such label. */
    static final String INJECT = "sidecar.istio.io/inject";

    private IstioInjector() {}

    /**
     * Whether {@code auto} is not an image in a pod template.
     *
     * @param templates what {@link #TEMPLATES} says; empty where it is not there
     * @param inject what {@link #INJECT} says; empty where it is not there, and the namespace decides
     */
    static boolean fillsIn(String templates, String inject) {
        return switch (inject.toLowerCase(Locale.ROOT)) {
            case "y", "yes", "true", "on" -> true;
            case "" -> !templates.isEmpty();
            default -> false;
        };
    }

    static boolean isFilledIn(String image) {
        return image.equals("auto");
    }
}
