package dev.sluice.cli;

import java.time.Duration;
import java.time.Instant;

/** Times as people read them. */
public final class Moments {

    private Moments() {
    }

    /** @param millis epoch milliseconds */
    public static String at(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /** A length of time in its two largest units, such as {@code 3 h 12 min}. */
    public static String length(long millis) {
        Duration length = Duration.ofMillis(Math.abs(millis));
        if (length.toDays() > 0) {
            return length.toDays() + " d " + length.toHoursPart() + " h";
        }
        if (length.toHours() > 0) {
            return length.toHours() + " h " + length.toMinutesPart() + " min";
        }
        return length.toMinutes() > 0 ? length.toMinutes() + " min" : length.toSeconds() + " s";
    }

    /** {@code 3 h 12 min ago} or {@code in 4 s}. */
    public static String relative(long millis, long now) {
        return millis > now ? "in " + length(millis - now) : length(now - millis) + " ago";
    }
}
