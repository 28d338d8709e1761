package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.DisplayText;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Table;
import dev.sluice.cli.Terminal;
import dev.sluice.cli.TerminalJson;
import dev.sluice.json.Json;
import dev.sluice.ledger.RequestRow;
import dev.sluice.ledger.StepRow;
import dev.sluice.text.Shown;
import java.util.ArrayList;
import java.util.List;

/** Prints a history for a person. */
final class HistoryText {

    private static final int LABEL = 11;
    private static final String INDENT = "    ";
    /** An exchange is no longer. */
    private static final int LONGEST = 4096;

    private final Surroundings surroundings;
    private final Terminal terminal;

    HistoryText(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.terminal = surroundings.terminal();
    }

    void print(History history, String next, long now) {
        RequestRow request = history.request();
        line("request", request.requestId() + "  (" + request.family() + ")");
        if (!request.orderNumber().equals(request.requestId())) {
            line("number", request.orderNumber() + " at " + request.provider() + ", a short form of the requestId");
        }
        line("asked", request.operation() + " at " + request.provider() + ", account " + request.account() + ", "
                + moment(request.createdAt(), now));
        line("status", RequestText.status(request, now) + " since " + moment(request.since(), now)
                + (request.isFinal() ? ", final" : ""));
        line("reference", request.reference() == null ? "none"
                : request.reference()
                        + (request.providerStatus() == null ? "" : ", provider's status " + request.providerStatus()));
        line("next ask", request.askDue() == null ? "none" : moment(request.askDue(), now));
        if (request.lastAsk() != null) {
            line("last ask", "told nothing:");
            wrapped(INDENT, request.lastAsk());
        }
        if (!request.metadata().isEmpty()) {
            line("metadata", Json.write(request.metadata()));
        }
        line("contents", "as the ledger keeps it");
        RequestText.asked(request).properties().forEach(member -> members(member.getKey(), member.getValue()));
        surroundings.out().println();
        Table table = new Table(List.of(new Table.Column("WHEN", 24, 24), new Table.Column("SEQ", 3, 3),
                new Table.Column("STATUS", 10, 10), new Table.Column("PLAN", 12, 12), new Table.Column("WHAT", 10, 8)),
                terminal);
        table.fit(history.events().stream().map(HistoryText::cells).toList());
        surroundings.out().println(table.header());
        history.events().forEach(event -> {
            surroundings.out().println(table.line(cells(event)));
            details(event).forEach(detail -> wrapped(INDENT, detail));
        });
        surroundings.out().println();
        wrapped("", next);
    }

    private static List<Table.Cell> cells(History.Event event) {
        StepRow step = event.step();
        String status = step == null ? null : step.status();
        return List.of(Table.Cell.of(Moments.at(event.at())),
                Table.Cell.of(step != null && status != null ? Integer.toString(step.sequence()) : ""),
                status != null ? new Table.Cell(status, Terminal.colour(status))
                        : Table.Cell.of(""),
                Table.Cell.of(step == null || step.plan() == null ? "" : step.plan()), Table.Cell.of(event.what()));
    }

    private static List<String> details(History.Event event) {
        if (event.said() != null) {
            return event.said().details();
        }
        List<String> details = new ArrayList<>();
        if (event.act() != null) {
            details.add("\"" + event.act().why() + "\"");
            ObjectNode letter = event.act().detail();
            if (letter != null && letter.has("queue")) {
                details.add("from " + letter.path("queue").asText()
                        + (letter.has("to") ? " to " + letter.path("to").asText() : ""));
            }
        }
        ObjectNode result = event.step() == null || event.step().result() == null ? Json.object()
                : event.step().result();
        JsonNode error = result.path("error");
        boolean decision = event.act() != null && event.act().act().equals("resolve");
        if (error.isObject() && !decision) {
            String code = error.path("code").asText("");
            details.add(
                    error.path("category").asText() + (code.isEmpty() || error.path("code").isNull() ? "" : " " + code)
                            + ": " + error.path("message").asText());
        }
        if (event.unsent() != null) {
            details.add(event.unsent());
        }
        if (result.path("providerStatus").isTextual()) {
            details.add("provider's status " + result.path("providerStatus").asText());
        }
        if (event.step() != null && event.step().followUp() != null) {
            ObjectNode next = event.step().followUp();
            if (next.has("to")) {
                details.add("handed to " + next.at("/to/provider").asText() + ", account "
                        + next.at("/to/account").asText());
            }
            details.add((next.path("submission").asBoolean() ? "to be sent again at " : "next ask at ")
                    + Moments.at(History.at(next)));
        }
        return details;
    }

    /** One line a member; what is nested stands as JSON. */
    private void members(String name, JsonNode value) {
        if (value instanceof ObjectNode fields) {
            fields.properties().forEach(field -> members(name + "." + field.getKey(), field.getValue()));
        } else if (!List.of("requestId", "provider", "account", "operation").contains(name)) {
            wrapped(INDENT, name + ": " + (value.isTextual() ? value.asText() : TerminalJson.line(value)));
        }
    }

    private void line(String label, String text) {
        surroundings.out().println(Shown.line(label + " ".repeat(LABEL - label.length()) + text));
    }

    private void wrapped(String indent, String text) {
        DisplayText.wrap(Shown.line(text, LONGEST), terminal.width() - 1 - indent.length())
                .forEach(line -> surroundings.out().println(indent + line));
    }

    private static String moment(long millis, long now) {
        return Moments.at(millis) + " (" + Moments.relative(millis, now) + ")";
    }
}
