package eu.skyscrapers.ptc.aws.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A user or a role of an account: what its own policy lets it do, and who may become it. At first nothing and nobody. */
public final class Principal {
    private record Statement(String action, String resource) {
        private boolean covers(String action, String resource) {
            return matches(action(), action) && matches(resource(), resource);
        }
    }

    private final Account account;
    private final String kind;
    private final String path;
    private final List<Statement> allowed = new CopyOnWriteArrayList<>();
    private final List<Statement> denied = new CopyOnWriteArrayList<>();
    /** What may be done with this role, by whom. */
    private final List<Statement> trusted = new CopyOnWriteArrayList<>();

    Principal(Account account, String kind, String path) {
        this.account = account;
        this.kind = kind;
        this.path = path;
    }

    /** Actions such as {@code ecr:Describe*}, of anything. */
    public Principal allow(String... actions) {
        Stream.of(actions).map(action -> new Statement(action, "*")).forEach(allowed::add);
        return this;
    }

    /** Counts before {@link #allow}; the resource as in a policy, for example {@code *:cluster/prod}. */
    public Principal deny(String action, String resource) {
        denied.add(new Statement(action, resource));
        return this;
    }

    /** A policy as IAM has it, of statements that allow actions on resources. */
    public Principal policy(JsonNode document) {
        allowed.addAll(statements(document, statement -> texts(statement.path("Resource"))));
        return this;
    }

    /** They may assume this role; those of another account must be allowed {@code sts:AssumeRole} beside it, as in AWS. */
    public Principal trust(Principal... callers) {
        Stream.of(callers).map(caller -> new Statement("sts:*", caller.arn())).forEach(trusted::add);
        return this;
    }

    /** A role's trust policy as IAM has it, of statements that allow actions to users and roles. */
    public Principal trust(JsonNode document) {
        trusted.addAll(statements(document, statement -> texts(statement.at("/Principal/AWS"))));
        return this;
    }

    private static List<Statement> statements(JsonNode document, Function<JsonNode, Stream<String>> of) {
        return elements(document.path("Statement"))
                .peek(statement -> {
                    if (!statement.path("Effect").asText().equals("Allow") || statement.has("Condition")) {
                        throw new IllegalArgumentException("no such statement in the stand-in: " + statement);
                    }
                })
                .flatMap(statement -> texts(statement.path("Action"))
                        .flatMap(action -> of.apply(statement).map(text -> new Statement(action, text))))
                .toList();
    }

    private static Stream<String> texts(JsonNode oneOrMore) {
        return elements(oneOrMore).map(JsonNode::asText);
    }

    private static Stream<JsonNode> elements(JsonNode oneOrMore) {
        return oneOrMore.isArray() ? StreamSupport.stream(oneOrMore.spliterator(), false) : Stream.of(oneOrMore);
    }

    /** Of the user or role itself, not of a session. */
    public String arn() {
        return "arn:%s:iam::%s:%s/%s".formatted(account.partition().id, account.id(), kind, path);
    }

    /** A key of its own: a user's lasting one, or a session of the role as if somebody had assumed it. */
    public Key key() {
        return account.aws().issue(this, isRole() ? "test" : "");
    }

    /** A key that is known already, from AWS's documentation for example. */
    public Key key(String id, String secret, String token) {
        return account.aws().know(id, secret, token, this);
    }

    Account account() {
        return account;
    }

    boolean isRole() {
        return kind.equals("role");
    }

    /** Without its path, which sessions do not show. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Letters and digits that stay the same for the same principal. */
    String uniqueId() {
        String id = Integer.toString(arn().hashCode() & Integer.MAX_VALUE, Character.MAX_RADIX);
        return (isRole() ? "AROA" : "AIDA") + "0".repeat(17 - id.length()) + id.toUpperCase(Locale.ROOT);
    }

    boolean trusts(Principal caller, String action) {
        return trusted.stream().anyMatch(each -> each.covers(action, caller.arn()))
                && caller.denied.stream().noneMatch(each -> each.covers(action, arn()))
                && (caller.account == account || caller.allowed.stream().anyMatch(each -> each.covers(action, arn())));
    }

    /** Refuses the caller where its own policy does not let it, in AWS's words. */
    static void check(Call call, String resource) {
        Principal owner = call.key().owner();
        if (owner.denied.stream().anyMatch(each -> each.covers(call.action(), resource))) {
            throw denied(call, resource, " with an explicit deny in an identity-based policy");
        }
        if (owner.allowed.stream().noneMatch(each -> each.covers(call.action(), resource))) {
            throw denied(call, resource, because(call, "identity"));
        }
    }

    static Refusal denied(Call call, String resource, String why) {
        return denied(call, call.action(), resource, why);
    }

    static Refusal denied(Call call, String action, String resource, String why) {
        return new Refusal(
                Problem.DENIED,
                "User: %s is not authorized to perform: %s on resource: %s%s"
                        .formatted(call.caller(), action, resource, why));
    }

    static String because(Call call, String policy) {
        return " because no %s-based policy allows the %s action".formatted(policy, call.action());
    }

    /** As IAM compares: {@code *} is any text, {@code ?} any letter. */
    static boolean matches(String pattern, String text) {
        String regex = pattern.chars()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(text).matches();
    }
}
