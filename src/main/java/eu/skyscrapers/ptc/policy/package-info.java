/** What the platform and its users wrote down, read for the audit: every complaint names the file, and the line and column of what is wrong in it. */
@NullMarked
package eu.skyscrapers.ptc.policy;

import org.jspecify.annotations.NullMarked;
