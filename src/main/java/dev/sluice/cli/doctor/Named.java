package dev.sluice.cli.doctor;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names of several things, as a line has room for them. */
final class Named {

    private static final int MOST = 3;

    private Named() {
    }

    static String some(Collection<String> names) {
        return names.stream().limit(MOST).collect(Collectors.joining(", "))
                + (names.size() > MOST ? " and " + (names.size() - MOST) + " more" : "");
    }
}
