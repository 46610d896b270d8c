package eu.skyscrapers.ptc.aws;

import eu.skyscrapers.ptc.text.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * Where the user's credentials are: in the first of the places that the AWS CLI looks into, in its order (botocore,
 * {@code create_credential_resolver}), that is set up. The SDK's own chain goes on to the next one where a login has expired,
 * and so would ask as somebody else.
 */
final class AwsLogin {
    private static final String ACCESS_KEY = "AWS_ACCESS_KEY_ID";
    private static final String TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE";
    static final String NOWHERE = "no AWS credentials found: ";
    private static final String SSO_SESSION = "sso_session";
    private static final Set<String> CREDENTIALS = Set.of(
            ProfileProperty.AWS_ACCESS_KEY_ID,
            ProfileProperty.ROLE_ARN,
            ProfileProperty.CREDENTIAL_PROCESS,
            ProfileProperty.SSO_ACCOUNT_ID,
            ProfileProperty.SSO_START_URL,
            ProfileProperty.LOGIN_SESSION,
            SSO_SESSION);

    private final Map<String, String> variables;
    /** Whether the call names the profile, which goes before keys in the environment then. */
    private final boolean explicit;

    private final String profile;
    private @Nullable ProfileFile file;

    /** @param given the profile that the call names; null for the environment's */
    AwsLogin(@Nullable String given, Map<String, String> variables) {
        this.variables = variables;
        this.explicit = given != null;
        String named = variable("AWS_DEFAULT_PROFILE")
                .or(() -> variable("AWS_PROFILE"))
                .orElse("default");
        this.profile = given == null ? named : given;
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /** For messages. */
    String name() {
        if (hasKeys()) {
            return "the key in " + ACCESS_KEY;
        }
        if (ofProfile().isPresent()) {
            return "the AWS profile " + Words.quote(profile);
        }
        if (hasWebIdentity()) {
            return "the role " + variables.getOrDefault("AWS_ROLE_ARN", "of AWS_ROLE_ARN");
        }
        return hasContainer() ? "the role of this pod" : "the role of this machine";
    }

    AwsCredentialsProvider provider() {
        if (hasKeys()) {
            return StaticCredentialsProvider.create(keys());
        }
        Optional<Profile> found = ofProfile();
        if (found.isEmpty() && (explicit || !profile.equals("default"))) {
            Set<String> known = new TreeSet<>(files().profiles().keySet());
            if (!known.contains(profile)) {
                throw new CredentialsMissing("there is no AWS profile " + Words.quote(profile) + " in " + places()
                        + "; " + Words.suggestions(profile, known));
            }
        }
        if (found.isPresent()) {
            return ProfileCredentialsProvider.builder()
                    .profileFile(files())
                    .profileName(profile)
                    .build();
        }
        if (hasWebIdentity()) {
            return WebIdentityTokenFileCredentialsProvider.builder()
                    .roleArn(variables.get("AWS_ROLE_ARN"))
                    .roleSessionName(variables.get("AWS_ROLE_SESSION_NAME"))
                    .webIdentityTokenFile(Path.of(variable(TOKEN_FILE).orElse("")))
                    .build();
        }
        if (!hasContainer()
                && variable("AWS_EC2_METADATA_DISABLED")
                        .filter("true"::equalsIgnoreCase)
                        .isPresent()) {
            throw new CredentialsMissing(NOWHERE + advice());
        }
        return hasContainer()
                ? ContainerCredentialsProvider.builder().build()
                : InstanceProfileCredentialsProvider.builder()
                        .profileFile(files())
                        .profileName(profile)
                        .build();
    }

    private boolean hasKeys() {
        return !explicit && variable(ACCESS_KEY).isPresent();
    }

    private AwsCredentials keys() {
        String id = variable(ACCESS_KEY).orElse("");
        String secret = variable("AWS_SECRET_ACCESS_KEY")
                .orElseThrow(() -> new CredentialsMissing(
                        ACCESS_KEY + " is set, but AWS_SECRET_ACCESS_KEY is not; set both, or name a profile with"
                                + " --aws-profile"));
        return variable("AWS_SESSION_TOKEN")
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token))
                .orElseGet(() -> AwsBasicCredentials.create(id, secret));
    }

    /** The profile, where credentials stand in it; of these a web identity of the environment lets only its role pass. */
    private Optional<Profile> ofProfile() {
        Set<String> first = hasWebIdentity() ? Set.of(ProfileProperty.ROLE_ARN) : CREDENTIALS;
        return files().profile(profile)
                .filter(each -> !Collections.disjoint(each.properties().keySet(), first));
    }

    private boolean hasWebIdentity() {
        return !explicit && variable(TOKEN_FILE).isPresent();
    }

    private boolean hasContainer() {
        return variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").isPresent()
                || variable("AWS_CONTAINER_CREDENTIALS_FULL_URI").isPresent();
    }

    /** As the AWS CLI finds it; the SDK does not know {@code AWS_DEFAULT_REGION}. */
    Optional<String> region() {
        return variable("AWS_REGION")
                .or(() -> variable("AWS_DEFAULT_REGION"))
                .or(() -> files().profile(profile).flatMap(each -> each.property(ProfileProperty.REGION)));
    }

    /** Has the profile decide on endpoints and retries too, as far as it can be read; where not, the first call says so. */
    ClientOverrideConfiguration.Builder configure(ClientOverrideConfiguration.Builder overrides) {
        try {
            return overrides.defaultProfileFile(files()).defaultProfileName(profile);
        } catch (CredentialsMissing e) {
            return overrides;
        }
    }

    /** Whether the profile, or one that it takes its credentials from, wants the number that a device shows. */
    boolean asksForCode() {
        List<String> seen = new ArrayList<>();
        Optional<Profile> next = hasKeys() ? Optional.empty() : files().profile(profile);
        while (next.isPresent() && !seen.contains(next.get().name())) {
            if (next.get().property(ProfileProperty.MFA_SERIAL).isPresent()) {
                return true;
            }
            seen.add(next.get().name());
            next = next.get().property(ProfileProperty.SOURCE_PROFILE).flatMap(files()::profile);
        }
        return false;
    }

    /** What to do where credentials of this kind have expired, or cannot be had. */
    String advice() {
        if (hasKeys()) {
            return "set fresh keys in " + ACCESS_KEY
                    + ", AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or name a profile" + " with --aws-profile";
        }
        Map<String, String> properties = ofProfile().map(Profile::properties).orElse(Map.of());
        String option = profile.equals("default") ? "" : " --profile " + profile;
        if (properties.containsKey(SSO_SESSION) || properties.containsKey(ProfileProperty.SSO_START_URL)) {
            return "run aws sso login" + option;
        }
        if (properties.containsKey(ProfileProperty.LOGIN_SESSION)) {
            return "run aws login" + option;
        }
        if (properties.containsKey(ProfileProperty.CREDENTIAL_PROCESS)) {
            return "run its credential_process by hand to see why";
        }
        if (!properties.isEmpty()) {
            return "renew what the profile " + Words.quote(profile) + " has in " + places();
        }
        if (hasWebIdentity()) {
            return "does the token file of " + TOKEN_FILE + " exist, and does the role trust the cluster's identity"
                    + " provider for this service account?";
        }
        if (hasContainer()) {
            return "does the service account of this pod have a pod identity association, and does the agent run on this"
                    + " node?";
        }
        return "name a profile with --aws-profile or AWS_PROFILE, set " + ACCESS_KEY + " and AWS_SECRET_ACCESS_KEY, or"
                + " give this pod or machine a role; looked into the environment and " + places();
    }

    /** Whether nothing names any credentials, so that only the machine itself may have some. */
    boolean isNowhere() {
        return !hasKeys() && ofProfile().isEmpty() && !hasWebIdentity() && !hasContainer();
    }

    private synchronized ProfileFile files() {
        ProfileFile known = file;
        if (known == null) {
            known = read();
            file = known;
        }
        return known;
    }

    private ProfileFile read() {
        ProfileFile.Aggregator all = ProfileFile.aggregator();
        try {
            add(all, credentialsFile(), ProfileFile.Type.CREDENTIALS);
            add(all, configFile(), ProfileFile.Type.CONFIGURATION);
            return all.build();
        } catch (RuntimeException e) {
            throw new CredentialsMissing("the AWS configuration in " + places() + " cannot be read: "
                    + Faults.excerpt(String.valueOf(e.getMessage())));
        }
    }

    private static void add(ProfileFile.Aggregator all, Path path, ProfileFile.Type type) {
        if (Files.isReadable(path)) {
            all.addFile(ProfileFile.builder().content(path).type(type).build());
        }
    }

    private Path configFile() {
        return path("AWS_CONFIG_FILE", "config", ProfileFileLocation.configurationFilePath());
    }

    private Path credentialsFile() {
        return path("AWS_SHARED_CREDENTIALS_FILE", "credentials", ProfileFileLocation.credentialsFilePath());
    }

    private Path path(String name, String usual, Path fallback) {
        Optional<String> home = variable("HOME");
        return variable(name)
                .map(text -> home.isPresent() && text.startsWith("~/") ? home.get() + text.substring(1) : text)
                .map(Path::of)
                .or(() -> home.map(folder -> Path.of(folder, ".aws", usual)))
                .orElse(fallback);
    }

    private String places() {
        return List.of(configFile(), credentialsFile()).stream()
                .map(path -> path + (Files.isReadable(path) ? "" : " (not there)"))
                .collect(Collectors.joining(" and "));
    }
}
