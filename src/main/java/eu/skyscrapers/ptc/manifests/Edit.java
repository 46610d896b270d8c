package eu.skyscrapers.ptc.manifests;

/**
 * One change of a text.
 *
 * @param start the first character that goes
 * @param end behind the last character that goes
 * @param text what comes in their place
 */
record Edit(int start, int end, String text) {}
