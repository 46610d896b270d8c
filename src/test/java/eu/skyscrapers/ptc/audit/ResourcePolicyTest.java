package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.ResourcePolicy.Account;
import eu.skyscrapers.ptc.audit.ResourcePolicy.Answer;
import eu.skyscrapers.ptc.audit.ResourcePolicy.Ruling;
import eu.skyscrapers.ptc.policy.PolicyText;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a policy says of the nodes of account 111122223333, of the action ecr:CreateRepository, and of all repositories below
 * quay in the registry of account 123456789012 in eu-west-1. The table is the specification: add a row, not code.
 */
class ResourcePolicyTest {
    private static final String ROOT = "{'AWS': 'arn:aws:iam::111122223333:root'}";
    private static final String QUAY = "'arn:aws:ecr:eu-west-1:123456789012:repository/quay/*'";
    private static final String ALLOWED = allow(ROOT, "'ecr:*'", QUAY, "");

    record Row(Answer answer, String why, List<String> statements) {
        @Override
        public String toString() {
            return answer + ": " + String.join(" ", statements);
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                        principals(),
                        actions(),
                        resources(),
                        platformConditions(),
                        otherConditions(),
                        denials(),
                        severalStatements())
                .flatMap(List::stream);
    }

    private static List<Row> principals() {
        return List.of(
                yes(allow("'*'", "'ecr:*'", QUAY, "")),
                yes(allow("{'AWS': '*'}", "'ecr:*'", QUAY, "")),
                yes(allow("{'AWS': '111122223333'}", "'ecr:*'", QUAY, "")),
                yes(allow("{'AWS': 111122223333}", "'ecr:*'", QUAY, "")),
                yes(ALLOWED),
                yes(allow("{'AWS': ['444455556666', '111122223333']}", "'ecr:*'", QUAY, "")),
                yes(allow("{'Service': 'x.amazonaws.com', 'AWS': '111122223333'}", "'ecr:*'", QUAY, "")),
                no("is not for this account's roles", allow("{'AWS': '444455556666'}", "'ecr:*'", QUAY, "")),
                no("is not for", allow("{'AWS': 'arn:aws:iam::444455556666:root'}", "'ecr:*'", QUAY, "")),
                no("is not for", allow("{'AWS': 'arn:aws-cn:iam::111122223333:root'}", "'ecr:*'", QUAY, "")),
                no("is not for", allow("{'AWS': 'arn:aws:iam::444455556666:role/a-workers'}", "'ecr:*'", QUAY, "")),
                no("is not for", allow("{'AWS': 'arn:aws:iam::111122223333:user/ann'}", "'ecr:*'", QUAY, "")),
                no("is not for", allow("{'AWS': 'arn:aws:sts::444455556666:assumed-role/a/b'}", "'ecr:*'", QUAY, "")),
                no("is not for", allow("{'Service': 'replication.ecr.amazonaws.com'}", "'ecr:*'", QUAY, "")),
                no("is not for", allow("{'Federated': 'cognito-identity.amazonaws.com'}", "'ecr:*'", QUAY, "")),
                maybe(
                        "statement 1 (policy:1:16) may allow it: whether it means the roles of the nodes is not known",
                        allow("{'AWS': 'arn:aws:iam::111122223333:role/prod-workers'}", "'ecr:*'", QUAY, "")),
                maybe("", allow("{'AWS': 'arn:aws:iam::111122223333:role/karpenter'}", "'ecr:*'", QUAY, "")),
                maybe("", allow("{'AWS': 'arn:aws:sts::111122223333:assumed-role/a/b'}", "'ecr:*'", QUAY, "")),
                maybe("", allow("{'AWS': 'arn:aws:iam::111122223333:role/*'}", "'ecr:*'", QUAY, "")),
                maybe("", allow("{'AWS': 'arn:aws:iam::111122223333:role/*-workers'}", "'ecr:*'", QUAY, "")),
                maybe("", allow("{'AWS': 'AROA0123456789ABCDEFG'}", "'ecr:*'", QUAY, "")),
                maybe("", allow("{'CanonicalUser': '0123'}", "'ecr:*'", QUAY, "")),
                maybe(
                        "",
                        "{'Effect': 'Allow', 'NotPrincipal': {'AWS': '444455556666'}, 'Action': '*', 'Resource': '*'}"));
    }

