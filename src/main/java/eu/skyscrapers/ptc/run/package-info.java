/** One audit: reads or follows the clusters, a few at a time, and hands the result to files and servers. */
@NullMarked
package eu.skyscrapers.ptc.run;

import org.jspecify.annotations.NullMarked;
