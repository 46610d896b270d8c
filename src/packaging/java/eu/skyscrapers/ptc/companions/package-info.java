/**
 * Writes what is made from the program: man pages, completions for shells, and the picture in the README. The build runs it;
 * it is in no jar.
 */
@NullMarked
package eu.skyscrapers.ptc.companions;

import org.jspecify.annotations.NullMarked;
