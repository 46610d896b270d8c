package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.CacheContents;
import eu.skyscrapers.ptc.audit.CacheRule;
import eu.skyscrapers.ptc.aws.AwsCaller;
import eu.skyscrapers.ptc.aws.AwsException;
import eu.skyscrapers.ptc.aws.LiveImages;
import eu.skyscrapers.ptc.aws.LiveRegistry;
import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.policy.CacheRulesFile;
import eu.skyscrapers.ptc.text.ConfigurationException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Registries as AWS knows them. Where nobody asks for it, neither this class nor the AWS SDK is loaded. */
final class LiveCaches {
    static final String ROLE_OPTION = "--registry-role";

    private static final String ACCOUNT = "{account}";
    private static final Pattern ROLE =
            Pattern.compile("arn:[a-z0-9-]+:iam::(?<account>[0-9]{12}|\\{account\\}):role/\\S+");

    /**
     * What a registry says of itself.
     *
     * @param problem why its rules could not be read, one line; null where they could
     */
    record Answer(List<CacheRule> rules, @Nullable String problem) {}

    private final AwsCaller user;
    private final @Nullable String role;
    private final Messages messages;

    /** @param role to assume for each registry, in whose ARN {@code {account}} stands for its account; null for none */
    LiveCaches(AwsCaller user, @Nullable String role, Messages messages) throws UsageException {
        if (role != null && !ROLE.matcher(role).matches()) {
            throw new UsageException(ROLE_OPTION + " " + role
                    + ": not a role's ARN; write arn:aws:iam::ACCOUNT:role/NAME, with the account's number or "
                    + ACCOUNT);
        }
        this.user = user;
        this.role = role;
        this.messages = messages;
    }

    CacheContents.Source images() {
        return new LiveImages(user, this::role);
    }

    private @Nullable String role(EcrRegistry registry) {
        return role == null ? null : role.replace(ACCOUNT, registry.account());
    }

    /**
     * Reads the rules of a registry.
     *
     * @throws UsageException when nobody of its account would ask
     */
    Answer read(EcrRegistry registry) throws UsageException {
        String ofRegistry = role(registry);
        Matcher named = ROLE.matcher(String.valueOf(ofRegistry));
        if (named.matches() && !named.group("account").equals(registry.account())) {
            throw new UsageException(ROLE_OPTION + " " + ofRegistry + ": is of account " + named.group("account")
                    + ", and the registry of account " + registry.account() + "; name a role there");
        }
        LiveRegistry live = LiveRegistry.of(user, registry, ofRegistry);
        try {
            String account = live.callersAccount();
            if (!account.equals(registry.account())) {
                throw new UsageException("--cache-rules aws: the registry is of account " + registry.account()
                        + ", and " + live.asks() + " of account " + account
                        + ", for which AWS would answer with its own; name a role of " + registry.account() + " with "
                        + ROLE_OPTION);
            }
            return new Answer(rules(live.cacheRules(), registry), null);
        } catch (UsageException e) {
            throw e;
        } catch (AwsException | ConfigurationException e) {
            messages.trace(e);
            return new Answer(List.of(), String.valueOf(e.getMessage()));
        }
    }

    private static List<CacheRule> rules(byte[] pages, EcrRegistry registry) throws ConfigurationException {
        String place = "ECR of " + registry.account() + " in " + registry.region();
        CacheRulesFile read = CacheRulesFile.read(place, pages);
        String others = read.warning(registry.account()).orElse(null);
        if (others != null) {
            throw new ConfigurationException(others + ", for which nobody asked");
        }
        return read.rules().stream().map(rule -> rule.described(place)).toList();
    }
}
