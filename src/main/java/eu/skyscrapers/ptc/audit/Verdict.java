package eu.skyscrapers.ptc.audit;

/** Where an image is pulled from, in the order of every report: what needs an eye comes last, next to the prompt. */
public enum Verdict implements Keyed {
    VIA_PTC,
    EXEMPT,
    DIRECT
}
