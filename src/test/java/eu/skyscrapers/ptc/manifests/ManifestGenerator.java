package eu.skyscrapers.ptc.manifests;

import java.util.List;
import java.util.Random;

/** Writes manifests in all manner of YAML, and at the same time what they shall be rewritten to. */
final class ManifestGenerator {
    private static final List<String> WORDS =
            List.of("a", "é", "😀", "old/x", "image: old/x", "- old", "\u00a0", "👩‍🚀", "#", "x\ty");

    private final Random random;
    private final StringBuilder before = new StringBuilder();
    private final StringBuilder after = new StringBuilder();
    private final String lineEnd;
    private int anchors;

    /** Whether the last image is left only for the line break that ends it. */
    private boolean endsInImage;

    ManifestGenerator(long seed) {
        random = new Random(seed);
        lineEnd = random.nextInt(3) == 0 ? "\r\n" : "\n";
        if (random.nextInt(8) == 0) {
            write("\ufeff");
        }
        int documents = 1 + random.nextInt(4);
        for (int i = 0; i < documents; i++) {
            comments(0);
            if (i > 0 || random.nextBoolean()) {
                write(any("---", "--- # " + word(), "---  "));
                line();
            }
            comments(0);
            if (random.nextInt(5) == 0) {
                json();
            } else {
                object(0, i + 1 == documents);
            }
        }
        if (!endsInImage && random.nextInt(4) == 0) {
            before.setLength(trimmed(before));
            after.setLength(trimmed(after));
        }
    }

    String before() {
        return before.toString();
    }

    String after() {
        return after.toString();
    }

    private static int trimmed(StringBuilder text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return end;
    }

