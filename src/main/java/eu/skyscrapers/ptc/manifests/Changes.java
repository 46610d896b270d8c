package eu.skyscrapers.ptc.manifests;

import eu.skyscrapers.ptc.manifests.Node.Alias;
import eu.skyscrapers.ptc.manifests.Node.Scalar;
import eu.skyscrapers.ptc.manifests.NodeTokens.At;
import eu.skyscrapers.ptc.objects.Pieces;
import eu.skyscrapers.ptc.objects.Pieces.Piece;
import eu.skyscrapers.ptc.workload.ImageUse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The new texts of one document's images. A text may be part of several images, through an anchor or as their common
 * registry: it changes only where each of them wants the same, and an image changes in all of its texts or in none.
 */
final class Changes {
    /** What an image wants one of its texts to become. */
    private record Wish(At at, String now, String then) {
        private Node node() {
            return at.node();
        }

        private boolean changes() {
            return !then.equals(now);
        }
    }

    private static final class Image {
        private final String reference;
        /** What to mind where it changes; empty for nothing. */
        private final String caution;

        private List<Wish> wishes;

        private Image(String reference, String caution, List<Wish> wishes) {
            this.reference = reference;
            this.caution = caution;
            this.wishes = wishes;
        }

        private boolean changes() {
            return wishes.stream().anyMatch(Wish::changes);
        }
    }

    /** What images want one text to become. */
    private record Wanted(At at, Set<String> texts) {}

    /** A text that becomes another; in the place of an alias where that stands for it. */
    record Change(At at, String then) {}

    private static final String STAYS = " stays as it is: ";

    private final List<Image> images = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** @param other what is to come in its place; null for an image that stays */
    void add(ImageUse use, @Nullable String other) {
        List<Wish> wishes = List.of();
        String caution = "";
        if (use.place() instanceof At at) {
            wishes = List.of(new Wish(at, use.image(), other == null ? use.image() : other));
        } else if (use.place() instanceof Pieces pieces) {
            wishes = wishes(pieces, use.image(), other);
            caution = pieces.caution();
        }
        wishes.forEach(wish -> wish.at().follow());
        Image image = new Image(use.image(), caution, wishes);
        images.add(image);
        if (image.changes() && wishes.stream().anyMatch(wish -> !wish.at().reachable())) {
            stays(image, "the string that holds it is written in too many ways; write it as a block, behind |");
        }
    }

    private List<Wish> wishes(Pieces pieces, String image, @Nullable String other) {
        Piece name = pieces.name();
        Piece registry = pieces.registry();
        String nameThen = name.text();
        String registryThen = registry == null ? "" : registry.text();
        if (other != null) {
            String whole = other.substring(0, other.length() - pieces.after().length());
            String slash = registryThen.endsWith("/") ? "/" : "";
            int host = whole.indexOf('/');
            switch (pieces.freedom()) {
                case ALL -> {
                    registryThen = registry == null ? "" : whole.substring(0, host) + slash;
                    nameThen = registry == null ? whole : whole.substring(host + 1);
                }
                case REGISTRY -> {
                    if (whole.endsWith("/" + nameThen)) {
                        registryThen = whole.substring(0, whole.length() - nameThen.length() - 1) + slash;
                    } else {
                        warn((At) name.place(), image, STAYS + "the registry before it is that of other images too");
                    }
                }
                case NOTHING -> warn((At) name.place(), image, STAYS + pieces.caution());
            }
        }
        List<Wish> wishes = new ArrayList<>(2);
        wishes.add(new Wish((At) name.place(), pieces.before() + name.text(), pieces.before() + nameThen));
        if (registry != null) {
            wishes.add(new Wish((At) registry.place(), registry.text(), registryThen));
        }
        return wishes;
    }

    private void stays(Image image, String why) {
        warn(image, STAYS + why);
        image.wishes = image.wishes.stream()
                .map(wish -> new Wish(wish.at(), wish.now(), wish.now()))
                .toList();
    }

    private void warn(Image image, String what) {
        warn(image.wishes.get(0).at(), image.reference, what);
    }

    private void warn(At at, String image, String what) {
        warnings.add(at.node().line + ": " + image + what);
    }

    /** What is to be said of images that stay: one line each, which begins with the number of its line in the text. */
    List<String> warnings() {
        return warnings;
    }

    /** What to change; to be asked once. */
    List<Change> agreed() {
        while (true) {
            Map<Node, Wanted> wanted = new LinkedHashMap<>();
            for (Image image : images) {
                for (Wish wish : image.wishes) {
                    wanted.computeIfAbsent(wish.node(), node -> new Wanted(wish.at(), new HashSet<>(2)))
                            .texts()
                            .add(wish.then());
                }
            }
            Set<Node> disputed = disputed(wanted);
            if (disputed.isEmpty()) {
                images.stream()
                        .filter(image -> image.changes() && !image.caution.isEmpty())
                        .forEach(image -> warn(image, ": " + image.caution));
                return changes(wanted);
            }
            for (Image image : images) {
                if (image.changes() && image.wishes.stream().anyMatch(wish -> disputed.contains(wish.node()))) {
                    stays(image, "it shares a text with an image that stays, or that becomes another");
                }
            }
        }
    }

    /** Texts of which images want different things, be it through an alias. */
    private static Set<Node> disputed(Map<Node, Wanted> wanted) {
        Set<Node> disputed = new HashSet<>();
        wanted.forEach((node, want) -> {
            if (want.texts().size() > 1) {
                disputed.add(node);
            } else if (node instanceof Alias alias && want.texts().contains(text(node))) {
                Wanted ofAnchor = wanted.get(alias.target);
                if (ofAnchor != null && !ofAnchor.texts().equals(want.texts())) {
                    disputed.add(alias.target);
                }
            }
        });
        return disputed;
    }

    private static List<Change> changes(Map<Node, Wanted> wanted) {
        List<Change> changes = new ArrayList<>();
        wanted.forEach((node, want) -> {
            Wanted ofAnchor = node instanceof Alias alias ? wanted.get(alias.target) : null;
            // An image that is written where it is used changes there, and its aliases with it. The anchor of any other
            // text is none of ours: it may well be the tag in a label.
            boolean byAnchor = ofAnchor != null && ofAnchor.texts().equals(want.texts());
            if (!byAnchor && !want.texts().contains(text(node))) {
                changes.add(new Change(want.at(), want.texts().iterator().next()));
            }
        });
        return changes;
    }

    private static String text(Node node) {
        return ((Scalar) node.content()).text;
    }
}
