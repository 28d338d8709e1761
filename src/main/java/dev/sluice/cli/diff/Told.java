package dev.sluice.cli.diff;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A change in words. */
record Told(Change change, Weight weight, @Nullable Danger danger, String text) {

    static final Comparator<Told> GRAVEST_FIRST = Comparator.comparing(Told::weight).thenComparing(Told::danger,
            Comparator.nullsLast(Comparator.naturalOrder()));
}
