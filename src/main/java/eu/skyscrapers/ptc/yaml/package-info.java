/** Text in YAML, or in JSON, which is YAML too, as values with their places. Whose file it is, and what to say, is the caller's. */
@NullMarked
package eu.skyscrapers.ptc.yaml;

import org.jspecify.annotations.NullMarked;
