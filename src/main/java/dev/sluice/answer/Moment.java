package dev.sluice.answer;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A provider's time as RFC 3339 has it. Providers change units, and have zeros where nothing happened yet. */
public final class Moment {

    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");

    private Moment() {
    }

    /**
     * A number of seconds or milliseconds, whichever gives a plausible time: no number does by both. Null where neither
     * does, and where the text is no time at all.
     */
    public static @Nullable String of(String text) {
        BigDecimal number = Decimal.read(text);
        if (number != null) {
            String seconds = plausible(number.movePointRight(3));
            return seconds != null ? seconds : plausible(number);
        }
        try {
            Instant moment = OffsetDateTime.parse(text).toInstant();
            return moment.isBefore(FIRST) || !moment.isBefore(END) ? null : moment.toString();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String plausible(BigDecimal millis) {
        return millis.compareTo(BigDecimal.valueOf(FIRST.toEpochMilli())) < 0
                || millis.compareTo(BigDecimal.valueOf(END.toEpochMilli())) >= 0 ? null
                        : Instant.ofEpochMilli(millis.longValue()).toString();
    }
}
