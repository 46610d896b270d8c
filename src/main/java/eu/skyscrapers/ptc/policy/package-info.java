/** What the platform and its users wrote down, read for the audit: every complaint names file, line and column. */
@NullMarked
package eu.skyscrapers.ptc.policy;

import org.jspecify.annotations.NullMarked;
