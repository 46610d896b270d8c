/** The report for a comment on a pull request. */
@NullMarked
package eu.skyscrapers.ptc.report.markdown;

import org.jspecify.annotations.NullMarked;
