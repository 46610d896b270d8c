package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.image.ImageReference;
import eu.skyscrapers.ptc.image.InvalidReferenceException;

/**
 * The name that an image has whatever its tag and digest, and however it was written: {@code nginx:1.27} and
 * {@code Registry-1.docker.io:443/library/nginx} are both {@code docker.io/library/nginx}.
 */
public final class CanonicalName {
    private CanonicalName() {}

    /** Of any text at all; what is no reference, or an id of the node's own store, has no name but itself. */
    public static String of(String image) {
        if (ImageReference.isLocalId(image)) {
            return image;
        }
        try {
            ImageReference reference = ImageReference.parse(image);
            String upstream = Upstreams.named(reference.host());
            String repository = reference.repository();
            if (upstream.isEmpty()) {
                return repository;
            }
            boolean official = upstream.equals(Upstreams.DOCKER_HUB) && repository.indexOf('/') < 0;
            return upstream + (official ? "/library/" : "/") + repository;
        } catch (InvalidReferenceException e) {
            return image;
        }
    }
}
