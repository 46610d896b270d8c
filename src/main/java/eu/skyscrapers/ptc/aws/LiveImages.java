package eu.skyscrapers.ptc.aws;

import eu.skyscrapers.ptc.audit.CacheContents;
import eu.skyscrapers.ptc.audit.Cached;
import eu.skyscrapers.ptc.audit.Cached.State;
import eu.skyscrapers.ptc.aws.AwsException.Kind;
import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.image.ImageReference;
import eu.skyscrapers.ptc.threads.FourAtATime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageStatus;
import software.amazon.awssdk.services.ecr.model.ImageStatusFilter;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** Looks images up in their registries, which never makes a registry pull one. */
public final class LiveImages implements CacheContents.Source {
    private static final String ACTION = "ecr:DescribeImages";
    /** The most that ECR takes. */
    private static final int IDS_OF_A_CALL = 100;

    private final AwsCaller user;
    private final Function<EcrRegistry, @Nullable String> roles;
    /** Why no further call is made; null as long as there is no such reason. */
    private final AtomicReference<@Nullable String> stopped = new AtomicReference<>();

    /** @param roles to assume for a registry; null to ask as the user */
    public LiveImages(AwsCaller user, Function<EcrRegistry, @Nullable String> roles) {
        this.user = user;
        this.roles = roles;
    }

    @Override
    public Map<ImageReference, Cached> of(EcrRegistry registry, Set<ImageReference> references) {
        AwsCaller caller = LiveRegistry.caller(user, registry, roles.apply(registry));
        EcrClient ecr =
                caller.configured(EcrClient.builder(), registry.region()).build();
        stopped.set(null);
        Map<String, List<ImageReference>> byRepository = new TreeMap<>();
        references.forEach(reference -> byRepository
                .computeIfAbsent(reference.repository(), first -> new ArrayList<>())
                .add(reference));
        Map<ImageReference, Cached> all = new HashMap<>();
        try {
            FourAtATime.each(
                            byRepository.entrySet(),
                            some -> new Repository(caller, ecr, registry, some.getKey()).of(some.getValue()))
                    .forEach(all::putAll);
        } catch (CancellationException e) {
            return Map.of();
        }
        return all;
    }

    private final class Repository {
        private final AwsCaller caller;
        private final EcrClient ecr;
        private final EcrRegistry registry;
        private final String name;

        private Repository(AwsCaller caller, EcrClient ecr, EcrRegistry registry, String name) {
            this.caller = caller;
            this.ecr = ecr;
            this.registry = registry;
            this.name = name;
        }

        private Map<ImageReference, Cached> of(List<ImageReference> references) {
            Map<ImageIdentifier, List<ImageReference>> byId = new LinkedHashMap<>();
            references.forEach(reference -> byId.computeIfAbsent(id(reference), first -> new ArrayList<>())
                    .add(reference));
            List<ImageIdentifier> ids = List.copyOf(byId.keySet());
            Map<ImageReference, Cached> found = new HashMap<>();
            for (int i = 0; i < ids.size(); i += IDS_OF_A_CALL) {
                look(ids.subList(i, Math.min(i + IDS_OF_A_CALL, ids.size())))
                        .forEach((id, cached) ->
                                byId.getOrDefault(id, List.of()).forEach(reference -> found.put(reference, cached)));
            }
            return found;
        }

        /** By what containerd pulls: it drops a tag before a digest. */
        private static ImageIdentifier id(ImageReference reference) {
            ImageIdentifier.Builder id = ImageIdentifier.builder();
            String digest = reference.digest();
            String tag = reference.tag();
            return (digest == null ? id.imageTag(tag == null ? "latest" : tag) : id.imageDigest(digest)).build();
        }

        private Map<ImageIdentifier, Cached> look(List<ImageIdentifier> ids) {
            String reason = stopped.get();
            if (reason != null) {
                return all(ids, Cached.unknown(reason));
            }
            try {
                DescribeImagesResponse answer = caller.call(
                        ACTION,
                        () -> ecr.describeImages(request -> request.registryId(registry.account())
                                .repositoryName(name)
                                .imageIds(ids)
                                // Else archived ones are left out.
                                .filter(filter -> filter.imageStatus(ImageStatusFilter.ANY))));
                Map<ImageIdentifier, Cached> found = new HashMap<>();
                for (ImageIdentifier id : ids) {
                    answer.imageDetails().stream()
                            .filter(image -> isOf(id, image))
                            .findFirst()
                            .ifPresent(image -> found.put(id, cached(image)));
                }
                return found;
            } catch (AwsException e) {
                return missing(ids, e);
            }
        }

        private Map<ImageIdentifier, Cached> missing(List<ImageIdentifier> ids, AwsException e) {
            if (e.getCause() instanceof RepositoryNotFoundException) {
                return all(ids, Cached.NOT);
            }
            if (e.getCause() instanceof ImageNotFoundException) {
                if (ids.size() == 1) {
                    return all(ids, Cached.NOT);
                }
                // One that is missing fails all, and the others may be there.
                Map<ImageIdentifier, Cached> halves = new HashMap<>(look(ids.subList(0, ids.size() / 2)));
                halves.putAll(look(ids.subList(ids.size() / 2, ids.size())));
                return halves;
            }
            if (e.kind() == Kind.CREDENTIALS || e.kind() == Kind.UNREACHABLE) {
                // It would be the same of every other repository, after as long a wait each.
                stopped.compareAndSet(null, e.message());
            }
            return all(ids, Cached.unknown(e.message()));
        }
    }

    private static Map<ImageIdentifier, Cached> all(List<ImageIdentifier> ids, Cached cached) {
        Map<ImageIdentifier, Cached> all = new HashMap<>();
        ids.forEach(id -> all.put(id, cached));
        return all;
    }

    private static boolean isOf(ImageIdentifier id, ImageDetail image) {
        return id.imageDigest() == null
                ? image.imageTags().contains(id.imageTag())
                : id.imageDigest().equals(image.imageDigest());
    }

    private Cached cached(ImageDetail image) {
        String status = image.imageStatusAsString();
        if (status == null || image.imageStatus() == ImageStatus.ACTIVE) {
            return new Cached(State.IN_CACHE, image.imagePushedAt(), image.lastRecordedPullTime(), null);
        }
        // Of one that is being restored nobody says when that is done.
        return image.imageStatus() == ImageStatus.ARCHIVED || image.imageStatus() == ImageStatus.ACTIVATING
                ? new Cached(State.ARCHIVED, image.imagePushedAt(), image.lastRecordedPullTime(), null)
                : Cached.unknown("ECR says that it is " + Faults.excerpt(user.hidden(status)));
    }
}
