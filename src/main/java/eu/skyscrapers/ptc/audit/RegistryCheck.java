package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.audit.ResourcePolicy.Account;
import eu.skyscrapers.ptc.audit.ResourcePolicy.Answer;
import eu.skyscrapers.ptc.audit.ResourcePolicy.Ruling;
import eu.skyscrapers.ptc.audit.ResourcePolicy.Statement;
import eu.skyscrapers.ptc.audit.RuleFinding.Fault;
import eu.skyscrapers.ptc.audit.RuleNote.Kind;
import eu.skyscrapers.ptc.image.EcrRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a registry has beside its rules against what the nodes of the clusters need: to import a new image, to create a
 * repository for it, and to pull from that repository.
 */
public final class RegistryCheck {
    private static final String IMPORTS = "ecr:BatchImportUpstreamImage";
    private static final String CREATES = "ecr:CreateRepository";

    private static final List<String> PULL =
            List.of("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability");

    private final EcrRegistry registry;
    private final SortedSet<String> accounts;
    private final List<RuleFinding> faults = new ArrayList<>();
    private final Map<Kind, Map<String, Set<String>>> notes = new TreeMap<>();

    /** What was found: sorted, and of the notes those that say the same of several prefixes in one. */
    public record Result(List<RuleFinding> faults, List<RuleNote> notes) {
        public static final Result NOTHING = new Result(List.of(), List.of());
    }

    /** What a cluster may do, of several actions. */
    private record Permission(Answer answer, boolean denied, List<String> actions, String why) {}

    private RegistryCheck(EcrRegistry registry, SortedSet<String> accounts) {
        this.registry = registry;
        this.accounts = accounts;
    }

    /**
     * @param accounts those of the clusters, as far as they are known: the more there are, the longer the answer, but not by
     *     a line each
     * @param others the clusters of which it is not known
     */
    public static Result check(Cache cache, SortedSet<String> accounts, Collection<String> others) {
        RegistryCheck check = new RegistryCheck(cache.registry(), accounts);
        CacheSettings settings = cache.settings();
        for (CacheRule rule : cache.rules()) {
            if (!others.isEmpty() && !settings.isUnknown()) {
                check.note(
                        Kind.IMPORT_NOT_KNOWN,
                        rule.prefix(),
                        accounts.isEmpty()
                                ? "cannot tell who may pull: the account of no cluster is known (--cluster-account)"
                                : "cannot tell whether all clusters may pull: the account of "
                                        + String.join(", ", others) + " is not known (--cluster-account)");
            }
            check.imports(rule, settings);
            check.repositories(rule.prefix(), settings);
        }
        List<CreationTemplate> templates = settings.templates() == null ? List.of() : settings.templates();
        Set<String> prefixes = cache.rules().stream().map(CacheRule::prefix).collect(Collectors.toSet());
        for (CreationTemplate template : templates) {
            boolean below = cache.ruleOf(template.prefix() + "/any").isPresent();
            if (below && template.forCache() && !prefixes.contains(template.prefix())) {
                check.repositories(template.prefix(), settings);
            }
        }
        check.faults.sort(Comparator.comparing(RuleFinding::fault).thenComparing(RuleFinding::prefix));
        List<RuleNote> notes = new ArrayList<>();
        check.notes.forEach(
                (kind, texts) -> texts.forEach((text, of) -> notes.add(new RuleNote(kind, List.copyOf(of), text))));
        return new Result(List.copyOf(check.faults), notes);
    }

    private void imports(CacheRule rule, CacheSettings settings) {
        ResourcePolicy policy = settings.policy();
        if (policy == null) {
            return;
        }
        List<Statement> imports = new ArrayList<>(policy.statements());
        CreationTemplate template = nearest(rule.prefix(), settings);
        if (template != null && template.policy() != null) {
            template.policy().statements().stream()
                    .map(statement -> statement.provided("a repository has this policy only once it is there"))
                    .forEach(imports::add);
        }
        Map<String, List<Statement>> statements = new TreeMap<>(Map.of(IMPORTS, imports, CREATES, policy.statements()));
        permissions(rule.prefix(), statements).forEach((permission, some) -> {
            String who = accounts(some);
            if (permission.answer() == Answer.NO) {
                String change =
                        "add to the registry policy, with aws ecr put-registry-policy --region " + registry.region()
                                + ": " + statement(statements.keySet(), some, resources(rule.prefix(), "*"));
                fault(Fault.IMPORT_NOT_ALLOWED, rule.prefix(), permission, who, change);
            } else if (permission.answer() == Answer.YES) {
                note(
                        Kind.IMPORT_ALLOWED,
                        rule.prefix(),
                        who + " may import images and create repositories, if the IAM policies of the nodes' roles"
                                + " allow it too: " + permission.why());
            } else {
                note(Kind.IMPORT_NOT_KNOWN, rule.prefix(), uncertain(permission, who));
            }
        });
    }

