package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.audit.RuleFinding.Fault;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds what AWS says of a rule's credential against what ECR needs of it. */
public final class CredentialCheck {
    /** GitHub's tokens live a year at most; one month is left to replace one. */
    private static final int OLD_MONTHS = 11;

    private CredentialCheck() {}

    /**
     * @param rule one with a credential
     * @param region of the registry
     * @param refusal why its upstream does not accept it, in ECR's words; empty where it does; null where that is not known
     * @param secret null where it is not known
     */
    public static RegistryCheck.Result check(
            CacheRule rule, String region, @Nullable String refusal, @Nullable CacheSecret secret, LocalDate today) {
        List<RuleFinding> faults = new ArrayList<>();
        List<RuleNote> notes = new ArrayList<>();
        String options = " --region " + region + " --secret-id " + rule.credentialArn();
        String write = "aws secretsmanager put-secret-value" + options
                + " --secret-string file://FILE, with a username and an accessToken in it";
        if (secret != null && !secret.there()) {
            faults.add(fault(
                    Fault.NO_SECRET,
                    rule,
                    "has a credential whose secret " + rule.credentialArn() + " does not exist",
                    "create the secret again, which gives it another ARN, and aws ecr update-pull-through-cache-rule"
                            + " --region " + region + " --ecr-repository-prefix " + rule.ecrPrefix()
                            + " --credential-arn ARN"));
        } else if (secret != null && secret.deleted() != null) {
            faults.add(fault(
                    Fault.DELETED_SECRET,
                    rule,
                    "has a credential whose secret is being deleted (" + day(secret.deleted())
                            + "), so that nobody can read it",
                    "aws secretsmanager restore-secret" + options));
        } else if (refusal != null && !refusal.isEmpty()) {
            faults.add(fault(
                    Fault.REFUSED_CREDENTIAL,
                    rule,
                    "has a credential with which ECR cannot log in at " + rule.upstream() + ": " + refusal,
                    write));
        } else if (refusal != null) {
            notes.add(note(RuleNote.Kind.CREDENTIAL_ACCEPTED, rule, "ECR can log in at " + rule.upstream()));
        }
        Instant changed = secret == null || !secret.there() ? null : secret.changed();
        if (changed != null && day(changed).plusMonths(OLD_MONTHS).isBefore(today)) {
            notes.add(note(
                    RuleNote.Kind.OLD_SECRET,
                    rule,
                    "the secret was last changed on " + day(changed) + ", more than " + OLD_MONTHS
                            + " months ago, and a token may live a year at most, as GitHub's do: " + write));
        }
        return new RegistryCheck.Result(faults, notes);
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private static RuleFinding fault(Fault fault, CacheRule rule, String problem, String change) {
        return new RuleFinding(fault, rule.ecrPrefix(), rule.place(), problem, change);
    }

    private static RuleNote note(RuleNote.Kind kind, CacheRule rule, String text) {
        return new RuleNote(kind, List.of(rule.ecrPrefix()), text);
    }
}
