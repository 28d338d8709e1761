package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.outcome.Status;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the file is written in which a provider says what it did: {@code statement} of its file.
 *
 * @param columns  the titles of those that there are, by what they hold
 * @param timeFormat as the file has it: {@code iso}, or a pattern
 * @param statuses what the words of its column {@code status} say: COMPLETED, FAILED, or ACCEPTED of what goes on
 * @param decimal  what stands before the decimals of an amount, the other of point and comma being between thousands;
 *                 none where that is a point, and nothing stands between
 * @param skip     by the title of a column the words whose lines are of no order
 * @param minor    by which amounts in minor units are read; none where they are whole
 * @param operations whose orders it has; empty where it has those of all
 */
public record Statement(Map<Column, String> columns, char delimiter, Charset charset, String timeFormat, ZoneId zone,
        Map<String, Status> statuses, @Nullable String decimal, Map<String, Set<String>> skip,
        @Nullable MinorUnits minor, Set<String> operations) {

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

    static final String KEY = "statement";
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
        Map<String, Set<String>> skip = new HashMap<>();
        node.path("skip").properties().forEach(column -> skip.put(column.getKey(), Operation.texts(column.getValue())));
        String delimiter = node.path("delimiter").asText(",");
        return new Statement(columns, delimiter.equals("tab") ? '\t' : delimiter.charAt(0),
                Charset.forName(node.path("charset").asText(StandardCharsets.UTF_8.name())),
                node.path("time-format").asText(StatementTimes.ISO), ZoneId.of(node.path("zone").asText("UTC")),
                statuses, node.path("decimal").textValue(), skip,
                node.path("minor-units").asBoolean(false) ? MinorUnits.of(file.path("minor-units")) : null,
                Operation.texts(node.path("operations")));
    }

    /** Which read its times. */
    public StatementTimes times() {
        return new StatementTimes(timeFormat, zone);
    }

    /** Which read a day or a time as a person writes it, in the statement's zone where it has no offset. */
    public StatementTimes isoTimes() {
        return new StatementTimes(StatementTimes.ISO, zone);
    }

    /** Whether it has the orders of this operation, as far as the file says. */
    public boolean hasOrdersOf(String operation) {
        return operations.isEmpty() || operations.contains(operation);
    }

    /**
     * An amount as a number of its currency.
     *
     * @return none where it is no number, or none of that currency
     */
    public @Nullable BigDecimal amount(String text, @Nullable String currency) {
        String plain = decimal == null ? text : plain(text, decimal, decimal.equals(",") ? "." : ",");
        if (!plain.matches("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?")) {
            return null;
        }
        BigDecimal number = new BigDecimal(plain);
        return minor == null ? number : minor.major(number, currency == null ? "" : currency);
    }

    /** Empty where what stands between thousands stands elsewhere: it may be meant otherwise. */
    private static String plain(String text, String decimal, String thousands) {
        String whole = "[+-]?([0-9]{1,40}|[0-9]{1,3}([" + thousands + "][0-9]{3}){1,12})([" + decimal
                + "][0-9]{1,40})?";
        return text.matches(whole) ? text.replace(thousands, "").replace(decimal, ".") : "";
    }
}
