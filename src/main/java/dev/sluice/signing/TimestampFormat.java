package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a moment is written: as a count since 1970, or by a pattern in a time zone. */
final class TimestampFormat {
    private static final int LONGEST_COUNT = 15;
    private static final String NAMES = "seconds, milliseconds, iso, iso-seconds, iso-basic, http-date, date";
    private static final Map<String, String> PATTERNS = Map.of(
            "iso", "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'",
            "iso-seconds", "uuuu-MM-dd'T'HH:mm:ss'Z'",
            "iso-basic", "uuuuMMdd'T'HHmmss'Z'",
            "date", "uuuuMMdd",
            "http-date", "EEE, dd MMM uuuu HH:mm:ss 'GMT'");

    private final String name;
    /** None for a count. */
    private final @Nullable DateTimeFormatter formatter;

    private TimestampFormat(String name, @Nullable DateTimeFormatter formatter) {
        this.name = name;
        this.formatter = formatter;
    }

    static TimestampFormat of(String key, JsonNode value) {
        if (value.isTextual()) {
            TimestampFormat named = named(value.textValue());
            if (named == null) {
                throw new SignatureProblem(key,
                        "must be one of " + NAMES + ", or a section with pattern and zone");
            }
            return named;
        }
        Description custom = new Description(key, value);
        String pattern = custom.text("pattern");
        String zone = custom.text("zone", "UTC");
        custom.done();
        try {
            return new TimestampFormat("pattern",
                    DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneId.of(zone)));
        } catch (DateTimeException | IllegalArgumentException wrong) {
            throw new SignatureProblem(key, "is not a date pattern and a time zone");
        }
    }

    /** The form that a placeholder names. */
    static TimestampFormat inTemplate(String key, String name, Map<String, TimestampFormat> own) {
        TimestampFormat named = own.containsKey(name) ? own.get(name) : named(name);
        if (named == null) {
            throw new SignatureProblem(key, "{timestamp:" + name + "} must be one of "
                    + String.join(", ", Stream.concat(Stream.of(NAMES), own.keySet().stream()).toList()));
        }
        return named;
    }

    /** Whether there is a form of this name in every description. */
    static boolean isNamed(String name) {
        return named(name) != null;
    }

    private static @Nullable TimestampFormat named(String name) {
        if (name.equals("seconds") || name.equals("milliseconds")) {
            return new TimestampFormat(name, null);
        }
        String pattern = PATTERNS.get(name);
        return pattern == null ? null : new TimestampFormat(name,
                DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC));
    }

    String print(Instant moment) {
        return switch (name) {
            case "seconds" -> Long.toString(moment.getEpochSecond());
            case "milliseconds" -> Long.toString(moment.toEpochMilli());
            default -> Objects.requireNonNull(formatter).format(moment);
        };
    }

    /** The moment a text from outside names, where it is written like this; of a mere day its beginning. */
    @Nullable
    Instant parse(String text) {
        try {
            return switch (name) {
                case "seconds" -> Instant.ofEpochSecond(count(text));
                case "milliseconds" -> Instant.ofEpochMilli(count(text));
                case "iso", "iso-seconds" -> OffsetDateTime.parse(text).toInstant();
                case "http-date" -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
                default -> {
                    TemporalAccessor read = Objects.requireNonNull(formatter).parse(text);
                    yield read.isSupported(ChronoField.INSTANT_SECONDS) ? Instant.from(read)
                            : LocalDate.from(read).atStartOfDay(formatter.getZone()).toInstant();
                }
            };
        } catch (DateTimeException | NumberFormatException notThisFormat) {
            return null;
        }
    }

    /** How much later than {@link #parse} says it may have been when the text was written. */
    Duration precision() {
        Instant noon = Instant.parse("2026-01-15T12:00:00Z");
        Instant read = parse(print(noon));
        return read == null || read.equals(noon) ? Duration.ZERO : Duration.ofDays(1);
    }

    private static long count(String digits) {
        if (digits.isEmpty() || digits.length() > LONGEST_COUNT
                || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw new NumberFormatException();
        }
        return Long.parseLong(digits);
    }
}
