package dev.sluice.bench;

import java.util.Locale;

/** Numbers as people read them, the same on every machine. */
public final class Numbers {

    private Numbers() {
    }

    public static String shown(double number, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", number);
    }

    /** How many times another one it is. */
    public static String ratio(double ratio) {
        return shown(ratio, 2) + " ×";
    }
}
