package eu.skyscrapers.ptc.aws.server;

import eu.skyscrapers.ptc.api.server.Answer;

/** AWS says no. Each service has its own way to write it. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String codeOfSts;
    private final String code;

    /** A failure that one service alone knows. */
    Refusal(int status, String code, String message) {
        super(message);
        this.status = status;
        this.codeOfSts = code;
        this.code = code;
    }

    Refusal(Problem problem, String message) {
        super(message);
        this.status = problem.status;
        this.codeOfSts = problem.codeOfSts;
        this.code = problem.code;
    }

    Refusal(Problem problem) {
        this(problem, problem.message);
    }

    int status() {
        return status;
    }

    Answer from(Service service) {
        return service.refusal(status, service == Service.STS ? codeOfSts : code, getMessage());
    }
}
