package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.image.ImageReference;
import eu.skyscrapers.ptc.image.InvalidReferenceException;

/**
 * The name that an image has whatever its tag and digest, and however it was written: {@code nginx:1.27} and
 * {@code Registry-1.docker.io:443/library/nginx} are both {@code docker.io/library/nginx}.
 */
public final class CanonicalName {
    /** Where Docker Hub keeps its official images, and nothing below these. */
    static final String LIBRARY = "library/";

    private CanonicalName() {}

    /** Of any text at all; a text that is not a reference, or an id of the node's own store, is its own name. */
    public static String of(String image) {
        if (ImageReference.isLocalId(image)) {
            return image;
        }
        try {
            return of(ImageReference.parse(image));
        } catch (InvalidReferenceException e) {
            return image;
        }
    }

    static String of(ImageReference reference) {
        String upstream = Upstreams.named(reference.host());
        String repository = repository(reference, upstream);
        return upstream.isEmpty() ? repository : upstream + '/' + repository;
    }

    /** Docker Hub keeps its official images below {@code library/}, and refuses a pull without it. */
    static String repository(ImageReference reference, String upstream) {
        String repository = reference.repository();
        boolean official = upstream.equals(Upstreams.DOCKER_HUB) && !repository.contains("/");
        return official ? LIBRARY + repository : repository;
    }
}
