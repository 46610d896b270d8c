/** Text that is read: YAML, or JSON, which is YAML too, as values with their places. Whose file it is, the caller knows. */
@NullMarked
package eu.skyscrapers.ptc.text;

import org.jspecify.annotations.NullMarked;
