/**
 * Speaks to an API server: requests that end, answers that are read as they come, faults that are mended or reported.
 *
 * <p>fabric8's HTTP client carries the requests. Its own retries, redirects, trust and configuration are left out, since
 * each can turn a fault into an empty list.
 */
@NullMarked
package eu.skyscrapers.ptc.api;

import org.jspecify.annotations.NullMarked;
