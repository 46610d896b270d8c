/** The reports for programs: a field, a column or a testcase for each thing. */
@NullMarked
package eu.skyscrapers.ptc.report.data;

import org.jspecify.annotations.NullMarked;
