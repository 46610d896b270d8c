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
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The new texts of one document's images. A text may be part of several images, through an anchor or as their common
 * registry: it changes only where each of them wants the same, and an image changes in all of its texts or in none.
 */
final class Changes {
    /**
     * What one of an image's texts is to become.
     *
     * @param at the text; an alias where that stands for it
     */
    record Change(At at, String now, String then) {
        private Node node() {
            return at.node();
        }

        private boolean agrees(Change other) {
            return then.equals(other.then);
        }

        private boolean changes() {
            return !then.equals(now);
        }
    }

    /** @param caution what to mind where it changes; empty for nothing */
    private record Image(String reference, String caution, List<Change> wishes) {
        private boolean changes() {
            return wishes.stream().anyMatch(Change::changes);
        }
    }

    private static final String STAYS = " stays as it is: ";

    private final List<Image> images = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** @param other what is to come in its place; null for an image that stays */
    void add(ImageUse use, @Nullable String other) {
        List<Change> wishes = new ArrayList<>(2);
        String caution = "";
        if (use.place() instanceof At at) {
            wishes.add(new Change(at, use.image(), other == null ? use.image() : other));
        } else if (use.place() instanceof Pieces pieces) {
            addWishes(wishes, pieces, use.image(), other);
            caution = pieces.caution();
        }
        wishes.forEach(wish -> wish.at().follow());
        Image image = new Image(use.image(), caution, wishes);
        images.add(image);
        if (image.changes() && wishes.stream().anyMatch(wish -> !wish.at().reachable())) {
            stays(image, "the string that holds it is written in too many ways; write it as a block, behind |");
        }
    }

    private void addWishes(List<Change> wishes, Pieces pieces, String image, @Nullable String other) {
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
        wishes.add(new Change((At) name.place(), pieces.before() + name.text(), pieces.before() + nameThen));
        if (registry != null) {
            wishes.add(new Change((At) registry.place(), registry.text(), registryThen));
        }
    }

    private void stays(Image image, String why) {
        warn(image, STAYS + why);
        image.wishes().replaceAll(wish -> new Change(wish.at(), wish.now(), wish.now()));
    }

    private void warn(Image image, String what) {
        warn(image.wishes().get(0).at(), image.reference(), what);
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
            Map<Node, Change> wanted = new LinkedHashMap<>();
            Set<Node> disputed = disputed(wanted);
            if (disputed.isEmpty()) {
                images.stream()
                        .filter(image -> image.changes() && !image.caution().isEmpty())
                        .forEach(image -> warn(image, ": " + image.caution()));
                return wanted.values().stream()
                        .filter(change -> !change.then().equals(text(change.node())))
                        .filter(change ->
                                ofAnchor(change, wanted).filter(change::agrees).isEmpty())
                        .toList();
            }
            for (Image image : images) {
                if (image.changes() && image.wishes().stream().anyMatch(each -> disputed.contains(each.node()))) {
                    stays(image, "it shares a text with an image that stays, or that becomes another");
                }
            }
        }
    }

    /**
     * Texts of which images want different things, also through an alias.
     *
     * @param wanted is given what the first image wants of each text
     */
    private Set<Node> disputed(Map<Node, Change> wanted) {
        Set<Node> disputed = new HashSet<>();
        for (Image image : images) {
            for (Change change : image.wishes()) {
                Change first = wanted.putIfAbsent(change.node(), change);
                if (first != null && !first.then().equals(change.then())) {
                    disputed.add(change.node());
                }
            }
        }
        for (Change change : wanted.values()) {
            if (change.then().equals(text(change.node())) && !disputed.contains(change.node())) {
                ofAnchor(change, wanted)
                        .filter(anchored -> !anchored.agrees(change))
                        .ifPresent(anchored -> disputed.add(anchored.node()));
            }
        }
        return disputed;
    }

    /**
     * What images want of the text that this one's alias stands for: an image that is written where it is used changes
     * there, and its aliases with it. The anchor of any other text is none of ours: it may well be the tag in a label.
     */
    private static Optional<Change> ofAnchor(Change change, Map<Node, Change> wanted) {
        return Optional.ofNullable(change.node() instanceof Alias alias ? wanted.get(alias.target) : null);
    }

    private static String text(Node node) {
        return ((Scalar) node.content()).text;
    }
}
