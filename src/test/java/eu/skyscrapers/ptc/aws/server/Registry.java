package eu.skyscrapers.ptc.aws.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.api.server.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;

/** ECR of an account in a region. */
public final class Registry {
    private static final int MOST_IDS = 100;
    /** Those that take {@code registryId}; the others answer for the caller's own account, whatever they are sent. */
    private static final Set<String> OF_ANY_ACCOUNT =
            Set.of("DescribePullThroughCacheRules", "ValidatePullThroughCacheRule", "DescribeImages");

    private final Account account;
    private final String region;
    private final List<ObjectNode> rules = new CopyOnWriteArrayList<>();
    private final List<ObjectNode> templates = new CopyOnWriteArrayList<>();
    private final Map<String, List<ObjectNode>> images = new ConcurrentHashMap<>();
    private final Map<String, String> invalid = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> shared = new ConcurrentHashMap<>();
    private volatile String policy = "";

    Registry(Account account, String region) {
        this.account = account;
        this.region = region;
    }

    /** For example {@code docker-hub} and {@code registry-1.docker.io}. */
    public Registry rule(String prefix, String upstream) {
        return rules("[{\"ecrRepositoryPrefix\":\"%s\",\"upstreamRegistryUrl\":\"%s\"}]".formatted(prefix, upstream));
    }

    public Registry rule(String prefix, String upstream, String credentialArn) {
        return rules("[{\"ecrRepositoryPrefix\":\"%s\",\"upstreamRegistryUrl\":\"%s\",\"credentialArn\":\"%s\"}]"
                .formatted(prefix, upstream, credentialArn));
    }

    /** More rules: a list, or what the CLI prints of one. */
    public Registry rules(String json) {
        for (ObjectNode rule : objects(json, "pullThroughCacheRules")) {
            rules.add(rule.put("registryId", account.id()));
        }
        return this;
    }

    /** More repository creation templates: a list, or what the CLI prints of one. */
    public Registry templates(String json) {
        templates.addAll(objects(json, "repositoryCreationTemplates"));
        return this;
    }

    public Registry policy(String json) {
        policy = json;
        return this;
    }

    /** The upstream does not take the credentials of that rule. */
    public Registry invalid(String prefix, String failure) {
        invalid.put(prefix, failure);
        return this;
    }

    /** Lets another account call, where the call takes {@code registryId}; its caller's own policy must do so too. */
    public Registry share(Account with, String... actions) {
        shared.computeIfAbsent(with.id(), each -> ConcurrentHashMap.newKeySet()).addAll(List.of(actions));
        return this;
    }

    /** Makes a repository, without images. */
    public Registry repository(String name) {
        images.computeIfAbsent(name, each -> new CopyOnWriteArrayList<>());
        return this;
    }

    /** An image, and its repository; {@code lastPull} is null where nobody pulled it since ECR records that. */
    public Registry image(String repository, String digest, Instant pushed, Instant lastPull, String... tags) {
        ObjectNode image = Json.MAPPER
                .createObjectNode()
                .put("registryId", account.id())
                .put("repositoryName", repository)
                .put("imageDigest", digest)
                .put("imageSizeInBytes", 12_345_678)
                .put("imagePushedAt", seconds(pushed))
                .put("imageManifestMediaType", "application/vnd.oci.image.index.v1+json")
                .put("imageStatus", "ACTIVE");
        if (lastPull != null) {
            image.put("lastRecordedPullTime", seconds(lastPull));
        }
        for (String tag : tags) {
            image.withArray("imageTags").add(tag);
        }
        repository(repository);
        images.get(repository).add(image);
        return this;
    }

    public Registry archive(String repository, String digest, Instant when) {
        find(repository, Json.MAPPER.createObjectNode().put("imageDigest", digest))
                .put("imageStatus", "ARCHIVED")
                .put("lastArchivedAt", seconds(when));
        return this;
    }

    /** The registry that a call is about. */
    static Registry of(Call call, TestAws aws) {
        String id = OF_ANY_ACCOUNT.contains(call.operation()) ? call.parameter("registryId") : "";
        Account account = id.isEmpty() ? call.account() : aws.account(id);
        return account.registry(call.region());
    }

    JsonNode answer(Call call) {
        String repository = call.parameter("repositoryName");
        String resource = account.arn("ecr", region, repository.isEmpty() ? "*" : "repository/" + repository);
        Principal.check(call, resource);
        if (account != call.account()
                && shared.getOrDefault(call.account().id(), Set.of()).stream()
                        .noneMatch(action -> Principal.matches(action, call.action()))) {
            throw Principal.denied(call, resource, Principal.because(call, "resource"));
        }
        return switch (call.operation()) {
            case "DescribePullThroughCacheRules" -> page(call, "pullThroughCacheRules", rules(call));
            case "ValidatePullThroughCacheRule" -> validation(rule(call.parameter("ecrRepositoryPrefix")));
            case "DescribeRepositoryCreationTemplates" ->
                page(call, "repositoryCreationTemplates", templates(call)).put("registryId", account.id());
            case "GetRegistryPolicy" -> policy();
            case "DescribeImages" -> images(call, repository);
            default -> throw new IllegalArgumentException("no such call in the stand-in: " + call);
        };
    }

