package eu.skyscrapers.ptc.aws.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.api.server.Json;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets Manager of an account in a region: that there are secrets, not what they say. */
public final class Secrets {
    private static final String RANDOM_END = "-a1B2c3";

    private final Account account;
    private final String region;
    private final Map<String, ObjectNode> byName = new ConcurrentHashMap<>();

    Secrets(Account account, String region) {
        this.account = account;
        this.region = region;
    }

    /** Returns its ARN, with the six letters that AWS adds to the name. */
    public String add(String name, Instant changed) {
        String arn = arn(name);
        byName.put(
                name,
                Json.MAPPER
                        .createObjectNode()
                        .put("ARN", arn)
                        .put("Name", name)
                        .put("CreatedDate", Registry.seconds(changed))
                        .put("LastChangedDate", Registry.seconds(changed)));
        return arn;
    }

    /** Will be gone a while after that. */
    public Secrets delete(String name, Instant when) {
        byName.get(name).put("DeletedDate", Registry.seconds(when));
        return this;
    }

    private String arn(String name) {
        return account.arn("secretsmanager", region, "secret:" + name + RANDOM_END);
    }

    /** The secret's account and region are those of its ARN, else the caller's. */
    static Secrets of(Call call, TestAws aws) {
        String[] arn = call.parameter("SecretId").split(":", -1);
        return arn.length < 7
                ? call.account().secrets(call.region())
                : aws.account(arn[4]).secrets(arn[3]);
    }

    JsonNode answer(Call call) {
        if (!call.operation().equals("DescribeSecret")) {
            throw new IllegalArgumentException("no such call in the stand-in: " + call);
        }
        String id = call.parameter("SecretId");
        Principal.check(call, id.startsWith("arn:") ? id : arn(id));
        if (account != call.account()) {
            throw Principal.denied(call, id, Principal.because(call, "resource"));
        }
        return byName.values().stream()
                .filter(each -> region.equals(call.region()))
                .filter(each -> each.path("ARN").asText().equals(id)
                        || each.path("Name").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret."));
    }
}
