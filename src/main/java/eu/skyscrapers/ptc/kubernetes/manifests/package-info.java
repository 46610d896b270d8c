/**
 * Rewrites the images of manifests and nothing else: finds the bytes of every image reference in a text, and leaves all
 * others as they are.
 */
@NullMarked
package eu.skyscrapers.ptc.kubernetes.manifests;

import org.jspecify.annotations.NullMarked;