    private List<ObjectNode> rules(Call call) {
        List<String> prefixes = texts(call.parameters().path("ecrRepositoryPrefixes"));
        return prefixes.isEmpty() ? rules : prefixes.stream().map(this::rule).toList();
    }

    private ObjectNode rule(String prefix) {
        return rules.stream()
                .filter(rule -> rule.path("ecrRepositoryPrefix").asText().equals(prefix))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        400,
                        "PullThroughCacheRuleNotFoundException",
                        "The pull through cache rule with prefix '%s' does not exist in the registry with id '%s'"
                                .formatted(prefix, account.id())));
    }

    private ObjectNode validation(ObjectNode rule) {
        String failure = invalid.get(rule.path("ecrRepositoryPrefix").asText());
        ObjectNode answer = rule.deepCopy().put("isValid", failure == null);
        answer.remove(List.of("createdAt", "updatedAt", "upstreamRegistry"));
        return failure == null ? answer : answer.put("failure", failure);
    }

    private List<ObjectNode> templates(Call call) {
        List<String> prefixes = texts(call.parameters().path("prefixes"));
        return templates.stream()
                .filter(each -> prefixes.isEmpty()
                        || prefixes.contains(each.path("prefix").asText()))
                .toList();
    }

    private ObjectNode policy() {
        if (policy.isEmpty()) {
            throw new Refusal(
                    400,
                    "RegistryPolicyNotFoundException",
                    "Registry policy does not exist in the registry with id '" + account.id() + "'");
        }
        return Json.MAPPER.createObjectNode().put("registryId", account.id()).put("policyText", policy);
    }

    private ObjectNode images(Call call, String repository) {
        if (!images.containsKey(repository)) {
            throw new Refusal(
                    400,
                    "RepositoryNotFoundException",
                    "The repository with name '%s' does not exist in the registry with id '%s'"
                            .formatted(repository, account.id()));
        }
        JsonNode ids = call.parameters().path("imageIds");
        if (ids.size() > MOST_IDS) {
            throw invalidParameter("imageIds", "Member must have length less than or equal to " + MOST_IDS);
        }
        if (ids.isEmpty()) {
            return page(call, "imageDetails", images.get(repository));
        }
        if (call.parameters().has("maxResults") || call.parameters().has("nextToken")) {
            throw invalidParameter("maxResults", "Pagination is not supported with imageIds");
        }
        // One that is missing fails all.
        Set<ObjectNode> found = new LinkedHashSet<>();
        ids.forEach(id -> found.add(find(repository, id)));
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.putArray("imageDetails").addAll(found);
        return answer;
    }

    private ObjectNode find(String repository, JsonNode id) {
        String digest = id.path("imageDigest").asText("null");
        String tag = id.path("imageTag").asText("null");
        return images.get(repository).stream()
                .filter(image -> !id.has("imageDigest")
                        || image.path("imageDigest").asText().equals(digest))
                .filter(image ->
                        !id.has("imageTag") || texts(image.path("imageTags")).contains(tag))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        400,
                        "ImageNotFoundException",
                        ("The image with imageId {imageDigest:'%s', imageTag:'%s'} does not exist within the repository with"
                                        + " name '%s' in the registry with id '%s'")
                                .formatted(digest, tag, repository, account.id())));
    }

    private ObjectNode page(Call call, String field, List<ObjectNode> all) {
        return Paging.page(
                account.aws(),
                call.parameters().path("maxResults").asInt(100),
                call.parameter("nextToken"),
                field,
                all,
                () -> invalidParameter("nextToken", "The specified token is invalid"));
    }

    private static Refusal invalidParameter(String name, String constraint) {
        return new Refusal(
                400,
                "InvalidParameterException",
                "Invalid parameter at '%s' failed to satisfy constraint: '%s'".formatted(name, constraint));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** The CLI prints times as texts, and the service sends seconds. */
    private static List<ObjectNode> objects(String json, String field) {
        JsonNode read = Json.read(json.getBytes(UTF_8));
        List<ObjectNode> objects = StreamSupport.stream((read.isArray() ? read : read.path(field)).spliterator(), false)
                .map(ObjectNode.class::cast)
                .toList();
        for (ObjectNode object : objects) {
            for (String time : List.of("createdAt", "updatedAt")) {
                if (object.path(time).isTextual()) {
                    object.put(
                            time,
                            seconds(OffsetDateTime.parse(object.path(time).asText())
                                    .toInstant()));
                }
            }
        }
        return objects;
    }

    static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }
}
