/** What a report says, decided once for all formats: its sections, its images and their words. */
@NullMarked
package eu.skyscrapers.ptc.report.page;

import org.jspecify.annotations.NullMarked;
