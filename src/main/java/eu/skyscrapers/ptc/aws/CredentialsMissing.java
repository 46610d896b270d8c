package eu.skyscrapers.ptc.aws;

import eu.skyscrapers.ptc.aws.AwsException.Kind;
import org.jspecify.annotations.Nullable;

/** Carries words of our own through the SDK, which asks for credentials in the middle of a call. */
final class CredentialsMissing extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final AwsException failure;

    CredentialsMissing(AwsException failure) {
        super(failure);
        this.failure = failure;
    }

    CredentialsMissing(String message) {
        this(new AwsException(Kind.CREDENTIALS, message, null));
    }

    static @Nullable AwsException in(Throwable fault) {
        return Faults.causes(fault)
                .filter(CredentialsMissing.class::isInstance)
                .map(each -> ((CredentialsMissing) each).failure)
                .findFirst()
                .orElse(null);
    }
}
