package eu.skyscrapers.ptc.aws.server;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What somebody asked who proved who they are. What they were answered is another matter.
 *
 * @param operation for example {@code DescribeImages}
 * @param parameters by name, as they came
 * @param region the one that was signed for
 */
public record Call(Service service, String operation, JsonNode parameters, String region, Key key) {

    /** The permission that it needs, for example {@code ecr:DescribeImages}. */
    public String action() {
        return service.id + ":" + operation;
    }

    /** The ARN of the user or of the role's session. */
    public String caller() {
        return key.arn();
    }

    /** Of the caller. */
    Account account() {
        return key.owner().account();
    }

    /** Empty where it is missing. */
    public String parameter(String name) {
        return parameters.path(name).asText();
    }

    @Override
    public String toString() {
        return action() + " " + region + " by " + caller() + " " + parameters;
    }
}
