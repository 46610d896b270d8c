package eu.skyscrapers.ptc.audit;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A policy that a registry or a repository has, in the language of IAM: what it says of the nodes of another account. That
 * is half of the truth: across accounts the IAM policies of their roles must allow the same.
 *
 * <p>Which roles the nodes have is known only by the end of their names, what is below a prefix only by its beginning. So a
 * statement covers all of them, some or none; one that covers some, or has an element that is not understood here, makes
 * the answer {@link Answer#CANNOT_TELL}.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html">IAM
 *     User Guide, Cross-account policy evaluation logic</a>
 */
public record ResourcePolicy(List<Statement> statements) {
    /** Of those that the platform gives a cluster, the roles of its nodes, and those of its pods on Fargate. */
    private static final List<String> ROLES = List.of("*-workers", "*-fargate");

    private static final Pattern PRINCIPAL =
            Pattern.compile("(?:arn:(?<partition>[^:]+):(?<service>iam|sts)::)?(?<account>[0-9]{12})(?::(?<name>.+))?");
    private static final int ARN_COLONS = 5;
    private static final int SHOWN = 200;

    public ResourcePolicy {
        statements = List.copyOf(statements);
    }

    /** A policy that somebody else has to read; with it nothing is sure. */
    public static ResourcePolicy unknown(String why) {
        return new ResourcePolicy(List.of(Statement.unknown(false, why), Statement.unknown(true, why)));
    }

    /**
     * One statement. Each part is as it was written.
     *
     * @param label how reports call it
     * @param resources null where it has none, as in the policy of a repository, which means that repository
     */
    public record Statement(
            String label,
            boolean allows,
            Names<Principal> principals,
            Names<String> actions,
            @Nullable Names<String> resources,
            List<Condition> conditions) {
        public Statement {
            conditions = List.copyOf(conditions);
        }

        /** One that may say the same of everything. */
        static Statement unknown(boolean allows, String why) {
            Names<String> all = new Names<>(false, List.of("*"));
            Names<Principal> everyone = new Names<>(false, List.of(new Principal("AWS", "*")));
            return new Statement("", allows, everyone, all, null, List.of(Condition.unknown(why)));
        }

        /** The same, as long as something holds that is not known. */
        Statement provided(String why) {
            return new Statement(
                    label,
                    allows,
                    principals,
                    actions,
                    resources,
                    Stream.concat(conditions.stream(), Stream.of(Condition.unknown(why)))
                            .toList());
        }
    }

    /** @param not whether it means all others, as {@code NotAction} does */
    public record Names<T>(boolean not, List<T> listed) {
        public Names {
            listed = List.copyOf(listed);
        }
    }

    /** @param type {@code AWS}, {@code Service}, … */
    public record Principal(String type, String id) {}

    /** @param operator empty for what is not understood, which the key then says in words */
    public record Condition(String operator, String key, List<String> values) {
        public Condition {
            values = List.copyOf(values);
        }

        public static Condition unknown(String why) {
            return new Condition("", why, List.of());
        }
    }

    public enum Answer {
        YES,
        NO,
        CANNOT_TELL
    }

    /**
     * @param denied whether a statement says no, not only none says yes
     * @param why a clause
     */
    record Ruling(Answer answer, boolean denied, String why) {}

    /** @param partition as ARNs write it */
    record Account(String partition, String id) {
        private String roles(String name) {
            return "arn:" + partition + ":iam::" + id + ":role/" + name;
        }
    }

    /** In this order: of several ways to match the best counts, of several parts the worst. */
    private enum Match {
        NO,
        MAYBE,
        YES;

        static Match of(boolean all, boolean some) {
            return all ? YES : some ? MAYBE : NO;
        }

        Match not(boolean not) {
            return !not || this == MAYBE ? this : this == YES ? NO : YES;
        }
    }

    /**
     * What is asked for, of which not every letter is known.
     *
     * @param all what has to be matched as a whole
     * @param any what may be meant as well: a match with it is no miss
     */
    private record Asked(Glob all, Glob any) {
        static Asked of(String pattern) {
            return new Asked(new Glob(pattern), new Glob(pattern));
        }

        Match by(List<String> patterns, boolean not) {
            boolean covered =
                    patterns.stream().anyMatch(each -> isUnderstood(each) && new Glob(each).covers(not ? any : all));
            boolean met =
                    patterns.stream().anyMatch(each -> !isUnderstood(each) || new Glob(each).meets(not ? all : any));
            return Match.of(covered, met).not(not);
        }

        /** A policy variable stands for something that is not known here. */
        private static boolean isUnderstood(String pattern) {
            return pattern.length() <= Glob.LONGEST && !pattern.contains("${");
        }
    }

    /**
     * How a statement matches.
     *
     * @param parts how many of its parts were not missed
     * @param why a clause, where it only may match
     */
    private record Hit(Statement statement, Match match, int parts, String why) {
        String label() {
            return statement.label().isEmpty() ? "" : statement.label() + " ";
        }
    }

    /**
     * Whether the nodes of an account may do something, as far as these statements go: those of all policies that hang on
     * what is asked for.
     *
     * @param action as {@code ecr:BatchGetImage}
     * @param resources the ARN of repositories, as a pattern
     */
    static Ruling ask(List<Statement> statements, String action, String resources, Account account) {
        Ruling workers = ask(statements, action, resources, account, ROLES.get(0));
        Ruling fargate = ask(statements, action, resources, account, ROLES.get(1));
        if (workers.answer() != Answer.YES || fargate.answer() == Answer.YES) {
            return workers;
        }
        return new Ruling(
                Answer.CANNOT_TELL,
                false,
                "for roles " + ROLES.get(0) + " it does, for those of Fargate, " + ROLES.get(1)
                        + ", it does not surely: " + fargate.why());
    }

    private static Ruling ask(
            List<Statement> statements, String action, String resources, Account account, String roles) {
        Hit denial = best(statements, false, action, resources, account, roles);
        Hit allowance = best(statements, true, action, resources, account, roles);
        if (denial != null && denial.match() == Match.YES) {
            return new Ruling(Answer.NO, true, denial.label() + "denies it");
        }
        if (allowance == null || allowance.match() == Match.NO) {
            String nearest = allowance == null || allowance.parts() == 0
                    ? ""
                    : "; the nearest is " + allowance.label() + "which " + allowance.why();
            return new Ruling(Answer.NO, false, "no statement allows it" + nearest);
        }
        if (denial != null && denial.match() == Match.MAYBE) {
            return new Ruling(Answer.CANNOT_TELL, false, said(denial, "may deny it: "));
        }
        return allowance.match() == Match.YES
                ? new Ruling(Answer.YES, false, allowance.label() + "allows it")
                : new Ruling(Answer.CANNOT_TELL, false, said(allowance, "may allow it: "));
    }

    private static String said(Hit hit, String what) {
        return hit.label().isEmpty() ? hit.why() : hit.label() + what + hit.why();
    }

    private static @Nullable Hit best(
            List<Statement> statements,
            boolean allows,
            String action,
            String resources,
            Account account,
            String roles) {
        Glob nodes = new Glob(account.roles(roles));
        // To be allowed, a role may have another name; to be denied, it must be one of the nodes'.
        Asked role = new Asked(nodes, allows ? new Glob(account.roles("?*")) : nodes);
        return statements.stream()
                .filter(statement -> statement.allows() == allows)
                .map(statement -> hit(statement, action, resources, account, role))
                .max(Comparator.comparing(Hit::match).thenComparing(Hit::parts))
                .orElse(null);
    }

    private static Hit hit(Statement statement, String action, String resources, Account account, Asked role) {
        List<String> actions = statement.actions().listed().stream()
                .map(each -> each.toLowerCase(Locale.ROOT))
                .toList();
        Match match = Asked.of(action.toLowerCase(Locale.ROOT))
                .by(actions, statement.actions().not());
        if (match == Match.NO) {
            return new Hit(statement, match, 0, "is not about this action");
        }
        String why = match == Match.YES ? "" : "an element of its actions is not understood";
        Match next = principal(statement, account, role);
        if (next == Match.NO) {
            return new Hit(statement, next, 1, "is not for this account's roles");
        }
        if (next == Match.MAYBE) {
            match = next;
            why = "whether it means the roles of the nodes is not known";
        }
        Names<String> named = statement.resources();
        next = named == null ? Match.YES : Asked.of(resources).by(named.listed(), named.not());
        if (next == Match.NO) {
            return new Hit(statement, next, 2, "is not about this prefix of this registry");
        }
        if (next == Match.MAYBE) {
            match = next;
            why = "it is about a part of what is below the prefix";
        }
        for (Condition condition : statement.conditions()) {
            next = condition(condition, account, role);
            String words = words(condition);
            if (next == Match.NO) {
                return new Hit(statement, next, 3, "asks that " + words);
            }
            if (next == Match.MAYBE) {
                match = next;
                why = condition.operator().isEmpty() ? words : "whether " + words + " is not known";
            }
        }
        return new Hit(statement, match, 4, why);
    }

    private static String words(Condition condition) {
        String values = String.join(", ", condition.values());
        return condition.operator().isEmpty()
                ? condition.key()
                : condition.key() + " fits " + condition.operator() + ' '
                        + (values.length() <= SHOWN ? values : values.substring(0, SHOWN) + "…");
    }

    private static Match principal(Statement statement, Account account, Asked role) {
        Match listed = statement.principals().listed().stream()
                .map(principal -> principal(principal, account, role))
                .max(Comparator.naturalOrder())
                .orElse(Match.NO);
        if (!statement.principals().not()) {
            return listed;
        }
        // To be left out, a role must be listed with its account and perhaps its session; and AWS has Deny alone with
        // it.
        boolean everyone = statement.principals().listed().stream()
                .anyMatch(principal -> principal.id().equals("*"));
        return statement.allows() || (listed != Match.NO && !everyone) ? Match.MAYBE : listed.not(true);
    }

    private static Match principal(Principal principal, Account account, Asked role) {
        if (!principal.type().equals("AWS")) {
            // Others than those of AWS itself and of identity providers there are none in the docs of ECR.
            boolean known =
                    principal.type().equals("Service") || principal.type().equals("Federated");
            return known ? Match.NO : Match.MAYBE;
        }
        if (principal.id().equals("*")) {
            return Match.YES;
        }
        Matcher arn = PRINCIPAL.matcher(principal.id());
        if (!arn.matches() || Glob.isPattern(principal.id())) {
            // AWS writes the id of a role in place of one that was deleted, and takes no pattern of names here.
            return Match.MAYBE;
        }
        String partition = arn.group("partition");
        if (!arn.group("account").equals(account.id())
                || (partition != null && !partition.equals(account.partition()))) {
            return Match.NO;
        }
        String name = arn.group("name");
        if (name == null || name.equals("root")) {
            return Match.YES;
        }
        if (name.startsWith("role/")) {
            return role.by(List.of(principal.id()), false);
        }
        return "iam".equals(arn.group("service")) ? Match.NO : Match.MAYBE;
    }

    /** All keys that are understood have one value in every request, so neither a set's operator nor IfExists changes anything. */
    private static Match condition(Condition condition, Account account, Asked role) {
        Asked asked = switch (condition.key().toLowerCase(Locale.ROOT)) {
            case "aws:principalarn" -> role;
            case "aws:principalaccount" -> Asked.of(account.id());
            case "aws:principaltype" -> Asked.of("AssumedRole");
            case "aws:securetransport" -> Asked.of("true");
            case "aws:principalisawsservice" -> Asked.of("false");
            default -> null;
        };
        List<String> values = condition.values();
        if (asked == null || values.isEmpty()) {
            return Match.MAYBE;
        }
        String operator =
                condition.operator().replaceFirst("^For(Any|All)Values?:", "").replaceFirst("IfExists$", "");
        return switch (operator) {
            case "StringEquals", "StringNotEquals" ->
                asked.by(values.stream().filter(each -> !Glob.isPattern(each)).toList(), operator.contains("Not"));
            case "StringLike", "StringNotLike" -> asked.by(values, operator.contains("Not"));
            // Each part of an ARN by itself, which is the same where both have as many.
            case "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike" ->
                values.stream()
                                .allMatch(each ->
                                        each.chars().filter(c -> c == ':').count() == ARN_COLONS)
                        ? asked.by(values, operator.contains("Not"))
                        : Match.MAYBE;
            case "Bool" ->
                asked.by(
                        values.stream()
                                .map(each -> each.toLowerCase(Locale.ROOT))
                                .toList(),
                        false);
            case "Null" -> Match.of(values.equals(List.of("false")), !values.equals(List.of("true")));
            default -> Match.MAYBE;
        };
    }
}
