package eu.skyscrapers.ptc.benchmark;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Set;
import java.util.TreeSet;

/** Lists pods as most Java programs do: fabric8's typed {@code list()}, page by page. Argument: the server. */
final class TypedClient {
    private TypedClient() {}

    public static void main(String[] args) {
        Config config = new ConfigBuilder(Config.empty()).withMasterUrl(args[0]).build();
        Set<String> images = new TreeSet<>();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            String token = null;
            do {
                ListOptions page = new ListOptionsBuilder()
                        .withLimit((long) PageServer.PAGE_SIZE)
                        .withContinue(token)
                        .build();
                PodList pods = client.pods().inAnyNamespace().list(page);
                for (Pod pod : pods.getItems()) {
                    pod.getSpec().getContainers().stream()
                            .map(Container::getImage)
                            .forEach(images::add);
                    pod.getSpec().getInitContainers().stream()
                            .map(Container::getImage)
                            .forEach(images::add);
                }
                token = pods.getMetadata().getContinue();
            } while (token != null && !token.isEmpty());
        }
        System.out.println(images.size());
    }
}
