package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.aws.AwsCaller;
import eu.skyscrapers.ptc.aws.EksTokens;
import eu.skyscrapers.ptc.kubeconfig.CredentialSource;
import eu.skyscrapers.ptc.kubeconfig.PluginCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who asks AWS, and where. Nothing of AWS is loaded before one is asked for. */
final class AwsOptions extends OptionGroup {
    private static final String BUILT_IN = "built-in";
    private static final List<String> EKS_TOKENS = List.of(BUILT_IN, "plugin");
    /** Only by their bare names: a path means that very program. */
    private static final Set<String> COMMANDS = Set.of("aws", "aws-iam-authenticator");

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

    private final Value<String> eksToken = new Value<>(add(option(
                    "--eks-token",
                    "WHO",
                    "${COMPLETION-CANDIDATES}; default: built-in",
                    "Who gives the token where a user of the kubeconfig has aws eks get-token or aws-iam-authenticator"
                            + " token: this program, which then needs neither, or, with plugin, that command. It runs in"
                            + " any case where its arguments or variables are not known here, where its name is a path, and"
                            + " where its profile wants the number of an MFA device.")
            .type(String.class)
            .completionCandidates(EKS_TOKENS)));

    private @Nullable AwsCaller caller;

    /**
     * @param timeout of each attempt; zero for no limit
     * @param whole the time that all calls have together; zero for no limit
     */
    AwsCaller caller(ProcessContext process, Duration timeout, Duration whole) {
        AwsCaller known = caller;
        if (known == null) {
            known = AwsCaller.user(
                    profile.get(),
                    process.environment(),
                    timeout,
                    whole,
                    process.access().secrets());
            caller = known;
        }
        return known;
    }

    /** None where the call names none. */
    List<String> regions() {
        String given = region.get();
        return given == null ? List.of() : List.of(given);
    }

    /**
     * Who answers in place of a credential plugin, as far as it can.
     *
     * @param timeout of each attempt; zero for no limit
     * @param whole the time that all calls have together; zero for no limit
     */
    Function<PluginCall, Optional<CredentialSource>> tokens(ProcessContext process, Duration timeout, Duration whole)
            throws UsageException {
        String who = eksToken.orElse(BUILT_IN);
        if (!EKS_TOKENS.contains(who)) {
            throw new UsageException("--eks-token " + who + ": must be " + String.join(" or ", EKS_TOKENS));
        }
        return call -> who.equals(BUILT_IN) && COMMANDS.contains(call.command())
                ? new EksTokens(
                                profile.get(),
                                region.get(),
                                process.environment(),
                                timeout,
                                whole,
                                process.access().secrets())
                        .of(call)
                : Optional.empty();
    }
}
