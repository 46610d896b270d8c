/** The judgment: pure, so that one table of references can prove it. */
@NullMarked
package eu.skyscrapers.ptc.audit;

import org.jspecify.annotations.NullMarked;
