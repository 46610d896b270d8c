package eu.skyscrapers.ptc.aws;

import eu.skyscrapers.ptc.aws.AwsException.Kind;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * Who asks AWS: the user, or a role that the user assumes. Credentials are looked for when they are first needed, in the
 * places that the SDK knows (environment, profiles, SSO, web identity, pod identity, the instance's role). Safe for use by
 * many threads.
 */
public final class AwsCaller {
    /** Of each attempt, of which the SDK makes three. */
    private final Duration timeout;

    private final SdkHttpClient http;
    private final AwsCredentialsProvider provider;
    /** For messages: {@code the AWS profile "audit"}, {@code the role arn:…}. */
    private final String name;

    private AwsCaller(Duration timeout, SdkHttpClient http, AwsCredentialsProvider provider, String name) {
        this.timeout = timeout;
        this.http = http;
        this.provider = provider;
        this.name = name;
    }

    /**
     * The user.
     *
     * @param profile of the user's AWS configuration, which goes before keys in the environment, as in the AWS CLI; null for
     *     what the SDK finds
     * @param timeout of each attempt of a call
     */
    public static AwsCaller user(@Nullable String profile, Duration timeout) {
        return of(
                profile == null
                        ? DefaultCredentialsProvider.builder().build()
                        : ProfileCredentialsProvider.create(profile),
                timeout,
                profile == null ? "the AWS credentials of this environment" : "the AWS profile \"" + profile + '"');
    }

    static AwsCaller of(AwsCredentialsProvider provider, Duration timeout, String name) {
        SdkHttpClient http = UrlConnectionHttpClient.builder()
                .connectionTimeout(timeout)
                .socketTimeout(timeout)
                .build();
        return new AwsCaller(timeout, http, provider, name);
    }

    /**
     * A role that this one assumes, when credentials are first needed.
     *
     * @param region where STS is asked
     */
    AwsCaller assuming(String roleArn, String sessionName, String region) {
        StsClient sts = configured(StsClient.builder(), region).build();
        AwsCredentialsProvider assumed = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(roleArn).roleSessionName(sessionName))
                .build();
        return new AwsCaller(timeout, http, assumed, "the role " + roleArn);
    }

    /** A client of this caller for one service; calls through it belong into {@link #call}. */
    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(B builder, String region) {
        return builder.httpClient(http)
                .credentialsProvider(provider)
                .region(Region.of(region))
                .overrideConfiguration(overrides -> overrides.apiCallAttemptTimeout(timeout));
    }

    AwsCredentials credentials() throws AwsException {
        return call("credentials", provider::resolveCredentials);
    }

    String name() {
        return name;
    }

    /** @param action as policies write it, {@code ecr:DescribeImages}, for the message */
    <T> T call(String action, Supplier<T> call) throws AwsException {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            throw new AwsException(
                    Kind.FINAL,
                    name + ": " + action + " failed: " + e.awsErrorDetails().errorCode(),
                    e);
        } catch (SdkException e) {
            throw new AwsException(Kind.UNREACHABLE, name + ": " + action + " failed", e);
        }
    }
}
