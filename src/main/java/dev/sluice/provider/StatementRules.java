package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Rule;
import dev.sluice.config.WrongKey;
import dev.sluice.provider.Statement.Column;
import dev.sluice.text.Nearest;
import dev.sluice.text.Shown;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/** What {@code statement} of a provider's file must keep to, so that a statement can be read by it. */
final class StatementRules {

    private final JsonNode file;
    private final JsonNode node;
    private final WrongKey wrong;
    private boolean sound = true;

    StatementRules(JsonNode file, WrongKey wrong) {
        this.file = file;
        this.node = file.path(Statement.KEY);
        this.wrong = wrong;
    }

    /** Tells what is wrong; whether nothing is. */
    boolean check() {
        columns();
        statuses();
        operations();
        String format = StatementTimes.fault(node.path("time-format").asText(StatementTimes.ISO));
        if (format != null) {
            tell(Rule.WRONG_VALUE, "time-format", format);
        }
        try {
            ZoneId.of(node.path("zone").asText("UTC"));
        } catch (DateTimeException e) {
            tell(Rule.WRONG_VALUE, "zone", "is no time zone such as UTC or America/Sao_Paulo");
        }
        try {
            Charset.forName(node.path("charset").asText("UTF-8"));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            tell(Rule.WRONG_VALUE, "charset", "is no character set that Java knows, such as windows-1252");
        }
        if (node.path("minor-units").asBoolean(false)
                && (!file.has("minor-units") || !node.path("columns").has(Column.CURRENCY.key()))) {
            tell(Rule.WRONG_VALUE, "minor-units",
                    "needs minor-units of the file, and a column of the currency, to know the digits of each");
        }
        return sound;
    }

    private void columns() {
        JsonNode columns = node.path("columns");
        if (!columns.has(Column.REQUEST_ID.key()) && !columns.has(Column.REFERENCE.key())) {
            tell(Rule.WRONG_VALUE, "columns", "needs request-id or reference: by one of them a line is found");
        }
        Map<String, String> titles = new HashMap<>();
        columns.properties().forEach(column -> {
            String other = titles.put(column.getValue().asText(), column.getKey());
            if (other != null) {
                tell(Rule.WRONG_VALUE, "columns." + column.getKey(),
                        "is the title that statement.columns." + other + " has too");
            }
        });
    }

    /** Of a word that stands in two lists nobody knows what it means. */
    private void statuses() {
        Map<String, String> listed = new HashMap<>();
        node.path("statuses").properties().forEach(list -> list.getValue().forEach(word -> {
            String other = listed.put(word.asText(), list.getKey());
            if (other != null && !other.equals(list.getKey())) {
                tell(Rule.TWO_MEANINGS, "statuses." + list.getKey(), "has " + Shown.line(word.asText(), 100)
                        + ", which statement.statuses." + other + " has too");
            }
        }));
    }

    private void operations() {
        JsonNode operations = file.path("operations");
        node.path("operations").forEach(operation -> {
            String name = operation.asText();
            if (!operations.has(name)) {
                tell(Rule.WRONG_VALUE, "operations", "has " + Shown.line(name, 100)
                        + ", which is no operation of the file" + Nearest.hint(name, ProviderShape.names(operations)));
            } else if (operations.path(name).path("reads").asBoolean(false)) {
                tell(Rule.WRONG_VALUE, "operations", "has " + name + ", which only reads, and is in no statement");
            }
        });
    }

    private void tell(Rule rule, String key, String reason) {
        sound = false;
        wrong.accept(rule, Statement.KEY + "." + key, reason);
    }
}
