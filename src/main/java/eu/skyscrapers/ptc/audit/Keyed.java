package eu.skyscrapers.ptc.audit;

import java.util.Locale;

/** A constant whose name is the word of reports and options, as in {@code via-ptc}: stable, part of the JSON contract. */
public interface Keyed {
    String name();

    default String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
