package eu.skyscrapers.ptc.workload;

/**
 * A container that waits because its image cannot be pulled.
 *
 * @param reason {@code ErrImagePull}, {@code ImagePullBackOff} or {@code InvalidImageName}
 * @param message the runtime's own words, which repeat what a registry answered: any text at all, cut to
 *     {@value #MESSAGE_MAX} characters; empty where there is none
 */
public record PullFailure(String container, String reason, String message) {
    public static final int MESSAGE_MAX = 500;

    public PullFailure {
        if (message.length() > MESSAGE_MAX) {
            int end = MESSAGE_MAX - (Character.isHighSurrogate(message.charAt(MESSAGE_MAX - 1)) ? 1 : 0);
            message = message.substring(0, end);
        }
    }
}