    /** Of what the cache creates below a prefix. */
    private void repositories(String prefix, CacheSettings settings) {
        if (settings.isUnknown()) {
            return;
        }
        CreationTemplate template = nearest(prefix, settings);
        if (template != null) {
            remarks(prefix, template);
        } else if (settings.templates() != null) {
            note(
                    Kind.NO_TEMPLATE,
                    prefix,
                    "no creation template is applied for PULL_THROUGH_CACHE here, so new repositories have no policy and"
                            + " no lifecycle");
        }
        List<Statement> statements = pullStatements(prefix, template, settings);
        Map<String, List<Statement>> each = new TreeMap<>();
        PULL.forEach(action -> each.put(action, statements));
        permissions(prefix, each).forEach((permission, some) -> {
            String who = accounts(some);
            if (permission.answer() == Answer.NO) {
                String statement = statement(PULL, some, "");
                String create =
                        "aws ecr create-repository-creation-template --region " + registry.region() + " --prefix "
                                + written(prefix) + " --applied-for PULL_THROUGH_CACHE --repository-policy"
                                + " '{\"Version\":\"2012-10-17\",\"Statement\":[" + statement + "]}'";
                String change = (template == null
                                ? create
                                : "add to the repositoryPolicy of the creation template " + written(template.prefix())
                                        + ", with aws ecr update-repository-creation-template --region "
                                        + registry.region() + ": " + statement)
                        + ", and give the repositories that are there the same with aws ecr set-repository-policy";
                fault(Fault.PULL_NOT_ALLOWED, prefix, permission, who, change);
            } else if (permission.answer() == Answer.YES) {
                note(
                        Kind.PULL_ALLOWED,
                        prefix,
                        who + " may pull from new repositories, if the IAM policies of the nodes' roles allow it too: "
                                + permission.why());
            } else {
                note(Kind.PULL_NOT_KNOWN, prefix, uncertain(permission, who));
            }
        });
    }

    private static List<Statement> pullStatements(
            String prefix, @Nullable CreationTemplate template, CacheSettings settings) {
        List<Statement> statements = new ArrayList<>();
        if (template != null && isHidden(template, prefix, settings)) {
            statements.addAll(
                    ResourcePolicy.unknown("a template that is nearer is not applied for PULL_THROUGH_CACHE, and"
                                    + " AWS does not say which of the two counts")
                            .statements());
        } else if (template != null && template.policy() != null) {
            statements.addAll(template.policy().statements());
        }
        if (settings.policy() != null) {
            settings.policy().statements().stream()
                    .map(statement -> statement.allows()
                            ? statement.provided("the registry policy counts for pulls only if its scope is V2, the"
                                    + " default; see aws ecr get-account-setting --name REGISTRY_POLICY_SCOPE")
                            : statement)
                    .forEach(statements::add);
        }
        if (settings.templates() == null) {
            statements.add(Statement.unknown(true, "the creation templates are not known (--repository-templates)"));
        }
        if (settings.policy() == null) {
            statements.add(Statement.unknown(true, "the registry policy is not known (--registry-policy)"));
        }
        return statements;
    }

    private void remarks(String prefix, CreationTemplate template) {
        String by = " (" + template.place() + ")";
        String frozen = switch (template.mutability()) {
            case "IMMUTABLE" -> "tags";
            case "IMMUTABLE_WITH_EXCLUSION" -> "all but some tags";
            case "MUTABLE_WITH_EXCLUSION" -> "some tags";
            default -> "";
        };
        if (!frozen.isEmpty()) {
            note(
                    Kind.FROZEN_TAGS,
                    prefix,
                    "the creation template freezes " + frozen + " (" + template.mutability()
                            + "): the cache keeps the first image of each, whatever the upstream has later" + by);
        }
        for (CreationTemplate.Expiry expiry : template.expiries()) {
            String since = switch (expiry.countType()) {
                case "sinceImagePushed" -> "they were pushed";
                case "sinceImagePulled" -> "the last pull";
                case "sinceImageTransitioned" -> "they were archived";
                default -> expiry.countType();
            };
            String images = expiry.tagStatus().equals("any") ? "images " : expiry.tagStatus() + " images ";
            String days = expiry.days() == 1 ? "1 day after " : expiry.days() + " days after ";
            note(
                    Kind.EXPIRES,
                    prefix,
                    "the creation template's lifecycle " + (expiry.archives() ? "archives " : "deletes ") + images
                            + days
                            + since
                            + (expiry.archives()
                                    ? ": nodes cannot pull them until they are restored"
                                    : ": after that nodes need the upstream, and cannot pull by digest")
                            + by);
        }
    }

