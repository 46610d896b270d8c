/** The table and the wide report, for a terminal or a log. */
@NullMarked
package eu.skyscrapers.ptc.report.text;

import org.jspecify.annotations.NullMarked;