    private static List<Row> actions() {
        return List.of(
                yes(allow(ROOT, "'*'", QUAY, "")),
                yes(allow(ROOT, "'ecr:CreateRepository'", QUAY, "")),
                yes(allow(ROOT, "'ECR:createrepository'", QUAY, "")),
                yes(allow(ROOT, "['ecr:BatchImportUpstreamImage', 'ecr:Create*']", QUAY, "")),
                yes(allow(ROOT, "'ecr:?reateRepository'", QUAY, "")),
                maybe(
                        "an element of its actions is not understood",
                        allow(ROOT, "'ecr:${aws:PrincipalTag/may}'", QUAY, "")),
                yes("{'Effect': 'Allow', 'Principal': '*', 'NotAction': 'ecr:Delete*', 'Resource': '*'}"),
                no("no statement allows it", allow(ROOT, "'ecr:BatchImportUpstreamImage'", QUAY, "")),
                no("", allow(ROOT, "'ecr:CreateRepositoryCreationTemplate'", QUAY, "")),
                no("", allow(ROOT, "'s3:*'", QUAY, "")),
                no("", "{'Effect': 'Allow', 'Principal': '*', 'NotAction': ['ecr:create*'], 'Resource': '*'}"),
                no("no statement allows it"));
    }

    private static List<Row> resources() {
        String arn = "arn:aws:ecr:eu-west-1:123456789012:repository/";
        return List.of(
                yes(allow(ROOT, "'ecr:*'", "'*'", "")),
                yes(allow(ROOT, "'ecr:*'", "'arn:aws:ecr:*:*:*'", "")),
                yes(allow(ROOT, "'ecr:*'", "'arn:aws:ecr:*'", "")),
                yes(allow(ROOT, "'ecr:*'", "'" + arn + "*'", "")),
                yes(allow(ROOT, "'ecr:*'", "'" + arn + "qu?y/*'", "")),
                yes(allow(ROOT, "'ecr:*'", "['" + arn + "k8s/*', '" + arn + "quay/*']", "")),
                yes("{'Effect': 'Allow', 'Principal': '*', 'Action': '*'}"),
                yes("{'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'NotResource': '" + arn + "k8s/*'}"),
                no("which is not about this prefix of this registry", allow(ROOT, "'ecr:*'", "'" + arn + "k8s/*'", "")),
                no("", allow(ROOT, "'ecr:*'", "'" + arn + "quay'", "")),
                no("", allow(ROOT, "'ecr:*'", "'" + arn + "Quay/*'", "")),
                no("", allow(ROOT, "'ecr:*'", QUAY.replace("eu-west-1", "eu-central-1"), "")),
                no("", allow(ROOT, "'ecr:*'", QUAY.replace("123456789012", "210987654321"), "")),
                no("", allow(ROOT, "'ecr:*'", QUAY.replace("arn:aws:", "arn:aws-cn:"), "")),
                no("", "{'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'NotResource': '" + arn + "*'}"),
                maybe("a part of what is below", allow(ROOT, "'ecr:*'", "'" + arn + "quay/acme/*'", "")),
                maybe("a part of what is below", allow(ROOT, "'ecr:*'", "'" + arn + "quay/*/*'", "")),
                maybe("", allow(ROOT, "'ecr:*'", "'" + arn + "${aws:PrincipalTag/team}/*'", "")),
                maybe("", allow(ROOT, "'ecr:*'", "'" + arn + "x".repeat(2000) + "'", "")),
                yes(allow(ROOT, "'ecr:*'", "'" + "*".repeat(Glob.LONGEST) + "'", "")),
                maybe("", allow(ROOT, "'ecr:*'", "'" + "*".repeat(Glob.LONGEST + 1) + "'", "")),
                maybe(
                        "",
                        "{'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'NotResource': '" + arn + "quay/a/*'}"));
    }

