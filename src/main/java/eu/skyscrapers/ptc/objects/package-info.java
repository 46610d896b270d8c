/**
 * Finds the images in Kubernetes objects, token by token, whatever they are written in: an object is never held whole,
 * and what a pod does not pull by is skipped, not parsed.
 */
@NullMarked
package eu.skyscrapers.ptc.objects;

import org.jspecify.annotations.NullMarked;
