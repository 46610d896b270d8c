package eu.skyscrapers.ptc.objects;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is given in the place of manifests by mistake, and what to do about it. */
public final class NoManifest {
    public static final String NOTHING = "holds no Kubernetes object; is it the right file?";
    public static final String ARRAY = "an array, not a Kubernetes object; take its items out of it, as jq '.[]' does";
    public static final String VALUE = "a plain value, not a Kubernetes object";

    /** How many bytes are enough to know: a tar archive names itself behind the name and rights of its first file. */
    public static final int START = 262;

    private static final String UNPACK = "; unpack it first";
    private static final String UTF_16 = "UTF-16 without a byte order mark; save it as UTF-8";

    /** What a file begins with, a character for each byte. */
    private static final Map<String, String> STARTS = Map.ofEntries(
            Map.entry("\u001f\u008b", "compressed with gzip" + UNPACK),
            Map.entry("\\(\u00b5/\u00fd", "compressed with zstd" + UNPACK),
            Map.entry("\u00fd7zXZ\0", "compressed with xz" + UNPACK),
            Map.entry("BZh[1-9]1AY&SY", "compressed with bzip2" + UNPACK),
            Map.entry("PK\u0003\u0004", "a zip archive" + UNPACK),
            Map.entry("(?s).{257}ustar", "a tar archive" + UNPACK),
            Map.entry("\u00ff\u00fe\0\0|\0\0\u00fe\u00ff", "UTF-32; save it as UTF-8"),
            Map.entry("([\t-~]\0){2}", UTF_16),
            Map.entry("(\0[\t-~]){2}", UTF_16));

    /** An action of a chart's template that is in no quotes: at the start of a line or of a value. */
    private static final Pattern ACTION = Pattern.compile("(?m)^[ -]*([\\w.\"'/-]+: +)?\\{\\{");

    private static final Pattern OBJECT = Pattern.compile("\\{|(apiVersion|kind|metadata|items):( .*)?");
    private static final Pattern YAML = Pattern.compile("(?!Warning: )[\\w.\"'/-]+:( .*)?|[-\\[?!&\"'].*");

    private NoManifest() {}

    /** What a file is, by its first bytes, if it is not a text or a manifest; empty if it may be one. */
    public static Optional<String> byBytes(byte[] start) {
        String characters = new String(start, ISO_8859_1);
        return STARTS.entrySet().stream()
                .filter(each ->
                        Pattern.compile(each.getKey()).matcher(characters).lookingAt())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * What a document that cannot be read may be; empty where nothing shows.
     *
     * @param linesBefore in the same file
     */
    public static String hint(String start, long linesBefore) {
        if (ACTION.matcher(start).find()) {
            return "; a Helm template? Audit the output of helm template";
        }
        boolean text = false;
        long line = linesBefore;
        for (String each : start.replace("\ufeff", "").lines().toList()) {
            line++;
            if (each.isBlank() || each.startsWith("#") || each.startsWith("---")) {
                continue;
            }
            if (OBJECT.matcher(each).lookingAt()) {
                return text
                        ? "; the objects begin in line " + line
                                + ": remove the text before them (2>&1 mixes warnings in)"
                        : "";
            }
            if (YAML.matcher(each).matches()) {
                return "";
            }
            text = true;
        }
        return "";
    }
}
