package eu.skyscrapers.ptc.aws;

import eu.skyscrapers.ptc.audit.CacheSecret;
import eu.skyscrapers.ptc.aws.AwsException.Kind;
import eu.skyscrapers.ptc.image.EcrRegistry;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.EcrClientBuilder;
import software.amazon.awssdk.services.ecr.model.DescribePullThroughCacheRulesResponse;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoryCreationTemplatesResponse;
import software.amazon.awssdk.services.ecr.model.RegistryPolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.ValidatePullThroughCacheRuleResponse;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * A registry's rules and what lies beside them, read from Amazon ECR. Lists are whole or not there at all, in the form of the
 * AWS CLI. For use by one thread.
 */
public final class LiveRegistry {
    private static final String SESSION = "audit-ecr-ptc";

    private final AwsCaller caller;
    private final EcrRegistry registry;
    private final Bodies bodies = new Bodies();
    private final EcrClient ecr;

    private LiveRegistry(AwsCaller caller, EcrRegistry registry) {
        this.caller = caller;
        this.registry = registry;
        EcrClientBuilder builder = caller.configured(EcrClient.builder(), registry.region());
        this.ecr = builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                        .addExecutionInterceptor(bodies)
                        .build())
                .build();
    }

    /** @param role to assume first; null to ask as the user */
    public static LiveRegistry of(AwsCaller user, EcrRegistry registry, @Nullable String role) {
        return new LiveRegistry(caller(user, registry, role), registry);
    }

    static AwsCaller caller(AwsCaller user, EcrRegistry registry, @Nullable String role) {
        return role == null ? user : user.assuming(role, SESSION, registry.region());
    }

    /** For messages. */
    public String asks() {
        return caller.name();
    }

    /** The account of whoever asks, for which calls answer that name no registry. */
    public String callersAccount() throws AwsException {
        StsClient sts =
                caller.configured(StsClient.builder(), registry.region()).build();
        String account = caller.call(
                "sts:GetCallerIdentity", () -> sts.getCallerIdentity().account());
        if (account == null || !account.matches("[0-9]{12}")) {
            throw malformed("sts:GetCallerIdentity", "an account");
        }
        return account;
    }

    /** A list of answers, one for each page. */
    public byte[] cacheRules() throws AwsException {
        return pages(
                "ecr:DescribePullThroughCacheRules",
                token -> ecr.describePullThroughCacheRules(
                        request -> request.registryId(registry.account()).nextToken(token)),
                DescribePullThroughCacheRulesResponse::hasPullThroughCacheRules,
                DescribePullThroughCacheRulesResponse::nextToken);
    }

    /** Of the caller's own account: a list of answers, one for each page. */
    public byte[] creationTemplates() throws AwsException {
        return pages(
                "ecr:DescribeRepositoryCreationTemplates",
                token -> ecr.describeRepositoryCreationTemplates(request -> request.nextToken(token)),
                DescribeRepositoryCreationTemplatesResponse::hasRepositoryCreationTemplates,
                DescribeRepositoryCreationTemplatesResponse::nextToken);
    }

    /** Of the caller's own account; empty where it has none. */
    public Optional<byte[]> policy() throws AwsException {
        String action = "ecr:GetRegistryPolicy";
        try {
            String text = caller.call(
                    action, () -> ecr.getRegistryPolicy(request -> {}).policyText());
            if (text == null) {
                throw malformed(action, "a policyText");
            }
            return Optional.of(bodies.last());
        } catch (AwsException e) {
            if (e.getCause() instanceof RegistryPolicyNotFoundException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Has ECR log in at the upstream of a rule; empty when it could, else why not in ECR's words. */
    public Optional<String> refusal(String prefix) throws AwsException {
        String action = "ecr:ValidatePullThroughCacheRule";
        ValidatePullThroughCacheRuleResponse answer = caller.call(
                action,
                () -> ecr.validatePullThroughCacheRule(
                        request -> request.registryId(registry.account()).ecrRepositoryPrefix(prefix)));
        if (answer.isValid() == null) {
            throw malformed(action, "an isValid");
        }
        return answer.isValid()
                ? Optional.empty()
                : Optional.of(
                        answer.failure() == null
                                ? "without a reason"
                                : Faults.excerpt(caller.hidden(answer.failure())));
    }

    /** A secret of the registry's account and region. */
    public CacheSecret secret(String arn) throws AwsException {
        SecretsManagerClient secrets = caller.configured(SecretsManagerClient.builder(), registry.region())
                .build();
        try {
            DescribeSecretResponse answer = caller.call(
                    "secretsmanager:DescribeSecret", () -> secrets.describeSecret(request -> request.secretId(arn)));
            if (answer.arn() == null) {
                throw malformed("secretsmanager:DescribeSecret", "an ARN");
            }
            Instant changed = Stream.of(
                            Optional.ofNullable(answer.lastChangedDate()),
                            Optional.ofNullable(answer.lastRotatedDate()),
                            Optional.ofNullable(answer.createdDate()))
                    .flatMap(Optional::stream)
                    .max(Instant::compareTo)
                    .orElse(null);
            return new CacheSecret(true, changed, answer.deletedDate());
        } catch (AwsException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return CacheSecret.MISSING;
            }
            throw e;
        }
    }

    /** All answers as one list; an answer without its list is none, and not an empty list. */
    private <T> byte[] pages(
            String action, Function<@Nullable String, T> ask, Function<T, Boolean> isWhole, Function<T, String> next)
            throws AwsException {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        list.write('[');
        Set<String> tokens = new HashSet<>();
        String token = null;
        do {
            String from = token;
            T answer = caller.call(action, () -> ask.apply(from));
            if (!isWhole.apply(answer)) {
                throw malformed(action, "a list");
            }
            if (from != null) {
                list.write(',');
            }
            list.writeBytes(bodies.last());
            token = next.apply(answer);
            if (token != null && !tokens.add(token)) {
                throw new AwsException(
                        Kind.FINAL, action + " failed: the pages of the answer come round in a circle", null);
            }
        } while (token != null);
        list.write(']');
        return list.toByteArray();
    }

    private AwsException malformed(String action, String what) {
        return new AwsException(
                Kind.FINAL,
                action + " failed: the answer of " + caller.lastHost() + " is not one of AWS, there is no " + what
                        + " in it",
                null);
    }
}
