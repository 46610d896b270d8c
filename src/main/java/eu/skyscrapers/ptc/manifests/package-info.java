/**
 * The manifests of {@code -f}: reads them for the audit, and rewrites their images and nothing else. A rewrite finds the
 * bytes of every image reference in a text, and leaves all others as they are.
 */
@NullMarked
package eu.skyscrapers.ptc.manifests;

import org.jspecify.annotations.NullMarked;
