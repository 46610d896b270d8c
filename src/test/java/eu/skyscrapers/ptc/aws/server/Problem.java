package eu.skyscrapers.ptc.aws.server;

/** Why AWS refuses whatever is asked of it, in the words of STS and in those of the other services. */
enum Problem {
    NO_SIGNATURE(
            403,
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "Request is missing Authentication Token"),
    INCOMPLETE_SIGNATURE(400, "IncompleteSignature", "IncompleteSignatureException", "Request must be signed."),
    WRONG_SIGNATURE(
            403,
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access"
                    + " Key and signing method. Consult the service documentation for details."),
    UNKNOWN_KEY(
            403,
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "The security token included in the request is invalid."),
    EXPIRED(403, "ExpiredToken", "ExpiredTokenException", "The security token included in the request is expired"),
    DENIED(403, "AccessDenied", "AccessDeniedException", "Access denied"),
    THROTTLED(400, "Throttling", "ThrottlingException", "Rate exceeded"),
    FAILED(500, "InternalFailure", "ServerException", "An internal error occurred."),
    UNAVAILABLE(503, "ServiceUnavailable", "ServiceUnavailableException", "The service is temporarily unavailable.");

    final int status;
    final String codeOfSts;
    final String code;
    final String message;

    Problem(int status, String codeOfSts, String code, String message) {
        this.status = status;
        this.codeOfSts = codeOfSts;
        this.code = code;
        this.message = message;
    }
}
