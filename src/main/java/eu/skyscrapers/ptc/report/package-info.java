/** One class for each output format; what a report says is decided before it comes here. */
@NullMarked
package eu.skyscrapers.ptc.report;

import org.jspecify.annotations.NullMarked;
