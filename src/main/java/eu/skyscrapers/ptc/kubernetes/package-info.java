/**
 * Where image uses come from: clusters and files. What is read is handed on pod by pod, and what could not be read is
 * always told: a source that fails half-way never looks like one that found nothing more.
 */
@NullMarked
package eu.skyscrapers.ptc.kubernetes;

import org.jspecify.annotations.NullMarked;
