package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Rule;
import dev.sluice.config.WrongKey;
import dev.sluice.outcome.Status;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the file is written in which a provider says what it did: {@code statement} of its file.
 *
 * @param columns  the titles of those that there are, by what they hold
 * @param timeFormat as the file has it: {@code iso}, or a pattern
 * @param statuses what the words of its column {@code status} say: COMPLETED, FAILED, or ACCEPTED of what goes on
 * @param minor    by which amounts in minor units are read; none where they are whole
 */
public record Statement(Map<Column, String> columns, char delimiter, Charset charset, String timeFormat, ZoneId zone,
        Map<String, Status> statuses, @Nullable MinorUnits minor) {

    /** What a column holds. */
    public enum Column {
        REQUEST_ID("request-id"), REFERENCE("reference"), AMOUNT("amount"), CURRENCY("currency"), STATUS("status"),
        TIME("time");

        private final String key;

        Column(String key) {
            this.key = key;
        }

        /** As it is written in the file. */
        public String key() {
            return key;
        }
    }

    private static final String KEY = "statement";
    private static final Map<String, Status> KINDS = Map.of("progress", Status.ACCEPTED, "completed", Status.COMPLETED,
            "failed", Status.FAILED);

    /** @param file of a provider, which has a statement and no mistake in it */
    public static Statement of(JsonNode file) {
        JsonNode node = file.path(KEY);
        Map<Column, String> columns = new HashMap<>();
        for (Column column : Column.values()) {
            if (node.path("columns").has(column.key())) {
                columns.put(column, node.path("columns").path(column.key()).asText());
            }
        }
        Map<String, Status> statuses = new HashMap<>();
        (node.has("statuses") ? node.path("statuses") : file.at("/answers/statuses")).properties()
                .forEach(kind -> kind.getValue().forEach(
                        word -> statuses.put(word.asText(), KINDS.getOrDefault(kind.getKey(), Status.UNKNOWN))));
        String delimiter = node.path("delimiter").asText(",");
        return new Statement(columns, delimiter.equals("tab") ? '\t' : delimiter.charAt(0),
                Charset.forName(node.path("charset").asText(StandardCharsets.UTF_8.name())),
                node.path("time-format").asText("iso"), ZoneId.of(node.path("zone").asText("UTC")), statuses,
                node.path("minor-units").asBoolean(false) ? MinorUnits.of(file.path("minor-units")) : null);
    }

    /** Tells what no statement could be read by; whether there is nothing of it. */
    static boolean check(JsonNode file, WrongKey told) {
        JsonNode node = file.path(KEY);
        List<String> mistakes = new ArrayList<>();
        WrongKey wrong = (rule, key, reason) -> {
            mistakes.add(key);
            told.accept(rule, key, reason);
        };
        if (!node.path("columns").has(Column.REQUEST_ID.key()) && !node.path("columns").has(Column.REFERENCE.key())) {
            wrong.accept(Rule.WRONG_VALUE, KEY + ".columns",
                    "needs request-id or reference: by one of them a line is found");
        }
        try {
            formatter(node.path("time-format").asText("iso"));
        } catch (IllegalArgumentException e) {
            wrong.accept(Rule.WRONG_VALUE, KEY + ".time-format",
                    "is neither iso nor a pattern such as dd.MM.uuuu HH:mm:ss");
        }
        try {
            ZoneId.of(node.path("zone").asText("UTC"));
        } catch (DateTimeException e) {
            wrong.accept(Rule.WRONG_VALUE, KEY + ".zone", "is no time zone such as UTC or America/Sao_Paulo");
        }
        try {
            Charset.forName(node.path("charset").asText("UTF-8"));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            wrong.accept(Rule.WRONG_VALUE, KEY + ".charset",
                    "is no character set that Java knows, such as windows-1252");
        }
        if (node.path("minor-units").asBoolean(false) && (!file.has("minor-units")
                || !node.path("columns").has(Column.CURRENCY.key()))) {
            wrong.accept(Rule.WRONG_VALUE, KEY + ".minor-units",
                    "needs minor-units of the file, and a column of the currency, to know the digits of each");
        }
        return mistakes.isEmpty();
    }

    /** By which {@link #time} reads. */
    public DateTimeFormatter times() {
        return formatter(timeFormat);
    }

    private static DateTimeFormatter formatter(String pattern) {
        return pattern.equals("iso")
                ? new DateTimeFormatterBuilder().append(DateTimeFormatter.ISO_LOCAL_DATE).optionalStart()
                        .appendPattern("['T'][' ']").append(DateTimeFormatter.ISO_LOCAL_TIME).optionalStart()
                        .appendOffsetId().toFormatter(Locale.ROOT)
                : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    /**
     * A time of the statement; a date alone is the beginning of its day.
     *
     * @param  times             what {@link #times()} made
     * @throws DateTimeException where it is no time as the statement writes them
     */
    public Instant time(String text, DateTimeFormatter times) {
        TemporalAccessor read = times.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        return read instanceof OffsetDateTime exact ? exact.toInstant()
                : read instanceof LocalDate day ? day.atStartOfDay(zone).toInstant()
                        : LocalDateTime.from(read).atZone(zone).toInstant();
    }

    /**
     * An amount as a number of its currency.
     *
     * @return none where it is no number, or none of that currency
     */
    public @Nullable BigDecimal amount(String text, @Nullable String currency) {
        if (!text.matches("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?")) {
            return null;
        }
        BigDecimal number = new BigDecimal(text);
        return minor == null ? number : minor.major(number, currency == null ? "" : currency);
    }
}
