/** The nouns of registries, after the reference grammar of distribution and the host names of Amazon ECR. */
@NullMarked
package eu.skyscrapers.ptc.image;

import org.jspecify.annotations.NullMarked;
