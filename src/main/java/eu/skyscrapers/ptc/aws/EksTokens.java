package eu.skyscrapers.ptc.aws;

import eu.skyscrapers.ptc.kubeconfig.CredentialException;
import eu.skyscrapers.ptc.kubeconfig.CredentialSource;
import eu.skyscrapers.ptc.kubeconfig.PluginAnswer;
import eu.skyscrapers.ptc.kubeconfig.PluginCall;
import eu.skyscrapers.ptc.kubeconfig.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers, for kubeconfigs, in place of {@code aws eks get-token} and {@code aws-iam-authenticator token}.
 *
 * @param profile the one that the call names, for entries that name none; null where it names none
 * @param region likewise
 * @param timeout of each attempt of a call
 * @param whole the time that all calls have together; zero for no limit
 */
public record EksTokens(
        @Nullable String profile,
        @Nullable String region,
        Map<String, String> variables,
        Duration timeout,
        Duration whole,
        Secrets secrets) {
    /** The AWS CLI's, by which a role's trust policy may go. */
    private static final String SESSION = "EKSGetTokenAuth";

    private static final Set<String> NAMES_WHO =
            Set.of("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE");
    private static final Set<String> NAMES_WHERE = Set.of("AWS_REGION", "AWS_DEFAULT_REGION");

    /** Empty where the plugin itself must run: it knows arguments that this does not, or a code is to be typed. */
    public Optional<CredentialSource> of(PluginCall call) {
        return EksTokenCall.parse(
                        call.command(), call.arguments(), call.environment().keySet())
                .flatMap(parsed -> source(parsed, call.command(), call.environment()));
    }

    private Optional<CredentialSource> source(EksTokenCall call, String command, Map<String, String> ofEntry) {
        Map<String, String> all = new HashMap<>(variables);
        if (region != null && Collections.disjoint(ofEntry.keySet(), NAMES_WHERE)) {
            all.put("AWS_REGION", region);
        }
        all.putAll(ofEntry);
        String who =
                call.profile() == null && Collections.disjoint(ofEntry.keySet(), NAMES_WHO) ? profile : call.profile();
        AwsCaller user = AwsCaller.user(who, all, timeout, whole, secrets);
        String where = call.region();
        try {
            if (user.asksForCode()) {
                return Optional.empty();
            }
            where = where == null ? user.region().orElse("") : where;
        } catch (AwsException e) {
            return Optional.of(new Unavailable(call.cluster(), e.message()));
        }
        if (where.isEmpty() && command.equals("aws")) {
            return Optional.of(new Unavailable(
                    call.cluster(), "no region is named; add --region to its arguments, or give --aws-region"));
        }
        if (!AwsCaller.isRegion(where)) {
            return Optional.empty();
        }
        AwsCaller caller = call.role() == null ? user : user.assuming(call.role(), SESSION, where);
        return Optional.of(new EksToken(caller, call.cluster(), where, Clock.systemUTC()));
    }

    /** Says at the first request what is wrong, as a plugin does. */
    private record Unavailable(String cluster, String why) implements CredentialSource {
        @Override
        public PluginAnswer answer() throws CredentialException {
            throw failure("cannot be had: " + why);
        }

        @Override
        public String name() {
            return EksToken.name(cluster);
        }
    }
}
