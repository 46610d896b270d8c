/**
 * Writes what ships beside the program and tells of its options: man pages, and completions for shells. The build runs it;
 * it is in no jar.
 */
@NullMarked
package eu.skyscrapers.ptc.companions;

import org.jspecify.annotations.NullMarked;
