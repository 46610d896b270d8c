/** Threads that work side by side. */
@NullMarked
package eu.skyscrapers.ptc.threads;

import org.jspecify.annotations.NullMarked;
