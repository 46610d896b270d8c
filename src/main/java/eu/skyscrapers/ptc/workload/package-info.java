/** The nouns of Kubernetes: what uses an image, and where. */
@NullMarked
package eu.skyscrapers.ptc.workload;

import org.jspecify.annotations.NullMarked;
