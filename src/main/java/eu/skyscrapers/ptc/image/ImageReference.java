package eu.skyscrapers.ptc.image;

import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An image reference, read and completed as the kubelet and containerd do it ({@code ParseNormalizedNamed} of
 * distribution/reference, and the digest check of opencontainers/go-digest).
 *
 * <pre>
 *   reference := name [":" tag] ["@" digest]      name := [registry "/"] repository
 *   registry  := (label ("." label)* | "[" IPv6 "]") [":" digits]
 *   label     := alnum | alnum (alnum | "-")* alnum
 *   repository := part ("/" part)*                part := [a-z0-9]+ (("." | "_" | "__" | "-"+) [a-z0-9]+)*
 *   tag       := [A-Za-z0-9_] [A-Za-z0-9_.-]{0,127}
 *   digest    := ("sha256" | "sha384" | "sha512") ":" [0-9a-f]{64 | 96 | 128}
 * </pre>
 *
 * Two references are equal when they name the same thing, however they were written.
 */
public final class ImageReference {
    private static final String DOCKER_HUB = "docker.io";
    private static final String DOCKER_HUB_LEGACY = "index.docker.io";
    private static final String OFFICIAL_IMAGES = "library/";

    private static final int LONGEST_REPOSITORY = 255;
    private static final int LONGEST_TAG = 128;
    /** A repository, a tag and the digest with the most digits. The registry before them has no limit. */
    private static final int LONGEST_REST = LONGEST_REPOSITORY + 1 + LONGEST_TAG + 1 + "sha512:".length() + 128;

    private static final String LOCAL_ID = "sha256:";
    private static final int LOCAL_ID_DIGITS = 64;

    private final String text;
    private final String registry;
    private final String repository;
    private final @Nullable String tag;
    private final @Nullable String digest;

    private ImageReference(
            String text, String registry, String repository, @Nullable String tag, @Nullable String digest) {
        this.text = text;
        this.registry = registry;
        this.repository = repository;
        this.tag = tag;
        this.digest = digest;
    }

    /** Reads any text at all, in linear time. */
    public static ImageReference parse(String text) throws InvalidReferenceException {
        if (text.isEmpty()) {
            throw new InvalidReferenceException("the reference is empty");
        }
        if (text.length() == LOCAL_ID_DIGITS && isHex(text, 0)) {
            throw new InvalidReferenceException("64 hex digits are an image ID, not a reference");
        }
        int slash = text.indexOf('/');
        // Without a slash even localhost:5000 is a repository of Docker Hub, with a tag.
        boolean named = isRegistry(text, slash);
        // No registry may hold "_". The library then reads the whole as a repository without a registry.
        boolean nowhere = named && text.lastIndexOf('_', slash) >= 0;
        int start = named && !nowhere ? slash + 1 : 0;
        if (text.length() - start > LONGEST_REST) {
            throw new InvalidReferenceException("the reference is too long");
        }

        String registry = DOCKER_HUB;
        if (nowhere) {
            registry = "";
        } else if (named) {
            registry = registry(text, slash);
        }

        int repositoryEnd = scanRepository(text, start);
        String repository = text.substring(start, repositoryEnd);
        if (registry.equals(DOCKER_HUB) && !repository.contains("/")) {
            repository = OFFICIAL_IMAGES + repository;
        }
        if (repository.length() > LONGEST_REPOSITORY) {
            throw new InvalidReferenceException("the repository is longer than 255 characters");
        }

        int at = repositoryEnd;
        String tag = null;
        if (has(text, at, ':')) {
            int tagEnd = scanTag(text, at + 1);
            tag = text.substring(at + 1, tagEnd);
            at = tagEnd;
        }
        String digest = null;
        if (has(text, at, '@')) {
            checkDigest(text, at + 1);
            digest = text.substring(at + 1);
        } else if (at < text.length()) {
            throw unexpected(tag == null ? "the repository" : "the tag", text, at);
        }
        return new ImageReference(text, registry, repository, tag, digest);
    }

    /**
     * Whether containerd takes the text for the id of an image that the node already has, before it thinks of pulling.
     * To {@link #parse} it is Docker Hub's image {@code sha256} with a long tag.
     */
    public static boolean isLocalId(String text) {
        return text.length() == LOCAL_ID.length() + LOCAL_ID_DIGITS
                && text.startsWith(LOCAL_ID)
                && isHex(text, LOCAL_ID.length());
    }

    /** The reference as written. */
    public String text() {
        return text;
    }

    /**
     * The registry with case and port as written, {@code docker.io} where none is. Empty for a first part that looks
     * like a host but holds a {@code _}: nobody can pull that, and it is not Docker Hub.
     */
    public String registry() {
        return registry;
    }

    /** The registry for comparing: in lower case, and without the port 443 that https has anyway. */
    public String host() {
        return lowerCase(registry.endsWith(":443") ? registry.substring(0, registry.length() - 4) : registry);
    }

    /** The path below the registry, with the {@code library/} of Docker Hub's official images. */
    public String repository() {
        return repository;
    }

    public @Nullable String tag() {
        return tag;
    }

    public @Nullable String digest() {
        return digest;
    }

    /** The registry and the repository. */
    public String name() {
        return registry.isEmpty() ? repository : registry + '/' + repository;
    }

    /** The reference written in full; parsing it gives an equal reference. */
    public String canonical() {
        return name() + (tag == null ? "" : ':' + tag) + (digest == null ? "" : '@' + digest);
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof ImageReference other
                && registry.equals(other.registry)
                && repository.equals(other.repository)
                && Objects.equals(tag, other.tag)
                && Objects.equals(digest, other.digest);
    }

    @Override
    public int hashCode() {
        return Objects.hash(registry, repository, tag, digest);
    }

