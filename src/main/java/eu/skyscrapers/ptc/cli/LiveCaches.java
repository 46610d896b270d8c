package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.CacheContents;
import eu.skyscrapers.ptc.audit.CacheRule;
import eu.skyscrapers.ptc.audit.CacheSecret;
import eu.skyscrapers.ptc.audit.CacheSettings;
import eu.skyscrapers.ptc.audit.CreationTemplate;
import eu.skyscrapers.ptc.audit.CredentialCheck;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.RegistryCheck;
import eu.skyscrapers.ptc.audit.ResourcePolicy;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.RuleNote;
import eu.skyscrapers.ptc.aws.AwsCaller;
import eu.skyscrapers.ptc.aws.AwsException;
import eu.skyscrapers.ptc.aws.LiveImages;
import eu.skyscrapers.ptc.aws.LiveRegistry;
import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.policy.CacheRulesFile;
import eu.skyscrapers.ptc.policy.CreationTemplates;
import eu.skyscrapers.ptc.policy.RegistryPolicyFile;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.threads.FourAtATime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Registries as AWS knows them. Where nobody asks for it, neither this class nor the AWS SDK is loaded. */
final class LiveCaches {
    static final String ROLE_OPTION = "--registry-role";

    /**
     * What a registry says of itself.
     *
     * @param credentials what is wrong, or to be known, of the credentials of its rules
     * @param hints what could not be asked, and why
     * @param problem why its rules could not be read, one line; null where they could
     */
    record Answer(
            List<CacheRule> rules,
            CacheSettings settings,
            RegistryCheck.Result credentials,
            List<Hint> hints,
            @Nullable String problem) {}

    /** What is asked of a registry. */
    private interface Question<T> {
        T ask() throws AwsException, ConfigurationException;
    }

    /** What AWS says of one rule. */
    private record Asked(CacheRule rule, Reply<String> refusal, Reply<CacheSecret> secret) {}

    /** @param problem why there is no value, one line; empty where there is one */
    private record Reply<T>(@Nullable T value, String problem) {}

    private final AwsCaller user;
    private final @Nullable RoleArn role;
    private final LocalDate today;
    private final Messages messages;

    /** @param role to assume for each registry, in whose ARN {@code {account}} stands for its account; null for none */
    LiveCaches(AwsCaller user, @Nullable String role, LocalDate today, Messages messages) throws UsageException {
        this.user = user;
        this.role = role == null ? null : RoleArn.of(ROLE_OPTION, role);
        this.today = today;
        this.messages = messages;
    }

    CacheContents.Source images() {
        return new LiveImages(user, this::role);
    }

    private @Nullable String role(EcrRegistry registry) {
        return role == null ? null : role.in(registry.account());
    }

    /**
     * Reads the rules of a registry, and what lies beside them as far as that is allowed.
     *
     * @param given what is known beside the rules already; null to read the rules alone
     * @throws UsageException when nobody of its account would ask
     */
    Answer read(EcrRegistry registry, @Nullable CacheSettings given) throws UsageException {
        if (role != null && !role.canBeOf(registry.account())) {
            throw new UsageException(ROLE_OPTION + " " + role.text() + ": is of account " + role.account()
                    + ", and the registry of account " + registry.account() + "; name a role there");
        }
        LiveRegistry live = LiveRegistry.of(user, registry, role(registry));
        try {
            String account = live.callersAccount();
            if (!account.equals(registry.account())) {
                throw new UsageException("--cache-rules aws: the registry is of account " + registry.account()
                        + ", and " + live.asks() + " of account " + account
                        + ", for which AWS would answer with its own; name a role of " + registry.account() + " with "
                        + ROLE_OPTION);
            }
            List<CacheRule> rules = rules(live.cacheRules(), registry);
            List<Hint> hints = new ArrayList<>();
            return given == null
                    ? new Answer(rules, CacheSettings.UNKNOWN, RegistryCheck.Result.NOTHING, hints, null)
                    : new Answer(
                            rules,
                            settings(live, registry, given, hints),
                            credentials(live, registry, rules, hints),
                            hints,
                            null);
        } catch (UsageException e) {
            throw e;
        } catch (AwsException | ConfigurationException e) {
            messages.trace(e);
            return new Answer(
                    List.of(),
                    CacheSettings.UNKNOWN,
                    RegistryCheck.Result.NOTHING,
                    List.of(),
                    String.valueOf(e.getMessage()));
        }
    }

