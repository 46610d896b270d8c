package eu.skyscrapers.ptc.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import eu.skyscrapers.ptc.kubeconfig.CredentialException;
import eu.skyscrapers.ptc.kubeconfig.CredentialSource;
import eu.skyscrapers.ptc.kubeconfig.PluginAnswer;
import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.Words;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The token that an EKS cluster takes: a signed call of STS, which the cluster sends to learn who asks. The same as that of
 * {@code aws eks get-token}, by the same clock and keys.
 *
 * @param cluster the name or id that it is good for
 */
record EksToken(AwsCaller caller, String cluster, String region, Clock clock) implements CredentialSource {
    private static final String PREFIX = "k8s-aws-v1.";
    private static final Duration SIGNED_FOR = Duration.ofSeconds(60);
    /** The cluster takes it for fifteen minutes; the AWS CLI, too, says one less. */
    private static final Duration GOOD_FOR = Duration.ofMinutes(14);

    /** In the AWS CLI's order; the cluster's authenticator lets no other one pass. */
    private static final List<String> PARAMETERS = List.of(
            "Action",
            "Version",
            "X-Amz-Algorithm",
            "X-Amz-Credential",
            "X-Amz-Date",
            "X-Amz-Expires",
            "X-Amz-SignedHeaders",
            "X-Amz-Security-Token",
            "X-Amz-Signature");

    @Override
    public PluginAnswer answer() throws CredentialException {
        try {
            AwsCredentials credentials = caller.credentials();
            Instant now = clock.instant();
            String token = caller.call("signing for EKS", () -> token(credentials, cluster, region, now));
            return PluginAnswer.token(token, now.plus(GOOD_FOR));
        } catch (AwsException e) {
            throw failure("cannot be had: " + e.message());
        } catch (InvalidValueException e) {
            throw failure(e.predicate());
        }
    }

    @Override
    public String name() {
        return name(cluster);
    }

    static String name(String cluster) {
        return "the token for the EKS cluster " + Words.quote(cluster);
    }

    static String token(AwsCredentials credentials, String cluster, String region, Instant now) {
        // Of the partition whatever the settings for endpoints are, as the cluster trusts no other.
        String suffix = PartitionMetadata.of(Region.of(region)).dnsSuffix();
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .protocol("https")
                .host("sts." + region + "." + suffix)
                .encodedPath("/")
                .putRawQueryParameter("Action", "GetCallerIdentity")
                .putRawQueryParameter("Version", "2011-06-15")
                .putHeader("x-k8s-aws-id", cluster)
                .build();
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(credentials)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sts")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, SIGNED_FOR)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)))
                .request();
        Map<String, List<String>> parameters = signed.rawQueryParameters();
        String query = PARAMETERS.stream()
                .filter(parameters::containsKey)
                .map(name -> name + "="
                        + SdkHttpUtils.urlEncode(
                                Objects.requireNonNull(parameters.get(name)).get(0)))
                .collect(Collectors.joining("&"));
        String url = "https://" + signed.host() + "/?" + query;
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(url.getBytes(UTF_8));
    }
}
