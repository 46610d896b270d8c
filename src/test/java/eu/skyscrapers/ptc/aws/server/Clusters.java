package eu.skyscrapers.ptc.aws.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import eu.skyscrapers.ptc.api.server.Json;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/** EKS of an account in a region. */
final class Clusters {
    private final Account account;
    private final String region;
    private final ConcurrentSkipListMap<String, Cluster> clusters = new ConcurrentSkipListMap<>();

    Clusters(Account account, String region) {
        this.account = account;
        this.region = region;
    }

    Cluster cluster(String name) {
        return clusters.computeIfAbsent(name, each -> new Cluster(account, region, each));
    }

    JsonNode answer(Call call) {
        if (call.operation().equals("ListClusters")) {
            Principal.check(call, account.arn("eks", region, "cluster/*"));
            List<TextNode> names =
                    clusters.keySet().stream().map(TextNode::valueOf).toList();
            ObjectNode page = Paging.page(
                    account.aws(),
                    call.parameters().path("maxResults").asInt(100),
                    call.parameter("nextToken"),
                    "clusters",
                    names,
                    () -> new Refusal(400, "InvalidParameterException", "The nextToken is invalid"));
            // EKS says so where others leave it out.
            return page.has("nextToken") ? page : page.putNull("nextToken");
        }
        String name = call.parameter("name");
        Principal.check(call, account.arn("eks", region, "cluster/" + name));
        Cluster cluster = clusters.get(name);
        if (cluster == null) {
            throw new Refusal(404, "ResourceNotFoundException", "No cluster found for name: " + name + ".");
        }
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.set("cluster", cluster.description());
        return answer;
    }
}
