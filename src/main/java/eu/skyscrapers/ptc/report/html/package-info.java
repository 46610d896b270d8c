/** The report for a browser. */
@NullMarked
package eu.skyscrapers.ptc.report.html;

import org.jspecify.annotations.NullMarked;