    private static List<CacheRule> rules(byte[] pages, EcrRegistry registry) throws ConfigurationException {
        String place = place(registry);
        CacheRulesFile read = CacheRulesFile.read(place, pages);
        String others = read.warning(registry.account()).orElse(null);
        if (others != null) {
            throw new ConfigurationException(others + ", for which nobody asked");
        }
        return read.rules().stream().map(rule -> rule.described(place)).toList();
    }

    private static String place(EcrRegistry registry) {
        return "ECR of " + registry.account() + " in " + registry.region();
    }

    private CacheSettings settings(LiveRegistry live, EcrRegistry registry, CacheSettings given, List<Hint> hints) {
        String place = place(registry);
        String account = registry.account();
        List<CreationTemplate> templates = given.templates();
        if (templates == null) {
            Reply<List<CreationTemplate>> reply =
                    reply(() -> CreationTemplates.read(place, live.creationTemplates(), account).stream()
                            .map(template -> template.at(place))
                            .toList());
            skip("the creation templates of " + place, reply.problem(), hints);
            templates = reply.value();
        }
        ResourcePolicy policy = given.policy();
        if (policy == null) {
            Reply<ResourcePolicy> reply = reply(() -> {
                byte[] text = live.policy().orElse(null);
                return text == null ? new ResourcePolicy(List.of()) : RegistryPolicyFile.read(place, text, account);
            });
            skip("the registry policy of " + place, reply.problem(), hints);
            policy = reply.value();
        }
        return new CacheSettings(templates, policy);
    }

    private <T> Reply<T> reply(Question<T> question) {
        try {
            return new Reply<>(question.ask(), "");
        } catch (AwsException | ConfigurationException e) {
            messages.trace(e);
            return new Reply<>(null, String.valueOf(e.getMessage()));
        }
    }

    /** Adds a hint where there is a problem. */
    private static void skip(String what, String problem, List<Hint> hints) {
        if (!problem.isEmpty()) {
            hints.add(new Hint("not-asked", what + " could not be read and is not checked: " + problem));
        }
    }

    /** The same for some rules, with the first one's problem for all of them. */
    private static void skip(
            String what, List<Asked> all, Function<Asked, Reply<?>> reply, String place, List<Hint> hints) {
        List<Asked> some = all.stream()
                .filter(each -> !reply.apply(each).problem().isEmpty())
                .toList();
        if (!some.isEmpty()) {
            String prefixes = some.stream().map(each -> each.rule().ecrPrefix()).collect(Collectors.joining(", "));
            skip(
                    what + " of " + prefixes + " in " + place,
                    reply.apply(some.get(0)).problem(),
                    hints);
        }
    }

    private RegistryCheck.Result credentials(
            LiveRegistry live, EcrRegistry registry, List<CacheRule> rules, List<Hint> hints) {
        String here = ":secretsmanager:" + registry.region() + ':' + registry.account() + ":secret:";
        // Of a secret elsewhere the rules themselves say what is wrong.
        List<CacheRule> ofSecretsHere = rules.stream()
                .filter(rule -> String.valueOf(rule.credentialArn()).contains(here))
                .toList();
        List<Asked> all = FourAtATime.each(ofSecretsHere, rule -> asked(live, rule));
        List<RuleFinding> faults = new ArrayList<>();
        List<RuleNote> notes = new ArrayList<>();
        for (Asked asked : all) {
            RegistryCheck.Result result = CredentialCheck.check(
                    asked.rule(),
                    registry.region(),
                    asked.refusal().value(),
                    asked.secret().value(),
                    today);
            faults.addAll(result.faults());
            notes.addAll(result.notes());
        }
        skip("what upstreams say of the credentials", all, Asked::refusal, place(registry), hints);
        skip("the secret", all, Asked::secret, place(registry), hints);
        return new RegistryCheck.Result(faults, notes);
    }

    private Asked asked(LiveRegistry live, CacheRule rule) {
        return new Asked(
                rule,
                reply(() -> live.refusal(rule.ecrPrefix()).orElse("")),
                reply(() -> live.secret(String.valueOf(rule.credentialArn()))));
    }
}
