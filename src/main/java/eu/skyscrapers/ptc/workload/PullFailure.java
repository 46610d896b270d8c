package eu.skyscrapers.ptc.workload;

/**
 * A container that waits because its image cannot be pulled.
 *
 * @param reason {@code ErrImagePull}, {@code ImagePullBackOff} or {@code InvalidImageName}
 * @param message the runtime's own words, which repeat what a registry answered: any text at all, of which
 *     {@value #MESSAGE_MAX} characters are kept, without its middle; empty where there is none
 */
public record PullFailure(String container, String reason, String message) {
    public static final int MESSAGE_MAX = 500;

    /** The cause stands at the end, after the image's name in several ways of writing it. */
    private static final int START = 150;

    private static final String CUT = " ... ";

    public PullFailure {
        if (message.length() > MESSAGE_MAX) {
            int start = START - (Character.isHighSurrogate(message.charAt(START - 1)) ? 1 : 0);
            int end = message.length() - (MESSAGE_MAX - START - CUT.length());
            end += Character.isLowSurrogate(message.charAt(end)) ? 1 : 0;
            message = message.substring(0, start) + CUT + message.substring(end);
        }
    }
}