    private static List<Row> platformConditions() {
        String roles = "['arn:aws:iam::*:role/*-workers', 'arn:aws:iam::*:role/*-fargate']";
        return List.of(
                yes(allowAll("'ArnLike': {'aws:PrincipalArn': " + roles + "}")),
                yes(allowAll("'StringLike': {'aws:PrincipalArn': " + roles + "}")),
                yes(allowAll("'ArnEquals': {'AWS:principalarn': " + roles + "}")),
                yes(allowAll("'ArnLikeIfExists': {'aws:PrincipalArn': " + roles + "}")),
                yes(allowAll("'ForAnyValue:ArnLike': {'aws:PrincipalArn': " + roles + "}")),
                yes(allowAll("'StringEquals': {'aws:PrincipalAccount': ['444455556666', '111122223333']}")),
                yes(allowAll("'StringEquals': {'aws:PrincipalAccount': 111122223333}")),
                yes(allowAll("'StringNotEquals': {'aws:PrincipalAccount': '444455556666'}")),
                yes(allowAll("'StringLike': {'aws:PrincipalAccount': '1111*'}")),
                yes(allowAll("'ArnNotLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/*-admins'}")),
                yes(allowAll("'Null': {'aws:PrincipalArn': 'false'}")),
                yes(allowAll("'Bool': {'aws:SecureTransport': true}")),
                yes(allowAll("'Bool': {'aws:SecureTransport': 'TRUE', 'aws:PrincipalIsAWSService': 'false'}")),
                yes(allowAll("'ArnLike': {'aws:PrincipalArn': " + roles
                        + "}, 'StringEquals': {'aws:PrincipalAccount': '111122223333'}")),
                no(
                        "asks that aws:PrincipalAccount fits StringEquals 444455556666",
                        allowAll("'StringEquals': {'aws:PrincipalAccount': '444455556666'}")),
                no("", allowAll("'StringEquals': {'aws:PrincipalAccount': '1111*'}")),
                no("", allowAll("'StringNotEquals': {'aws:PrincipalAccount': '111122223333'}")),
                no("", allowAll("'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/*-workers'}")),
                no("", allowAll("'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:user/*'}")),
                no("", allowAll("'StringEquals': {'aws:PrincipalArn': " + roles + "}")),
                no("", allowAll("'ArnNotLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/*'}")),
                no("", allowAll("'Null': {'aws:PrincipalAccount': true}")),
                no("", allowAll("'Bool': {'aws:SecureTransport': 'false'}")),
                maybe(
                        "for roles *-workers it does, for those of Fargate, *-fargate, it does not surely: statement 1"
                                + " (policy:1:16) may allow it: whether aws:PrincipalArn fits ArnLike"
                                + " arn:aws:iam::*:role/*-workers is not known",
                        allowAll("'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/*-workers'}")),
                maybe("", allowAll("'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/*-fargate'}")),
                maybe("", allowAll("'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/*-nodes'}")),
                maybe("", allowAll("'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/eks-*'}")),
                maybe("", allowAll("'ArnLike': {'aws:PrincipalArn': '*'}")),
                maybe("", allowAll("'ArnNotLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/eks-*'}")),
                maybe(
                        "",
                        allowAll("'StringEquals': {'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/a-workers'}")));
    }

