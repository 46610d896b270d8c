package eu.skyscrapers.ptc.aws.server;

import com.fasterxml.jackson.databind.JsonNode;
import eu.skyscrapers.ptc.api.server.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Who is who, and who may become another. */
final class Sts {
    private static final int DEFAULT_SECONDS = 3600;

    private final TestAws aws;
    /** Roles by the service account token that stands for them. */
    private final Map<String, Principal> webIdentities = new ConcurrentHashMap<>();

    Sts(TestAws aws) {
        this.aws = aws;
    }

    String webIdentity(Principal role) {
        String token = "eyJhbGciOiJSUzI1NiJ9." + TestAws.random(120) + "." + TestAws.random(60);
        webIdentities.put(token, role);
        return token;
    }

    Answer answer(Call call) {
        return switch (call.operation()) {
            case "GetCallerIdentity" ->
                result(
                        "GetCallerIdentity",
                        "<Arn>%s</Arn><UserId>%s</UserId><Account>%s</Account>"
                                .formatted(
                                        call.caller(),
                                        call.key().userId(),
                                        call.account().id()));
            case "AssumeRole" -> {
                String arn = call.parameter("RoleArn");
                Principal role = aws.principal(arn);
                // Of a role that does not exist AWS says the same.
                if (role == null || !role.isRole() || !role.trusts(call.key().owner(), call.action())) {
                    throw Principal.denied(call, arn, "");
                }
                if (call.key().tagged() && !role.trusts(call.key().owner(), "sts:TagSession")) {
                    throw Principal.denied(call, "sts:TagSession", arn, "");
                }
                int seconds = seconds(call.parameter("DurationSeconds"));
                if (!call.key().session().isEmpty() && seconds > DEFAULT_SECONDS) {
                    throw new Refusal(
                            400,
                            "ValidationError",
                            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
                }
                yield assumed(
                        "AssumeRole",
                        role,
                        call.parameter("RoleSessionName"),
                        seconds,
                        call.key().tagged());
            }
            default -> throw new IllegalArgumentException("no such call in the stand-in: " + call);
        };
    }

    /** The one call that nobody signs: the token says who it is. */
    Answer assumeRoleWithWebIdentity(JsonNode unsigned) {
        Principal role = webIdentities.get(unsigned.path("WebIdentityToken").asText());
        if (role == null) {
            throw new Refusal(
                    400,
                    "InvalidIdentityToken",
                    "No OpenIDConnect provider found in your account for https://oidc.eks.example/id/TEST");
        }
        if (!role.arn().equals(unsigned.path("RoleArn").asText())) {
            throw new Refusal(Problem.DENIED, "Not authorized to perform sts:AssumeRoleWithWebIdentity");
        }
        return assumed(
                "AssumeRoleWithWebIdentity",
                role,
                unsigned.path("RoleSessionName").asText(),
                seconds(unsigned.path("DurationSeconds").asText()),
                false);
    }

    private static int seconds(String parameter) {
        return parameter.isEmpty() ? DEFAULT_SECONDS : Integer.parseInt(parameter);
    }

    private Answer assumed(String operation, Principal role, String session, int seconds, boolean tagged) {
        if (!session.matches("[\\w+=,.@-]{2,64}")) {
            throw new Refusal(
                    400,
                    "ValidationError",
                    "1 validation error detected: Value '" + session
                            + "' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern:"
                            + " [\\w+=,.@-]*");
        }
        Instant expires = aws.now().plus(Duration.ofSeconds(seconds));
        Key key = aws.issue(role, session, expires, tagged);
        return result(operation, """
                <AssumedRoleUser><AssumedRoleId>%s</AssumedRoleId><Arn>%s</Arn></AssumedRoleUser>
                <Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>
                <SessionToken>%s</SessionToken><Expiration>%s</Expiration></Credentials>""".formatted(
                key.userId(), key.arn(), key.id(), key.secret(), key.token(), expires.truncatedTo(ChronoUnit.SECONDS)));
    }

    private static Answer result(String operation, String content) {
        return Service.answer(200, "text/xml", """
                <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <%1$sResult>
                %2$s
                  </%1$sResult>
                  <ResponseMetadata><RequestId>%3$s</RequestId></ResponseMetadata>
                </%1$sResponse>
                """.formatted(operation, content, UUID.randomUUID()));
    }
}
