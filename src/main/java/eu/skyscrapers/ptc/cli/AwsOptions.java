package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.aws.AwsCaller;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Who asks AWS, and where. Nothing of AWS is loaded before one is asked for. */
final class AwsOptions extends OptionGroup {
    private final Value<String> profile = value(
            "--aws-profile",
            "PROFILE",
            "Profile of your AWS configuration",
            "Takes precedence over keys in the environment, as in the AWS CLI. Default: what the AWS CLI would use, which"
                    + " is keys in the environment, $AWS_PROFILE, the default profile, the role of this pod or machine.");

    private final Value<String> region = value(
            "--aws-region",
            "REGION",
            "Region to ask where nothing names one",
            "Default: $AWS_REGION, $AWS_DEFAULT_REGION, else that of the profile. A registry's host and a cluster's ARN"
                    + " name their own.");

    private @Nullable AwsCaller caller;

    /** @param timeout of each attempt; zero for no limit */
    AwsCaller caller(ProcessContext process, Duration timeout) {
        AwsCaller known = caller;
        if (known == null) {
            known = AwsCaller.user(
                    profile.get(),
                    process.environment(),
                    timeout,
                    process.access().secrets());
            caller = known;
        }
        return known;
    }

    @Nullable
    String profile() {
        return profile.get();
    }

    @Nullable
    String region() {
        return region.get();
    }
}
