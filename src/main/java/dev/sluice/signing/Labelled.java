package dev.sluice.signing;

import java.util.Locale;

/** A value that a description may take, by its label. */
interface Labelled {
    String name();

    default String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
