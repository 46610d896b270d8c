package eu.skyscrapers.ptc.aws;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code aws eks get-token} or {@code aws-iam-authenticator token} of a kubeconfig is asked for, where all of its
 * arguments and variables are known here.
 *
 * @param cluster the name, or the id of one on Outposts: what the token is signed for
 * @param region null for that of the environment or the profile
 * @param profile null for that of the environment
 * @param role the ARN of one to assume; null for none
 */
record EksTokenCall(
        String cluster,
        @Nullable String region,
        @Nullable String profile,
        @Nullable String role) {
    private static final String CLUSTER = "cluster";
    private static final String REGION = "region";
    private static final String PROFILE = "profile";
    private static final String ROLE = "role";

    /** Those of the AWS CLI, with the abbreviation that {@code aws eks update-kubeconfig} writes. */
    private static final Map<String, String> OF_AWS = Map.ofEntries(
            Map.entry("--cluster-name", CLUSTER),
            Map.entry("--cluster-id", CLUSTER),
            Map.entry("--region", REGION),
            Map.entry("--profile", PROFILE),
            Map.entry("--role-arn", ROLE),
            Map.entry("--role", ROLE),
            Map.entry("--output", "output"));

    private static final Map<String, String> OF_AUTHENTICATOR =
            Map.of("-i", CLUSTER, "--cluster-id", CLUSTER, "-r", ROLE, "--role", ROLE, "--region", REGION);

    private static final Set<String> VARIABLES = Set.of(
            "AWS_PROFILE",
            "AWS_DEFAULT_PROFILE",
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
            "AWS_CONFIG_FILE",
            "AWS_SHARED_CREDENTIALS_FILE",
            "AWS_STS_REGIONAL_ENDPOINTS");

    /** Empty where the plugin itself must run. */
    static Optional<EksTokenCall> parse(String command, List<String> arguments, Set<String> variables) {
        if (!VARIABLES.containsAll(variables)) {
            return Optional.empty();
        }
        return switch (command) {
            case "aws" -> parse(arguments, OF_AWS, List.of("eks", "get-token"));
            case "aws-iam-authenticator" -> parse(arguments, OF_AUTHENTICATOR, List.of("token"));
            default -> Optional.empty();
        };
    }

    private static Optional<EksTokenCall> parse(
            List<String> arguments, Map<String, String> options, List<String> subcommand) {
        Map<String, String> given = new HashMap<>();
        Iterator<String> words = arguments.iterator();
        Iterator<String> expected = subcommand.iterator();
        while (words.hasNext()) {
            String word = words.next();
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            String option = options.get(name);
            if (option == null) {
                if (!expected.hasNext() || !word.equals(expected.next())) {
                    return Optional.empty();
                }
            } else if (equals < 0 && !words.hasNext()) {
                return Optional.empty();
            } else if (given.put(option, equals < 0 ? words.next() : word.substring(equals + 1)) != null) {
                // Of two, each program takes one of its own choice.
                return Optional.empty();
            }
        }
        boolean isJson = given.getOrDefault("output", "json").equals("json");
        String cluster = given.getOrDefault(CLUSTER, "");
        return expected.hasNext() || cluster.isEmpty() || !isJson || given.containsValue("")
                ? Optional.empty()
                : Optional.of(new EksTokenCall(cluster, given.get(REGION), given.get(PROFILE), given.get(ROLE)));
    }
}
