package dev.sluice.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;

/** Durations as settings write them: {@code 500ms}, {@code 1s}, {@code 10m}, {@code 2h}, {@code 90d} or ISO-8601. */
public final class Durations {

    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1), "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {
    }

    /** In the largest unit of which it is a whole number. */
    public static String text(Duration duration) {
        return UNITS.entrySet().stream().sorted(Map.Entry.<String, Duration>comparingByValue().reversed())
                .filter(unit -> duration.toMillis() % unit.getValue().toMillis() == 0).findFirst()
                .map(unit -> duration.toMillis() / unit.getValue().toMillis() + unit.getKey())
                .orElse(duration.toString());
    }

    /** @throws IllegalArgumentException with a text for the operator when it is none, or negative */
    public static Duration parse(String text) {
        String trimmed = text.trim();
        int digits = 0;
        while (digits < trimmed.length() && Character.isDigit(trimmed.charAt(digits))) {
            digits++;
        }
        try {
            Duration unit = UNITS.get(trimmed.substring(digits));
            Duration duration = unit != null && digits > 0
                    ? unit.multipliedBy(Long.parseLong(trimmed.substring(0, digits)))
                    : Duration.parse(trimmed);
            if (!duration.isNegative() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            // told below in the operator's words
        }
        throw new IllegalArgumentException(
                "must be a duration such as 500ms, 1s, 10m, 90d or PT1S, not '" + text + "'");
    }
}
