/** The command: what the user asked for, who answers it, and how the program ends. */
@NullMarked
package eu.skyscrapers.ptc.cli;

import org.jspecify.annotations.NullMarked;
