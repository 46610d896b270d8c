package eu.skyscrapers.ptc.aws.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Json;
import eu.skyscrapers.ptc.api.server.LoopbackServer;
import eu.skyscrapers.ptc.api.server.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other tests believe the stand-in: it refuses what AWS refuses, in AWS's forms, and its faults are what they are called. */
class TestAwsTest {
    private static final String REGION = "eu-west-1";
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @TempDir
    private Path folder;

    private final HttpClient client = LoopbackServer.client();
    private final TestAws aws = TestAws.http();
    private final Account tooling = aws.account("222222222222");
    private final Account production = aws.account("111111111111");
    private final Principal auditor = tooling.role("team/auditor").allow("ecr:*", "eks:*", "secretsmanager:*");
    private Key key = auditor.key();

    @AfterEach
    void close() {
        aws.close();
    }

    // Who is who.

    @Test
    void callersAreThoseWhoseKeysTheyHave() throws Exception {
        assertThat(sts("Action=GetCallerIdentity").body())
                .contains(
                        "<Arn>arn:aws:sts::222222222222:assumed-role/auditor/test</Arn>",
                        "<Account>222222222222</Account>");
        key = aws.account("333333333333", Partition.CHINA).user("ops").key();
        assertThat(sts("Action=GetCallerIdentity").body()).contains("<Arn>arn:aws-cn:iam::333333333333:user/ops</Arn>");
        assertThat(aws.calls())
                .extracting(Call::caller)
                .containsExactly(
                        "arn:aws:sts::222222222222:assumed-role/auditor/test", "arn:aws-cn:iam::333333333333:user/ops");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            same account, no trust                    | AccessDenied
            same account, trust                       | 200
            same account, trust, caller denied        | AccessDenied
            other account, trust                      | AccessDenied
            other account, caller allowed             | AccessDenied
            other account, trust, caller allowed      | 200
            other account, trust, caller allowed, two hours | ValidationError
            same account, trust, bad name             | ValidationError
            nowhere, caller allowed                   | AccessDenied
            """)
    void rolesAreAssumedWhereBothSidesSaySo(String what, String expected) throws Exception {
        Principal role = (what.startsWith("same") ? tooling : production).role("reader");
        if (what.contains(", trust")) {
            role.trust(auditor);
        }
        if (what.contains("caller allowed")) {
            auditor.allow("sts:AssumeRole");
        }
        if (what.contains("caller denied")) {
            auditor.deny("sts:*", role.arn());
        }
        HttpResponse<String> answer = sts("Action=AssumeRole&RoleArn="
                + (what.startsWith("nowhere") ? role.arn().replace("reader", "writer") : role.arn())
                + "&RoleSessionName=" + (what.contains("bad name") ? "a%20b" : "audit")
                + (what.contains("two hours") ? "&DurationSeconds=7200" : ""));

        assertThat(code(answer)).isEqualTo(expected);
        if (expected.equals("200")) {
            key = new Key(
                    element(answer, "AccessKeyId"),
                    element(answer, "SecretAccessKey"),
                    element(answer, "SessionToken"),
                    role,
                    "audit",
                    Instant.parse(element(answer, "Expiration")),
                    false);
            assertThat(sts("Action=GetCallerIdentity").body()).contains(":assumed-role/reader/audit</Arn>");
            assertThat(key.expires())
                    .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3700));
            assertThat(aws.secrets()).contains(key.secret(), key.token());
        }
    }

    @Test
    void podsAreKnownByTheirTokens() throws Exception {
        Map<String, String> pod = aws.podIdentity(auditor, folder, REGION);
        String uri = pod.get("AWS_CONTAINER_CREDENTIALS_FULL_URI");
        String token = Files.readString(Path.of(pod.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")));
        JsonNode credentials =
                Json.read(plain(uri, "authorization", token).body().getBytes(UTF_8));
        assertThat(plain(uri, "authorization", token + "x").statusCode()).isEqualTo(401);
        assertThat(aws.secrets())
                .contains(
                        token,
                        credentials.path("SecretAccessKey").asText(),
                        credentials.path("Token").asText());

        Map<String, String> annotated = aws.webIdentity(auditor, folder, REGION);
        String ofRole = "/?Action=AssumeRoleWithWebIdentity&RoleSessionName=audit&WebIdentityToken="
                + Files.readString(Path.of(annotated.get("AWS_WEB_IDENTITY_TOKEN_FILE"))) + "&RoleArn="
                + annotated.get("AWS_ROLE_ARN");
        assertThat(plain(aws.uri() + ofRole).body()).contains(":assumed-role/auditor/audit</Arn>");
        assertThat(code(plain(aws.uri() + ofRole + "2"))).isEqualTo("AccessDenied");
        assertThat(code(plain(aws.uri() + ofRole.replace("Token=", "Token=x")))).isEqualTo("InvalidIdentityToken");
    }

    /** A pod's session has tags that go along: whoever forgets that finds only the next role closed. */
    @ParameterizedTest
    @CsvSource({"sts:AssumeRole,sts:*,false", "sts:*,sts:AssumeRole,false", "sts:*,sts:*,true"})
    void tagsOfAPodGoAlongToTheNextRole(String allowed, String trusted, boolean assumed) throws Exception {
        Principal role = production.role("reader");
        auditor.policy(Json.read("""
                {"Statement": {"Effect": "Allow", "Action": "%s", "Resource": ["%s"]}}
                """.formatted(allowed, role.arn()).getBytes(UTF_8)));
        role.trust(Json.read("""
                {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": ["%s"]}]}
                """.formatted(auditor.arn(), trusted).getBytes(UTF_8)));
        String assume = "Action=AssumeRole&RoleSessionName=audit&RoleArn=";
        assertThat(sts(assume + role.arn()).statusCode()).isEqualTo(200);
        assertThat(code(sts(assume + role.arn() + "2"))).isEqualTo("AccessDenied");

        key = aws.issue(auditor, "pod", Instant.now().plusSeconds(60), true);
        HttpResponse<String> answer = sts(assume + role.arn());
        assertThat(answer.statusCode()).isEqualTo(assumed ? 200 : 403);
        assertThat(answer.body().contains("sts:TagSession")).isEqualTo(!assumed);
    }

    // What it refuses.

    /** In the order STS, ECR, EKS. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unsigned        | 403 MissingAuthenticationToken | 400 MissingAuthenticationTokenException | 403 MissingAuthenticationTokenException
            wrong secret    | 403 SignatureDoesNotMatch      | 400 InvalidSignatureException           | 403 InvalidSignatureException
            changed body    | 403 SignatureDoesNotMatch      | 400 InvalidSignatureException           | 403 InvalidSignatureException
            other service   | 403 SignatureDoesNotMatch      | 400 InvalidSignatureException           | 403 InvalidSignatureException
            slow clock      | 403 SignatureDoesNotMatch      | 400 InvalidSignatureException           | 403 InvalidSignatureException
            fast clock      | 403 SignatureDoesNotMatch      | 400 InvalidSignatureException           | 403 InvalidSignatureException
            unknown key     | 403 InvalidClientTokenId       | 400 UnrecognizedClientException         | 403 UnrecognizedClientException
            without session | 403 InvalidClientTokenId       | 400 UnrecognizedClientException         | 403 UnrecognizedClientException
            expired         | 403 ExpiredToken               | 400 ExpiredTokenException               | 403 ExpiredTokenException
            not allowed     | 200                            | 400 AccessDeniedException               | 403 AccessDeniedException
            denied          | 200                            | 400 AccessDeniedException               | 403 AccessDeniedException
            all is well     | 200                            | 200                                     | 200
            """)
    void refusalsHaveTheFormOfTheService(String what, String ofSts, String ofEcr, String ofEks) throws Exception {
        switch (what) {
            case "wrong secret" -> key = with(key.id(), key.secret() + "x", key.token());
            case "unknown key" -> key = with("ASIANOBODY", key.secret(), key.token());
            case "without session" -> key = with(key.id(), key.secret(), "");
            case "expired" -> aws.expireSessions();
            case "slow clock" -> aws.clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(16)));
            case "fast clock" -> aws.clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-16)));
            case "not allowed" -> key = tooling.role("nobody").key();
            case "denied" -> auditor.deny("e??:*", "arn:aws:*:eu-west-1:222222222222:*");
            default -> {}
        }
        List<String> seen = new ArrayList<>();
        for (Service service : List.of(Service.STS, Service.ECR, Service.EKS)) {
            Map<String, String> headers = new TreeMap<>();
            String body = service == Service.STS
                    ? "Action=GetCallerIdentity&Version=2011-06-15"
                    : service == Service.ECR ? "{\"maxResults\":10}" : "";
            if (service == Service.ECR) {
                headers.put("x-amz-target", "AmazonEC2ContainerRegistry_V20150921.DescribePullThroughCacheRules");
            }
            String target = service == Service.EKS ? "/clusters?maxResults=10" : "/";
            if (!what.equals("unsigned")) {
                headers = signed(what.equals("other service") ? "s3" : service.id, "POST", target, headers, body);
            }
            HttpResponse<String> answer = send("POST", target, headers, body + (what.startsWith("changed") ? " " : ""));
            seen.add(answer.statusCode() + (answer.statusCode() == 200 ? "" : " " + code(answer)));
        }
        assertThat(seen).containsExactly(ofSts, ofEcr, ofEks);
    }

    @Test
    void whatItCannotDoFailsTheTest() {
        TestAws other = TestAws.http();

        assertThatThrownBy(() -> plain(other.uri() + "/bucket")).isInstanceOf(IOException.class);
        assertThatThrownBy(other::close).isInstanceOf(IllegalArgumentException.class);
    }

    // What it answers.

    @Test
    void listsComeInPages() throws Exception {
        aws.pageSize(2);
        IntStream.range(0, 4).forEach(i -> tooling.registry(REGION).rule("prefix-" + i, "quay.io"));
        IntStream.range(0, 3).forEach(i -> tooling.cluster(REGION, "cluster-" + i));

        JsonNode first = ecr("DescribePullThroughCacheRules", "{}");
        JsonNode second = ecr(
                "DescribePullThroughCacheRules",
                "{\"nextToken\":\"" + first.path("nextToken").asText() + "\"}");
        assertThat(texts(first.path("pullThroughCacheRules"), "ecrRepositoryPrefix"))
                .containsExactly("prefix-0", "prefix-1");
        assertThat(texts(second.path("pullThroughCacheRules"), "ecrRepositoryPrefix"))
                .containsExactly("prefix-2", "prefix-3");
        assertThat(second.has("nextToken")).isFalse();
        assertThat(ecr("DescribePullThroughCacheRules", "{\"maxResults\":1}").path("pullThroughCacheRules"))
                .hasSize(1);
        assertThat(ecr("DescribePullThroughCacheRules", "{\"nextToken\":\"x\"}")
                        .path("__type")
                        .asText())
                .isEqualTo("InvalidParameterException");

        JsonNode clusters = eks("/clusters");
        JsonNode rest =
                eks("/clusters?nextToken=" + clusters.path("nextToken").asText().replace("=", "%3D"));
        assertThat(clusters.path("clusters")).extracting(JsonNode::asText).containsExactly("cluster-0", "cluster-1");
        assertThat(rest.toString()).isEqualTo("{\"clusters\":[\"cluster-2\"],\"nextToken\":null}");
    }

    @Test
    void callsWithoutRegistryIdAnswerForTheCallersOwnAccount() throws Exception {
        tooling.registry(REGION).rule("own", "quay.io").policy("{\"of\":\"tooling\"}");
        production.registry(REGION).rule("other", "quay.io").policy("{\"of\":\"production\"}");
        String other = "{\"registryId\":\"111111111111\"}";

        assertThat(ecr("GetRegistryPolicy", other).path("policyText").asText()).contains("tooling");
        assertThat(ecr("DescribeRepositoryCreationTemplates", other)
                        .path("registryId")
                        .asText())
                .isEqualTo(tooling.id());
        assertThat(ecr("DescribePullThroughCacheRules", other).path("Message").asText())
                .isEqualTo("User: arn:aws:sts::222222222222:assumed-role/auditor/test is not authorized to perform:"
                        + " ecr:DescribePullThroughCacheRules on resource: arn:aws:ecr:eu-west-1:111111111111:* because no"
                        + " resource-based policy allows the ecr:DescribePullThroughCacheRules action");
        production.registry(REGION).share(tooling, "ecr:Describe*");
        assertThat(texts(
                        ecr("DescribePullThroughCacheRules", other).path("pullThroughCacheRules"),
                        "ecrRepositoryPrefix"))
                .containsExactly("other");
        assertThat(ecr("GetRegistryPolicy", "{}").path("registryId").asText()).isEqualTo(tooling.id());
    }

    @Test
    void imagesAreFoundByTagAndDigestOrNotAtAll() throws Exception {
        tooling.registry(REGION)
                .image("hub/nginx", DIGEST, Instant.EPOCH, Instant.EPOCH.plusSeconds(60), "1.25", "1")
                .image("hub/nginx", DIGEST.replace('a', 'b'), Instant.EPOCH, null)
                .archive("hub/nginx", DIGEST.replace('a', 'b'), Instant.EPOCH)
                .repository("hub/empty");

        assertThat(images("hub/nginx", "{\"imageTag\":\"1\"},{\"imageDigest\":\"" + DIGEST + "\"}"))
                .isEqualTo("1 ACTIVE");
        assertThat(images("hub/nginx", "{\"imageDigest\":\"" + DIGEST.replace('a', 'b') + "\"}"))
                .isEqualTo("1 ARCHIVED");
        assertThat(images("hub/nginx", "")).isEqualTo("2 ACTIVE");
        assertThat(images("hub/empty", "")).isEqualTo("0 ");
        assertThat(images("hub/nginx", "{\"imageTag\":\"1\"},{\"imageTag\":\"2\"}"))
                .isEqualTo(
                        "ImageNotFoundException: The image with imageId {imageDigest:'null', imageTag:'2'} does not exist"
                                + " within the repository with name 'hub/nginx' in the registry with id '222222222222'");
        assertThat(images("hub/redis", "{\"imageTag\":\"1\"}")).startsWith("RepositoryNotFoundException: ");
        String tooMany =
                IntStream.range(0, 101).mapToObj(i -> "{\"imageTag\":\"1\"}").collect(Collectors.joining(","));
        assertThat(images("hub/nginx", tooMany))
                .startsWith("InvalidParameterException: Invalid parameter at 'imageIds'");
    }

    @Test
    void rulesTemplatesAndSecretsAreDescribed() throws Exception {
        String secret = tooling.secrets(REGION).add("ecr-pullthroughcache/hub", Instant.ofEpochSecond(1_700_000_000));
        tooling.registry(REGION)
                .rules("{\"pullThroughCacheRules\":[{\"ecrRepositoryPrefix\":\"hub\",\"upstreamRegistryUrl\":\"x\","
                        + "\"createdAt\":\"2026-01-01T00:00:00+01:00\"}]}")
                .templates("[{\"prefix\":\"hub\"},{\"prefix\":\"ROOT\"}]")
                .invalid("hub", "no");

        assertThat(ecr("DescribePullThroughCacheRules", "{}")
                        .at("/pullThroughCacheRules/0/createdAt")
                        .asLong())
                .isEqualTo(1_767_222_000L);
        JsonNode validation = ecr("ValidatePullThroughCacheRule", "{\"ecrRepositoryPrefix\":\"hub\"}");
        assertThat(validation.path("isValid").asBoolean(true)).isFalse();
        assertThat(validation.path("failure").asText()).isEqualTo("no");
        assertThat(ecr("ValidatePullThroughCacheRule", "{\"ecrRepositoryPrefix\":\"q\"}")
                        .path("__type")
                        .asText())
                .isEqualTo("PullThroughCacheRuleNotFoundException");
        assertThat(texts(
                        ecr("DescribeRepositoryCreationTemplates", "{\"prefixes\":[\"ROOT\"]}")
                                .path("repositoryCreationTemplates"),
                        "prefix"))
                .containsExactly("ROOT");
        assertThat(ecr("GetRegistryPolicy", "{}").path("__type").asText()).isEqualTo("RegistryPolicyNotFoundException");

        assertThat(secret("ecr-pullthroughcache/hub").path("ARN").asText()).isEqualTo(secret);
        tooling.secrets(REGION).delete("ecr-pullthroughcache/hub", Instant.now());
        assertThat(secret(secret).has("DeletedDate")).isTrue();
        assertThat(secret(secret.replace("hub", "quay")).path("message").asText())
                .isEqualTo("Secrets Manager can't find the specified secret.");
        assertThat(secret(secret.replace("222222222222", "111111111111"))
                        .path("__type")
                        .asText())
                .isEqualTo("AccessDeniedException");
    }

    @Test
    void clustersAreDescribed() throws Exception {
        production.cluster(REGION, "of-another-account");
        tooling.cluster(REGION, "prod").endpoint("https://127.0.0.1:1").isPrivate();
        tooling.cluster(REGION, "new").status("CREATING");

        assertThat(eks("/clusters/prod").at("/cluster/endpoint").asText()).isEqualTo("https://127.0.0.1:1");
        assertThat(eks("/clusters/prod")
                        .at("/cluster/resourcesVpcConfig/endpointPublicAccess")
                        .asBoolean(true))
                .isFalse();
        assertThat(eks("/clusters/new").path("cluster").has("endpoint")).isFalse();
        assertThat(eks("/clusters/of-another-account").path("message").asText())
                .isEqualTo("No cluster found for name: of-another-account.");
    }

    // How it fails.

    /** What a client gets to see of each fault when it asks ECR, EKS and STS. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            throttled                    | 400 ThrottlingException         | 429 TooManyRequestsException    | 400 Throttling
            ServerException              | 500 ServerException             | 500 ServerException             | 500 InternalFailure
            ServiceUnavailableException  | 503 ServiceUnavailableException | 503 ServiceUnavailableException | 503 ServiceUnavailable
            denied                       | 400 AccessDeniedException       | 403 AccessDeniedException       | 403 AccessDenied
            ExpiredTokenException        | 400 ExpiredTokenException       | 403 ExpiredTokenException       | 403 ExpiredToken
            UnrecognizedClientException  | 400 UnrecognizedClientException | 403 UnrecognizedClientException | 403 InvalidClientTokenId
            200 without fields           | 200 {}                          | 200 {}                          | 200 {}
            empty page with a token      | 200 0 items, and more           | 200 0 items, and more           | 200 whole
            the same token for ever      | 200 1 items, and more           | 200 1 items, and more           | 200 whole
            502 HTML                     | 502 no JSON                     | 502 no JSON                     | 502 no JSON
            503 HTML                     | 503 no JSON                     | 503 no JSON                     | 503 no JSON
            200 HTML                     | 200 no JSON                     | 200 no JSON                     | 200 no JSON
            200 empty                    | 200 nothing                     | 200 nothing                     | 200 nothing
            truncated body               | 200 no JSON                     | 200 no JSON                     | 200 no JSON
            shorter than Content-Length  | broken                          | broken                          | broken
            cut between chunks           | broken                          | broken                          | broken
            no answer                    | broken                          | broken                          | broken
            damaged gzip                 | 200 no JSON                     | 200 no JSON                     | 200 no JSON
            short gzip                   | 200 no JSON                     | 200 no JSON                     | 200 no JSON
            """)
    void faultsAreWhatTheyAreCalled(String name, String ofEcr, String ofEks, String ofSts) throws Exception {
        tooling.registry(REGION).rule("hub", "registry-1.docker.io");
        tooling.cluster(REGION, "prod");
        aws.fault(Request.any(), fault(name));

        assertThat(List.of(
                        seen(() -> send(Service.ECR, "DescribePullThroughCacheRules", "{}")),
                        seen(() -> send(Service.EKS, "/clusters", "")),
                        seen(() -> sts("Action=GetCallerIdentity"))))
                .containsExactly(ofEcr, ofEks, ofSts);
    }

    @Test
    void everyFaultIsTested() {
        assertThat(AwsFault.allThatEnd()).hasSize(19).extracting(Fault::name).doesNotHaveDuplicates();
        assertThat(AwsFault.allThatRepeat()).hasSize(9).extracting(Fault::name).doesNotHaveDuplicates();
    }

    @Test
    void anEmptyPageLeadsToTheOneThatItStandsBefore() throws Exception {
        aws.pageSize(1);
        tooling.registry(REGION).rule("hub", "registry-1.docker.io").rule("quay", "quay.io");
        aws.fault(Request.first(1, request -> request.number() == 2), AwsFault.emptyPage());
        List<String> pages = new ArrayList<>();
        String token = "";
        do {
            JsonNode page =
                    ecr("DescribePullThroughCacheRules", token.isEmpty() ? "{}" : "{\"nextToken\":\"" + token + "\"}");
            pages.add(String.join(" ", texts(page.path("pullThroughCacheRules"), "ecrRepositoryPrefix")));
            token = page.path("nextToken").asText();
        } while (!token.isEmpty());

        assertThat(pages).containsExactly("hub", "", "quay");
    }

    @Test
    void faultsMeetTheCallsTheyAreMeantFor() throws Exception {
        aws.fault(TestAws.calling("eks:*"), AwsFault.failed())
                .fault(Request.first(1, TestAws.calling("ecr:DescribePull*")), AwsFault.throttled())
                .fault(TestAws.calling("pods:*"), AwsFault.unavailable());

        assertThat(send(Service.EKS, "/clusters", "").statusCode()).isEqualTo(500);
        assertThat(send(Service.ECR, "DescribePullThroughCacheRules", "{}").statusCode())
                .isEqualTo(400);
        assertThat(send(Service.ECR, "DescribePullThroughCacheRules", "{}").statusCode())
                .isEqualTo(200);
        assertThat(plain(aws.podIdentity(auditor, folder, REGION).get("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
                        .statusCode())
                .isEqualTo(503);
        assertThat(aws.calls()).extracting(Call::action).containsExactly("ecr:DescribePullThroughCacheRules");
    }

    @Test
    void someFaultsRepeatWhatTheyWereSent() throws Exception {
        List<String> bodies = new ArrayList<>();
        for (Fault fault : AwsFault.allThatRepeat()) {
            aws.heal();
            aws.fault(Request.any(), fault);
            bodies.add(send(Service.ECR, "GetRegistryPolicy", "{\"body\":1}").body());
        }
        assertThat(bodies.stream().filter(body -> body.contains(key.token()))).hasSize(3);
        assertThat(bodies.stream().filter(body -> body.contains("AWS4-HMAC-SHA256")))
                .hasSize(3);
        // And AWS itself does so: the canonical string holds the session token.
        aws.heal();
        key = with(key.id(), "wrong", key.token());
        assertThat(send(Service.ECR, "GetRegistryPolicy", "{}").body()).contains(key.token());
    }

    @Test
    void propertiesMeanWhatTheVariablesMean() {
        assertThat(TestAws.properties(aws.environment(key, REGION)))
                .containsEntry("aws.accessKeyId", key.id())
                .containsEntry("aws.secretAccessKey", key.secret())
                .containsEntry("aws.sessionToken", key.token())
                .containsEntry("aws.region", REGION)
                .containsEntry("aws.endpointUrl", aws.uri().toString())
                .containsEntry("aws.disableEc2Metadata", "true")
                .containsEntry("aws.sharedCredentialsFile", "/nonexistent/credentials");
        assertThat(TestAws.properties(aws.podIdentity(auditor, folder, REGION)))
                .containsKeys("aws.containerCredentialsFullUri", "aws.containerAuthorizationTokenFile")
                .doesNotContainKey("aws.accessKeyId");
    }

    // A client that signs.

    private interface Asked {
        HttpResponse<String> get() throws Exception;
    }

    private Fault fault(String name) {
        return AwsFault.allThatEnd().stream()
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String seen(Asked asked) throws Exception {
        HttpResponse<String> answer;
        try {
            answer = asked.get();
        } catch (IOException e) {
            return "broken";
        }
        String status = answer.statusCode() + " ";
        if (answer.body().isEmpty()) {
            return status + "nothing";
        }
        if (!code(answer).equals(Integer.toString(answer.statusCode()))) {
            return status + code(answer);
        }
        if (answer.body().startsWith("<GetCallerIdentityResponse")) {
            return status + (answer.body().strip().endsWith("Response>") ? "whole" : "no JSON");
        }
        try {
            JsonNode json = Json.read(answer.body().getBytes(UTF_8));
            return status
                    + (json.isEmpty()
                            ? "{}"
                            : json.iterator().next().size() + " items" + (json.has("nextToken") ? ", and more" : ""));
        } catch (RuntimeException e) {
            return status + "no JSON";
        }
    }

    private Key with(String id, String secret, String token) {
        return new Key(id, secret, token, key.owner(), key.session(), key.expires(), key.tagged());
    }

    private HttpResponse<String> sts(String form) throws Exception {
        return send(Service.STS, "", form + "&Version=2011-06-15");
    }

    private JsonNode ecr(String operation, String body) throws Exception {
        return Json.read(send(Service.ECR, operation, body).body().getBytes(UTF_8));
    }

    private JsonNode eks(String target) throws Exception {
        return Json.read(send(Service.EKS, target, "").body().getBytes(UTF_8));
    }

    private JsonNode secret(String id) throws Exception {
        return Json.read(send(Service.SECRETS, "DescribeSecret", "{\"SecretId\":\"" + id + "\"}")
                .body()
                .getBytes(UTF_8));
    }

    /** How many, and the status of the first; or the failure. */
    private String images(String repository, String ids) throws Exception {
        JsonNode answer = ecr(
                "DescribeImages",
                "{\"repositoryName\":\"" + repository + "\"" + (ids.isEmpty() ? "" : ",\"imageIds\":[" + ids + "]")
                        + "}");
        return answer.has("__type")
                ? answer.path("__type").asText() + ": " + answer.path("message").asText()
                : answer.path("imageDetails").size() + " "
                        + answer.at("/imageDetails/0/imageStatus").asText();
    }

    private HttpResponse<String> send(Service service, String operationOrPath, String body) throws Exception {
        Map<String, String> headers = new TreeMap<>();
        if (service == Service.ECR) {
            headers.put("x-amz-target", "AmazonEC2ContainerRegistry_V20150921." + operationOrPath);
        } else if (service == Service.SECRETS) {
            headers.put("x-amz-target", "secretsmanager." + operationOrPath);
        }
        String method = service == Service.EKS ? "GET" : "POST";
        String target = service == Service.EKS ? operationOrPath : "/";
        return send(method, target, signed(service.id, method, target, headers, body), body);
    }

    private Map<String, String> signed(
            String service, String method, String target, Map<String, String> headers, String body) {
        Map<String, String> all = new TreeMap<>(headers);
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[-:]", "");
        all.put("x-amz-date", time);
        if (!key.token().isEmpty()) {
            all.put("x-amz-security-token", key.token());
        }
        Map<String, List<String>> signed = new TreeMap<>();
        all.forEach((name, value) -> signed.put(name, List.of(value)));
        signed.put("host", List.of(aws.uri().getAuthority()));
        String begin = "AWS4-HMAC-SHA256 Credential=" + key.id() + "/" + time.substring(0, 8) + "/" + REGION + "/"
                + service + "/aws4_request, SignedHeaders=" + String.join(";", signed.keySet()) + ", Signature=";
        signed.put("authorization", List.of(begin));
        Request request = new Request(0, method, URI.create(target), signed, body, Optional.empty());
        all.put("authorization", begin + Signature.of(request).by(key.secret()));
        return all;
    }

    private HttpResponse<String> send(String method, String target, Map<String, String> headers, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(aws.uri() + target))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> plain(String uri, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    /** The code of a failure in whatever form; the status where there is none. */
    private static String code(HttpResponse<String> answer) {
        String header = answer.headers().firstValue("x-amzn-errortype").orElse("");
        if (!header.isEmpty()) {
            return header;
        }
        if (answer.body().contains("<Code>")) {
            return element(answer, "Code");
        }
        return answer.body().startsWith("{\"__type\"")
                ? Json.read(answer.body().getBytes(UTF_8)).path("__type").asText()
                : Integer.toString(answer.statusCode());
    }

    private static String element(HttpResponse<String> answer, String name) {
        String rest = answer.body().substring(answer.body().indexOf("<" + name + ">") + name.length() + 2);
        return rest.substring(0, rest.indexOf("</"));
    }

    private static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.path(field).asText()));
        return texts;
    }
}