    /** The one that ECR applies to what the cache creates below a prefix, as far as it is known. */
    private static @Nullable CreationTemplate nearest(String prefix, CacheSettings settings) {
        return above(prefix, settings)
                .filter(CreationTemplate::forCache)
                .findFirst()
                .orElse(null);
    }

    private static boolean isHidden(CreationTemplate template, String prefix, CacheSettings settings) {
        return above(prefix, settings).findFirst().filter(template::equals).isEmpty();
    }

    /** The nearest first. */
    private static Stream<CreationTemplate> above(String prefix, CacheSettings settings) {
        return (settings.templates() == null ? List.<CreationTemplate>of() : settings.templates())
                .stream()
                        .filter(template -> template.isAbove(prefix))
                        .sorted(Comparator.comparing((CreationTemplate template) ->
                                        template.prefix().length())
                                .reversed());
    }

    /** What the accounts may do below a prefix; those with the same answer together. */
    private Map<Permission, List<String>> permissions(String prefix, Map<String, List<Statement>> statements) {
        Map<Permission, List<String>> some = new LinkedHashMap<>();
        for (String account : accounts) {
            Permission permission = permission(prefix, statements, account);
            some.computeIfAbsent(permission, key -> new ArrayList<>()).add(account);
        }
        return some;
    }

    /** Within an account IAM is enough to allow something, but not where a policy of the registry denies it. */
    private static List<Statement> ofOwnAccount(List<Statement> statements) {
        return Stream.concat(
                        statements.stream().filter(statement -> !statement.allows()),
                        Stream.of(Statement.unknown(
                                true,
                                "it is the registry's own account, in which the IAM policies of the roles decide")))
                .toList();
    }

    /** The worst of all actions, with those that it is about. */
    private Permission permission(String prefix, Map<String, List<Statement>> statements, String account) {
        Map<String, Ruling> rulings = new TreeMap<>();
        Account who = new Account(registry.partition().id(), account);
        boolean own = account.equals(registry.account());
        statements.forEach((action, all) -> rulings.put(
                action, ResourcePolicy.ask(own ? ofOwnAccount(all) : all, action, resources(prefix, "?*"), who)));
        Collection<Ruling> all = rulings.values();
        Answer worst = Stream.of(Answer.NO, Answer.CANNOT_TELL)
                .filter(answer -> all.stream().anyMatch(ruling -> ruling.answer() == answer))
                .findFirst()
                .orElse(Answer.YES);
        Set<String> whys = new LinkedHashSet<>();
        List<String> about = new ArrayList<>();
        boolean denied = false;
        for (Map.Entry<String, Ruling> each : rulings.entrySet()) {
            if (each.getValue().answer() == worst) {
                about.add(each.getKey());
                whys.add(each.getValue().why());
                denied |= each.getValue().denied();
            }
        }
        return new Permission(worst, denied, about, String.join("; ", whys));
    }

    /** The ARN of all repositories below a prefix. */
    private String resources(String prefix, String any) {
        return "arn:" + registry.partition().id() + ":ecr:" + registry.region() + ':' + registry.account()
                + ":repository/" + (prefix.isEmpty() ? "" : prefix + '/') + any;
    }

    /** @param resource empty for the policy of a repository */
    private String statement(Collection<String> actions, List<String> some, String resource) {
        UnaryOperator<String> quoted = text -> '"' + text + '"';
        String principals = some.stream()
                .map(account -> quoted.apply("arn:" + registry.partition().id() + ":iam::" + account + ":root"))
                .collect(Collectors.joining(","));
        return "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[" + principals + "]},\"Action\":["
                + actions.stream().map(quoted).collect(Collectors.joining(",")) + "]"
                + (resource.isEmpty() ? "" : ",\"Resource\":" + quoted.apply(resource)) + "}";
    }

    private void fault(Fault fault, String prefix, Permission permission, String who, String change) {
        String problem = who + " may not " + String.join(", ", permission.actions()) + ": " + permission.why();
        String instead = permission.denied() ? "take the nodes' roles out of what denies it" : change;
        faults.add(new RuleFinding(fault, written(prefix), null, problem, instead));
    }

    private void note(Kind kind, String prefix, String text) {
        notes.computeIfAbsent(kind, key -> new LinkedHashMap<>())
                .computeIfAbsent(text, key -> new LinkedHashSet<>())
                .add(written(prefix));
    }

    private static String uncertain(Permission permission, String who) {
        return "cannot tell whether " + who + " may " + String.join(", ", permission.actions()) + ": "
                + permission.why();
    }

    private static String accounts(List<String> some) {
        return (some.size() == 1 ? "account " : "accounts ") + String.join(", ", some);
    }

    private static String written(String prefix) {
        return prefix.isEmpty() ? "ROOT" : prefix;
    }
}