    private static List<Row> otherConditions() {
        return List.of(
                maybe(
                        "may allow it: whether aws:PrincipalOrgID fits StringEquals o-a1b2c3d4e5 is not known",
                        allowAll("'StringEquals': {'aws:PrincipalOrgID': 'o-a1b2c3d4e5'}")),
                maybe("", allowAll("'ForAnyValue:StringLike': {'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*'}")),
                maybe("", allowAll("'StringEqualsIfExists': {'aws:PrincipalOrgID': 'o-a1b2c3d4e5'}")),
                maybe("", allowAll("'Null': {'aws:PrincipalOrgID': 'false'}")),
                maybe("", allowAll("'Null': {'aws:PrincipalArn': ['true', 'false']}")),
                maybe("", allowAll("'IpAddress': {'aws:SourceIp': '10.0.0.0/8'}")),
                maybe("", allowAll("'StringEquals': {'aws:SourceVpce': 'vpce-1'}")),
                maybe("", allowAll("'StringEquals': {'aws:PrincipalAccount': []}")),
                maybe("", allowAll("'StringEqualsIgnoreCase': {'aws:PrincipalAccount': '111122223333'}")),
                maybe("", allowAll("'NumericEquals': {'aws:PrincipalAccount': '111122223333'}")),
                maybe("", allowAll("'StringLike': {'aws:PrincipalArn': '${aws:PrincipalArn}'}")),
                no(
                        "StringEquals " + "1".repeat(200),
                        allowAll("'StringEquals': {'aws:PrincipalAccount': '" + "1".repeat(200) + "'}")),
                no(
                        "StringEquals " + "1".repeat(200) + "…",
                        allowAll("'StringEquals': {'aws:PrincipalAccount': '" + "1".repeat(201) + "'}")),
                maybe(
                        "its element \"Quorum\" is not understood",
                        "{'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': '*', 'Quorum': 3}"),
                // What surely does not fit is not made uncertain by what is not known.
                no("", allowAll("'StringEquals': {'aws:SourceVpce': 'v', 'aws:PrincipalAccount': '444455556666'}")),
                no("", allow("{'AWS': '444455556666'}", "'ecr:*'", QUAY, "'StringEquals': {'aws:SourceVpce': 'v'}")));
    }

    private static List<Row> denials() {
        String roles = "['arn:aws:iam::*:role/*-workers', 'arn:aws:iam::*:role/*-fargate']";
        return List.of(
                no(
                        "statement \"NoQuay\" (policy:1:",
                        ALLOWED,
                        "{'Sid': 'NoQuay', 'Effect': 'Deny', 'Principal': '*', 'Action': 'ecr:*', 'Resource': " + QUAY
                                + "}"),
                no("denies it", deny(""), ALLOWED),
                no("denies it", ALLOWED, deny("'StringEquals': {'aws:PrincipalAccount': '111122223333'}")),
                no("denies it", ALLOWED, deny("'StringNotEquals': {'aws:PrincipalAccount': '444455556666'}")),
                no("denies it", ALLOWED, deny("'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/*-workers'}")),
                no("denies it", ALLOWED, deny("'ArnNotLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/*-admins'}")),
                no(
                        "denies it",
                        ALLOWED,
                        "{'Effect': 'Deny', 'NotPrincipal': {'AWS': '444455556666'}, 'Action': '*', 'Resource': '*'}"),
                no(
                        "denies it",
                        ALLOWED,
                        "{'Effect': 'Deny', 'Principal': '*', 'NotAction': 'ecr:BatchGet*', 'Resource': '*'}"),
                no(
                        "denies it",
                        ALLOWED,
                        "{'Effect': 'Deny', 'Principal': '*', 'Action': '*', 'NotResource': 'arn:aws:ecr:*:*:repository/k8s/*'}"),
                yes(ALLOWED, deny("'ArnNotLike': {'aws:PrincipalArn': " + roles + "}")),
                yes(ALLOWED, deny("'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/*-admins'}")),
                yes(ALLOWED, deny("'Bool': {'aws:SecureTransport': 'false'}")),
                yes(ALLOWED, deny("'StringNotEqualsIfExists': {'aws:PrincipalAccount': '111122223333'}")),
                yes(ALLOWED, deny("'StringEquals': {'aws:PrincipalAccount': '444455556666', 'aws:SourceVpce': 'v'}")),
                yes(
                        ALLOWED,
                        "{'Effect': 'Deny', 'Principal': {'AWS': '444455556666'}, 'Action': '*', 'Resource': '*'}"),
                yes(ALLOWED, "{'Effect': 'Deny', 'Principal': '*', 'Action': 'ecr:Delete*', 'Resource': '*'}"),
                yes(ALLOWED, "{'Effect': 'Deny', 'NotPrincipal': '*', 'Action': '*', 'Resource': '*'}"),
                maybe("statement 2 (policy:1:", ALLOWED, deny("'StringNotEquals': {'aws:PrincipalOrgID': 'o-a1'}")),
                maybe(
                        "may deny it: whether aws:SourceVpce fits StringNotEquals v is not known",
                        ALLOWED,
                        deny("'StringNotEquals': {'aws:SourceVpce': 'v'}")),
                maybe("", ALLOWED, deny("'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/dev-*'}")),
                maybe("", ALLOWED, deny("'ArnNotLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/dev-*'}")),
                maybe(
                        "",
                        ALLOWED,
                        "{'Effect': 'Deny', 'Principal': '*', 'Action': '*',"
                                + " 'Resource': 'arn:aws:ecr:*:*:repository/quay/acme/*'}"),
                maybe(
                        "",
                        ALLOWED,
                        "{'Effect': 'Deny', 'NotPrincipal': {'AWS': '111122223333'}, 'Action': '*', 'Resource': '*'}"),
                maybe(
                        "",
                        ALLOWED,
                        "{'Effect': 'Deny', 'Principal': {'AWS': 'arn:aws:iam::111122223333:role/a-workers'},"
                                + " 'Action': '*', 'Resource': '*'}"),
                yes(
                        ALLOWED,
                        "{'Effect': 'Deny', 'Principal': {'AWS': 'arn:aws:iam::111122223333:role/admin'},"
                                + " 'Action': '*', 'Resource': '*'}"),
                // Nothing allows it, whatever may deny it.
                no("no statement allows it", deny("'StringNotEquals': {'aws:SourceVpce': 'v'}")));
    }

