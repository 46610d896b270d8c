package eu.skyscrapers.ptc.aws;

import eu.skyscrapers.ptc.kubeconfig.Secrets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * Who asks AWS: the user, or a role that the user assumes. Credentials are looked for when they are first needed. Safe for
 * use by many threads.
 */
public final class AwsCaller {
    /** What the SDK takes for no limit. */
    private static final Duration ENDLESS = Duration.ofDays(1);

    private static final Duration NO_END = Duration.ofDays(365);

    /** Of one call: those of the role that it assumes, and its own. */
    private static final int ATTEMPTS = 6;

    private static final ExecutorService BESIDE = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "aws");
        thread.setDaemon(true);
        return thread;
    });

    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+-[0-9]{1,2}");

    private final AwsLogin login;
    private final Map<String, String> variables;
    /** Of each attempt, of which the SDK makes three. */
    private final Duration timeout;
    /** When the whole run has to end, on the clock of {@link System#nanoTime}. */
    private final long deadlineNanos;

    private final Secrets secrets;
    private final SdkHttpClient http;
    private final AwsCredentialsProvider provider;
    /** The ARN of a role that is assumed; null for the user. */
    private final @Nullable String role;

    private final Hosts hosts = new Hosts();

    private AwsCaller(
            AwsLogin login,
            Map<String, String> variables,
            Duration timeout,
            long deadlineNanos,
            Secrets secrets,
            SdkHttpClient http,
            Supplier<AwsCredentialsProvider> provider,
            @Nullable String role) {
        this.login = login;
        this.variables = variables;
        this.timeout = timeout;
        this.deadlineNanos = deadlineNanos;
        this.secrets = secrets;
        this.http = http;
        this.provider = new Watched(provider);
        this.role = role;
    }

    /**
     * The user.
     *
     * @param profile of the user's AWS configuration, which goes before keys in the environment, as in the AWS CLI; null for
     *     the environment's
     * @param variables the environment, as to credentials and profiles; endpoints the SDK reads from the process's own
     * @param timeout of each attempt of a call; zero for no limit
     * @param whole the time from now on that all calls have together; zero for no limit
     * @param secrets gets every secret key and session token, to hide it
     */
    public static AwsCaller user(
            @Nullable String profile,
            Map<String, String> variables,
            Duration timeout,
            Duration whole,
            Secrets secrets) {
        AwsLogin login = new AwsLogin(profile, variables);
        Duration limit = timeout.isZero() ? ENDLESS : timeout;
        SdkHttpClient http = UrlConnectionHttpClient.builder()
                .connectionTimeout(limit)
                .socketTimeout(limit)
                // HTTPS_PROXY and NO_PROXY, which it would not look at by itself.
                .proxyConfiguration(proxy -> proxy.scheme("https").nonProxyHosts(exempt(variables)))
                .build();
        long deadline = System.nanoTime() + (whole.isZero() ? NO_END : whole).toNanos();
        return new AwsCaller(login, variables, limit, deadline, secrets, http, login::provider, null);
    }

    /** {@code NO_PROXY} as Go reads it, for the SDK, which takes regular expressions and knows no domain by its dot. */
    private static Set<String> exempt(Map<String, String> variables) {
        String listed = variables.getOrDefault("NO_PROXY", variables.getOrDefault("no_proxy", ""));
        return Stream.of(listed.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> entry.equals("*") ? ".*" : "(.*\\.)?" + Pattern.quote(entry.replaceFirst("^\\*?\\.", "")))
                .collect(Collectors.toSet());
    }

    /**
     * A role that this one assumes, when credentials are first needed.
     *
     * @param region where STS is asked
     */
    AwsCaller assuming(String roleArn, String sessionName, String region) {
        Supplier<AwsCredentialsProvider> assumed = () -> StsAssumeRoleCredentialsProvider.builder()
                .stsClient(configured(StsClient.builder(), region).build())
                .refreshRequest(request -> request.roleArn(roleArn).roleSessionName(sessionName))
                .build();
        return new AwsCaller(login, variables, timeout, deadlineNanos, secrets, http, assumed, roleArn);
    }

    /** A client of this caller for one service; calls through it belong into {@link #call}. */
    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(B builder, String region) {
        return builder.httpClient(http)
                .credentialsProvider(provider)
                .region(Region.of(region))
                .overrideConfiguration(overrides -> login.configure(overrides)
                        .apiCallAttemptTimeout(timeout)
                        .addExecutionInterceptor(hosts));
    }

    AwsCredentials credentials() throws AwsException {
        return call("looking for AWS credentials", provider::resolveCredentials);
    }

    /** Where calls go that no option sends elsewhere; empty where neither environment nor profile names a region. */
    public Optional<String> region() throws AwsException {
        return call("looking for the AWS region", login::region);
    }

    /** Whether it may be one, and nothing that would lead a call elsewhere. */
    public static boolean isRegion(String text) {
        return REGION.matcher(text).matches();
    }

    /** Whether somebody must type the number of an MFA device for the credentials, which nobody can here. */
    boolean asksForCode() throws AwsException {
        return call("looking for AWS credentials", login::asksForCode);
    }

    /** For messages: {@code the AWS profile "audit"}, {@code the role arn:…}. */
    String name() {
        return role == null ? login.name() : "the role " + role;
    }

    /** What helps where the credentials are not good any more. */
    String advice() {
        return login.advice();
    }

    boolean hasNoLogin() {
        return login.isNowhere();
    }

    /** Which this thread asked last. */
    String lastHost() {
        return Objects.requireNonNullElse(hosts.last.get().get(), "AWS");
    }

    Map<String, String> variables() {
        return variables;
    }

    /** Without the secrets that were sent, which a server may repeat. */
    String hidden(String text) {
        return secrets.hide(text);
    }

    Duration timeout() {
        return timeout;
    }

    /**
     * Asks, with the SDK's retries. Beside this thread, which can leave: an agent of the machine, a web identity or a
     * {@code credential_process} the SDK asks with limits of its own, or none.
     *
     * @param action as policies write it, {@code ecr:DescribeImages}, for the message
     */
    <T> T call(String action, Supplier<T> call) throws AwsException {
        AtomicReference<String> host = hosts.last.get();
        Future<T> answer = BESIDE.submit(() -> {
            hosts.last.set(host);
            return call.get();
        });
        long left = deadlineNanos - System.nanoTime();
        long longest = timeout.multipliedBy(ATTEMPTS).toNanos();
        try {
            return answer.get(Math.min(longest, left), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw new Faults(this).of(fault, action);
            }
            throw new IllegalStateException("an error of the machine", e.getCause());
        } catch (TimeoutException e) {
            throw new Faults(this).ofTime(action, left < longest, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Faults(this).of(AbortedException.create("interrupted", e), action);
        } finally {
            answer.cancel(true);
        }
    }

    /** Remembers who did not answer, as the SDK's exceptions do not say it. */
    private static final class Hosts implements ExecutionInterceptor {
        private final ThreadLocal<AtomicReference<String>> last =
                ThreadLocal.withInitial(() -> new AtomicReference<>());

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            last.get().set(context.httpRequest().host());
        }
    }

    /** Gives the credentials to those that hide them, and failures in words of our own to {@link #call}. */
    private final class Watched implements AwsCredentialsProvider {
        private final Supplier<AwsCredentialsProvider> places;
        private @Nullable AwsCredentialsProvider found;

        private Watched(Supplier<AwsCredentialsProvider> places) {
            this.places = places;
        }

        @Override
        public AwsCredentials resolveCredentials() {
            AwsCredentials credentials;
            try {
                credentials = found().resolveCredentials();
            } catch (RuntimeException e) {
                throw new CredentialsMissing(new Faults(AwsCaller.this).ofCredentials(e, role));
            }
            secrets.addSent(credentials.secretAccessKey());
            if (credentials instanceof AwsSessionCredentials session) {
                secrets.addSent(session.sessionToken());
            }
            return credentials;
        }

        private synchronized AwsCredentialsProvider found() {
            AwsCredentialsProvider known = found;
            if (known == null) {
                known = places.get();
                found = known;
            }
            return known;
        }
    }
}
