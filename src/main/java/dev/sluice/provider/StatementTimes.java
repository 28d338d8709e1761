package dev.sluice.provider;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads times as a statement writes them, or as {@code iso} does. */
public final class StatementTimes {

    static final String ISO = "iso";

    private static final ZonedDateTime ANY = LocalDateTime.of(2026, 11, 21, 13, 45, 56).atZone(ZoneOffset.UTC);

    /**
     * From the first to the last millisecond of a time, by the epoch: a time is as long as the smallest unit that it is
     * written in, such as a day or a minute.
     */
    public record Span(long from, long until) {

        /** From the beginning of the earlier one to the end of the later one. */
        public Span and(Span other) {
            return new Span(Math.min(from, other.from), Math.max(until, other.until));
        }

        public boolean holds(long at) {
            return at >= from && at <= until;
        }
    }

    private final DateTimeFormatter format;
    private final ZoneId zone;

    /**
     * @param  format                   {@code iso}, or a pattern
     * @param  zone                     of times without an offset
     * @throws IllegalArgumentException where the format is neither
     */
    StatementTimes(String format, ZoneId zone) {
        this.format = format.equals(ISO)
                ? new DateTimeFormatterBuilder().append(DateTimeFormatter.ISO_LOCAL_DATE).optionalStart()
                        .appendPattern("['T'][' ']").append(DateTimeFormatter.ISO_LOCAL_TIME).optionalStart()
                        .appendOffsetId().toFormatter(Locale.ROOT)
                : DateTimeFormatter.ofPattern(format, Locale.ENGLISH);
        this.zone = zone;
    }

    /** Why no time could be read by a format, if so. */
    static @Nullable String fault(String format) {
        if (format.equals(ISO)) {
            return null;
        }
        try {
            StatementTimes times = new StatementTimes(format, ZoneOffset.UTC);
            if (format.replaceAll("'[^']*'", "").matches(".*[zVv].*")) {
                return "names zones (z, V or v), which are not read: say zone, or offsets with X";
            }
            if (times.at(times.format.format(ANY)).holds(ANY.toInstant().toEpochMilli())) {
                return null;
            }
        } catch (DateTimeException e) {
            // What it writes it cannot read.
        } catch (IllegalArgumentException e) {
            return "is neither iso nor a pattern such as dd.MM.uuuu HH:mm:ss";
        }
        return "cannot be read: it needs day, month and year (uuuu), and hours as HH, or as hh with a";
    }

    /** @throws DateTimeException where it is no time as the statement writes them */
    public Span at(String text) {
        TemporalAccessor read = format.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        TemporalAccessor written = Objects.requireNonNull(format.parseUnresolved(text, new ParsePosition(0)));
        mustBeADay(written);
        TemporalUnit unit = smallest(written);
        if (read instanceof LocalDate && !unit.equals(ChronoUnit.DAYS)) {
            throw new DateTimeException("the time of the day is not whole");
        }
        ZonedDateTime begin = read instanceof OffsetDateTime exact ? exact.toZonedDateTime()
                : read instanceof LocalDate day ? day.atStartOfDay(zone) : LocalDateTime.from(read).atZone(zone);
        return new Span(begin.toInstant().toEpochMilli(),
                begin.plus(1, unit).minusNanos(1).toInstant().toEpochMilli());
    }

    /** Else the 31st of February is read as the 28th. */
    private static void mustBeADay(TemporalAccessor written) {
        ChronoField year = written.isSupported(ChronoField.YEAR) ? ChronoField.YEAR : ChronoField.YEAR_OF_ERA;
        if (Stream.of(year, ChronoField.MONTH_OF_YEAR, ChronoField.DAY_OF_MONTH).allMatch(written::isSupported)
                && !YearMonth.of((int) written.getLong(year), (int) written.getLong(ChronoField.MONTH_OF_YEAR))
                        .isValidDay((int) written.getLong(ChronoField.DAY_OF_MONTH))) {
            throw new DateTimeException("there is no such day");
        }
    }

    /** The smallest unit that is written there; days where there is no time of the day. */
    private static TemporalUnit smallest(TemporalAccessor written) {
        return Arrays.stream(ChronoField.values()).filter(ChronoField::isTimeBased).filter(written::isSupported)
                .map(ChronoField::getBaseUnit).min(Comparator.comparing(TemporalUnit::getDuration))
                .orElse(ChronoUnit.DAYS);
    }
}