    private static List<Row> severalStatements() {
        return List.of(
                yes(allow("{'AWS': '444455556666'}", "'ecr:*'", QUAY, ""), ALLOWED),
                yes(allowAll("'StringEquals': {'aws:PrincipalOrgID': 'o-a1'}"), ALLOWED),
                yes(
                        allowAll("'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/*-workers'}"),
                        allowAll("'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/*-fargate'}")),
                no(
                        "statement 2 (policy:1:",
                        allow("{'AWS': '444455556666'}", "'ecr:*'", QUAY, ""),
                        allow(ROOT, "'ecr:*'", "'arn:aws:ecr:*:*:repository/k8s/*'", "")));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void answers(Row row) throws Exception {
        String json = "{'Statement': [" + String.join(", ", row.statements()) + "]}";
        ResourcePolicy policy = PolicyText.read("policy", json.replace('\'', '"'));
        Ruling ruling = ResourcePolicy.ask(
                policy.statements(),
                "ecr:CreateRepository",
                "arn:aws:ecr:eu-west-1:123456789012:repository/quay/?*",
                new Account("aws", "111122223333"));
        assertThat(ruling.answer()).as(ruling.why()).isEqualTo(row.answer());
        assertThat(ruling.why()).contains(row.why());
        assertThat(ruling.denied())
                .isEqualTo(row.answer() == Answer.NO && ruling.why().endsWith("denies it"));
    }

    private static String allow(String principal, String action, String resource, String condition) {
        return "{'Effect': 'Allow', 'Principal': " + principal + ", 'Action': " + action + ", 'Resource': " + resource
                + (condition.isEmpty() ? "" : ", 'Condition': {" + condition + "}") + "}";
    }

    private static String allowAll(String condition) {
        return allow("'*'", "'ecr:*'", "'*'", condition);
    }

    private static String deny(String condition) {
        return allowAll(condition).replace("Allow", "Deny");
    }

    private static Row yes(String... statements) {
        return new Row(Answer.YES, "allows it", List.of(statements));
    }

    private static Row no(String why, String... statements) {
        return new Row(Answer.NO, why, List.of(statements));
    }

    private static Row maybe(String why, String... statements) {
        return new Row(Answer.CANNOT_TELL, why, List.of(statements));
    }
}