    @Override
    public String toString() {
        return text;
    }

    /** In lower case, only ASCII: {@link String#toLowerCase} makes a {@code k} of the Kelvin sign in any locale. */
    static String lowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUpper(text.charAt(i))) {
                StringBuilder lower = new StringBuilder(text);
                for (int j = i; j < text.length(); j++) {
                    if (isUpper(text.charAt(j))) {
                        lower.setCharAt(j, (char) (text.charAt(j) + ('a' - 'A')));
                    }
                }
                return lower.toString();
            }
        }
        return text;
    }

    /** The one hard decision: whether the part before the first slash is a registry, or a repository's first part. */
    private static boolean isRegistry(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            // An upper-case letter is not allowed in a repository, so it must be a host.
            if (c == '.' || c == ':' || isUpper(c)) {
                return true;
            }
        }
        return end == "localhost".length() && text.startsWith("localhost");
    }

    private static String registry(String text, int end) throws InvalidReferenceException {
        int at = text.charAt(0) == '[' ? scanAddress(text) : scanHostName(text);
        // None of these reads on beyond the slash at the end.
        if (text.charAt(at) == ':') {
            int port = at + 1;
            at = port;
            while (isDigit(text.charAt(at))) {
                at++;
            }
            if (at == port) {
                throw unexpected("the registry's port", text, at);
            }
        }
        if (at < end) {
            throw unexpected("the registry", text, at);
        }
        String registry = text.substring(0, end);
        return registry.equals(DOCKER_HUB_LEGACY) ? DOCKER_HUB : registry;
    }

    /** Reads an IPv6 address as loosely as the library does: any hex digits and colons between brackets. */
    private static int scanAddress(String text) throws InvalidReferenceException {
        int at = 1;
        while (isHexOfEitherCase(text.charAt(at)) || text.charAt(at) == ':') {
            at++;
        }
        if (at == 1 || text.charAt(at) != ']') {
            throw unexpected("the registry's address", text, at);
        }
        return at + 1;
    }

    private static int scanHostName(String text) throws InvalidReferenceException {
        int at = 0;
        while (true) {
            if (!isAlphanumeric(text.charAt(at))) {
                throw unexpected("the registry", text, at);
            }
            while (isAlphanumeric(text.charAt(at)) || text.charAt(at) == '-') {
                at++;
            }
            if (text.charAt(at - 1) == '-') {
                throw unexpected("the registry", text, at - 1);
            }
            if (text.charAt(at) != '.') {
                return at;
            }
            at++;
        }
    }

    private static int scanRepository(String text, int start) throws InvalidReferenceException {
        int at = start;
        while (true) {
            int word = at;
            while (at < text.length() && isLowerAlphanumeric(text.charAt(at))) {
                at++;
            }
            if (at < text.length() && isUpper(text.charAt(at))) {
                throw new InvalidReferenceException("the repository must be lower-case: " + character(text, at));
            }
            if (at == word) {
                throw unexpected("the repository", text, at);
            }
            int next = skipSeparator(text, at);
            if (next == at) {
                return at;
            }
            at = next;
        }
    }

    /** Returns the position after one slash or one of the marks that may stand between two words of a part. */
    private static int skipSeparator(String text, int at) {
        if (has(text, at, '/') || has(text, at, '.')) {
            return at + 1;
        }
        if (has(text, at, '_')) {
            return has(text, at + 1, '_') ? at + 2 : at + 1;
        }
        int next = at;
        while (has(text, next, '-')) {
            next++;
        }
        return next;
    }

    private static int scanTag(String text, int start) throws InvalidReferenceException {
        int at = start;
        while (at < text.length() && isTagCharacter(text.charAt(at), at == start)) {
            at++;
        }
        if (at == start) {
            throw unexpected("the tag", text, at);
        }
        if (at - start > LONGEST_TAG) {
            throw new InvalidReferenceException("the tag is longer than 128 characters");
        }
        return at;
    }

    private static void checkDigest(String text, int start) throws InvalidReferenceException {
        int digits = text.indexOf(':', start) + 1;
        int expected = switch (text.substring(start, Math.max(start, digits))) {
            case "sha256:" -> 64;
            case "sha384:" -> 96;
            case "sha512:" -> 128;
            default -> throw new InvalidReferenceException("the digest must begin with sha256:, sha384: or sha512:");
        };
        for (int i = digits; i < text.length(); i++) {
            if (!isHex(text.charAt(i))) {
                throw unexpected("the digest", text, i);
            }
        }
        if (text.length() - digits != expected) {
            throw new InvalidReferenceException(
                    "the digest must have " + expected + " hex digits, not " + (text.length() - digits));
        }
    }

    private static InvalidReferenceException unexpected(String where, String text, int at) {
        return new InvalidReferenceException(
                where + (at == text.length() ? " ends too early" : " cannot have " + character(text, at)));
    }

    /** Names a character without letting it act on a terminal or pass for another: only printable ASCII as itself. */
    private static String character(String text, int at) {
        char c = text.charAt(at);
        String shown = c >= ' ' && c <= '~'
                ? String.valueOf(c)
                : "\\u" + HexFormat.of().toHexDigits(c);
        return "'" + shown + "' at character " + (at + 1);
    }

    private static boolean has(String text, int at, char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private static boolean isHex(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            if (!isHex(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f');
    }

    private static boolean isHexOfEitherCase(char c) {
        return isHex(c) || (c >= 'A' && c <= 'F');
    }

    private static boolean isTagCharacter(char c, boolean first) {
        return isAlphanumeric(c) || c == '_' || (!first && (c == '.' || c == '-'));
    }

    private static boolean isAlphanumeric(char c) {
        return isLowerAlphanumeric(c) || isUpper(c);
    }

    private static boolean isLowerAlphanumeric(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z');
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
