/**
 * What callers see of the reports. What a report says is decided in {@code page}, and the folders beside it only draw it: a
 * remark costs a section there, a format one class and one line of {@link eu.skyscrapers.ptc.report.Format}.
 */
@NullMarked
package eu.skyscrapers.ptc.report;

import org.jspecify.annotations.NullMarked;