    private void object(int indent, boolean last) {
        String kind = any("Pod", "Deployment", "CronJob", "Widget", "List", "PodTemplate");
        if (indent > 4 && kind.equals("List")) {
            kind = "Pod";
        }
        boolean kindLast = random.nextInt(3) == 0;
        if (!kindLast) {
            field(indent, "kind", kind);
        }
        field(
                indent,
                "metadata",
                "{name: x, annotations: {image: old/no, t: \"" + word() + any("", "", "ü\u2028ö", "\u0085") + "\"}}");
        if (random.nextInt(4) == 0) {
            key(indent, "data");
            line();
            key(indent + 2, "text");
            write("|");
            line();
            for (int i = random.nextInt(3); i >= 0; i--) {
                write(" ".repeat(indent + 4) + "image: old/no " + word());
                line();
            }
        }
        switch (kind) {
            case "Pod" -> podSpec(indent, true);
            case "Deployment" -> template(indent, "spec", "template");
            case "CronJob" -> template(indent, "spec", "jobTemplate", "spec", "template");
            case "PodTemplate" -> template(indent, "template");
            case "Widget" -> podSpec(indent, true);
            default -> {
                key(indent, "items");
                line();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    write(" ".repeat(indent) + "-");
                    line();
                    object(indent + 4, false);
                }
            }
        }
        if (kindLast) {
            field(indent, "kind", kind);
        }
        if (last && random.nextInt(4) == 0) {
            write("...");
            line();
        }
    }

    private void template(int indent, String... path) {
        for (int i = 0; i < path.length; i++) {
            key(indent + 2 * i, path[i]);
            line();
            comments(indent + 2 * i);
        }
        podSpec(indent + 2 * path.length, true);
    }

    private void podSpec(int indent, boolean images) {
        key(indent, "spec");
        line();
        if (random.nextInt(3) == 0) {
            key(indent + 2, "volumes");
            write("[{name: v, image: {reference: ");
            image(true, images, 0);
            write(any("}}]", " , pullPolicy: Always}} ]", "}},{name: w}]"));
            line();
        }
        for (String field : List.of("initContainers", "containers")) {
            key(indent + 2, field);
            if (random.nextInt(3) == 0) {
                write("[");
                for (int i = random.nextInt(3); i >= 0; i--) {
                    write(any(
                            "{name: x, image: ",
                            "{image: ",
                            "{\"image\": ",
                            "{\"image\":",
                            "{" + lineEnd + "\timage: "));
                    image(true, images, 0);
                    write(any("}, ", "},", " }, ", ", tty: true}, "));
                }
                write("]");
                line();
                continue;
            }
            line();
            int list = indent + any(2, 3, 4);
            for (int i = random.nextInt(3); i >= 0; i--) {
                comments(random.nextInt(6));
                write(" ".repeat(list) + any("- name: x", "- tty: true", "-  command: [image, old/no]"));
                boolean wide = before.lastIndexOf("-  command") > before.lastIndexOf("\n");
                line();
                int inner = list + (wide ? 3 : 2);
                write(" ".repeat(inner) + any("image: ", "\"image\":   ", "'image': ", "image: !!str ", "image:\t"));
                image(false, images, inner);
                line();
                comments(inner);
            }
        }
    }

    /** @param indent of the line, for what goes on in the next */
    private void image(boolean flow, boolean changes, int indent) {
        endsInImage = false;
        String name = any("a", "b:1", "c/d@sha256:" + "0".repeat(64), "nginx");
        if (random.nextInt(6) == 0) {
            write(any("", "&a" + anchors++ + " ")
                    + any("other/" + name, "'ol/d'", "\"old /x\"", "null", "'it''s'", "\"\\u0020old/a\""));
            return;
        }
        if (random.nextInt(6) == 0) {
            write("&a" + anchors++ + any(" ", "  "));
        }
        String more = " ".repeat(indent + 2 + random.nextInt(3));
        int style = random.nextInt(flow ? 5 : 9);
        switch (style) {
            case 0, 1 -> change("old/" + name, changes ? "new/" + name : null);
            case 2 -> change("'old/" + name + "'", changes ? "'new/" + name + "'" : null);
            case 3 -> change("\"old/" + name + "\"", changes ? "\"new/" + name + "\"" : null);
            case 4 -> change("\"\\x6fld\\/" + name + "\"", changes ? "\"new/" + name + "\"" : null);
            case 5 -> {
                write(any("|-", ">-", "|-  # " + word()) + lineEnd + more);
                change("old/" + name, changes ? "new/" + name : null);
            }
            case 6 -> {
                write(lineEnd + more);
                change("old/" + name, changes ? "new/" + name : null);
            }
            case 7 -> change("\"old/\\" + lineEnd + more + name + "\"", changes ? "\"new/" + name + "\"" : null);
            default -> {
                write(any("|", ">", "|+") + lineEnd + more + "old/" + name);
                endsInImage = true;
            }
        }
        boolean block = style == 5 || style == 8;
        if (!flow && !block) {
            write(any("", "", "   ", "\t", " # " + word(), "\t# old/no"));
        }
    }

    private void json() {
        String pad = any("", " ", lineEnd + "  ", lineEnd + "\t");
        write("{" + pad + "\"kind\":" + pad + "\"Pod\"," + pad + "\"spec\": {\"x\": \"" + any("é", "😀", "\\\"")
                + "\", \"containers\": [{" + pad + "\"image\"" + any(":", ": "));
        change("\"old/j\"", "\"new/j\"");
        write(pad + "}, {\"image\":");
        change("\"old\\/k\"", "\"new/k\"");
        write("}]" + pad + "}}");
        line();
    }

    private void field(int indent, String name, String value) {
        key(indent, name);
        write(value);
        if (random.nextInt(4) == 0) {
            write(" # " + word());
        }
        line();
    }

    private void key(int indent, String name) {
        write(" ".repeat(indent) + any(name, name, "'" + name + "'", '"' + name + '"') + any(": ", ":  ", ": "));
    }

    private void comments(int indent) {
        while (random.nextInt(4) == 0) {
            write(any("", " ".repeat(indent) + "# " + word() + " image: old/no", "#" + word()));
            line();
        }
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private void line() {
        write(lineEnd);
    }

    private void write(String text) {
        before.append(text);
        after.append(text);
    }

    private void change(String from, String to) {
        before.append(from);
        after.append(to == null ? from : to);
    }

    @SafeVarargs
    private <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
