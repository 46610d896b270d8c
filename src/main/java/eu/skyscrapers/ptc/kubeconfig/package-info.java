/**
 * Which cluster, with which identity: kubeconfigs and service accounts as kubectl reads them, credential plugins, trust.
 *
 * <p>What kubectl would guess, or what cannot be honoured here, is refused in words; nothing is ever ignored in silence,
 * because a request to another cluster or with another identity could look like a clean audit.
 */
@NullMarked
package eu.skyscrapers.ptc.kubeconfig;

import org.jspecify.annotations.NullMarked;
