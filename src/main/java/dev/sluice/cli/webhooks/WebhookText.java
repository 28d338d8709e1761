package dev.sluice.cli.webhooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Moments;
import dev.sluice.json.Json;
import dev.sluice.ledger.RefusedWebhook;
import dev.sluice.ledger.WebhookRow;

/** A webhook in words and as JSON. */
final class WebhookText {

    private WebhookText() {
    }

    /** What it was. */
    static String what(WebhookRow row) {
        String event = row.event() == null ? "" : " (" + row.event() + ")";
        return switch (row.sort()) {
            case "IGNORED" -> "its event is ignored" + event;
            case "UNKNOWN" -> "its event is not listed" + event;
            case "UNREAD" -> "cannot be read";
            default -> (row.requestId() == null ? "of no order that the ledger knows" : "of an order") + event;
        };
    }

    /** Whether it became a dead letter: it is about an order, and nobody knows which. */
    static boolean isDead(WebhookRow row) {
        return row.requestId() == null && (row.sort().equals("OURS") || row.sort().equals("UNREAD"));
    }

    static String times(WebhookRow row) {
        return row.times() == 1 ? "once" : row.times() + " times";
    }

    static ObjectNode json(WebhookRow row) {
        return Json.object().put("id", row.id()).put("verified", true).put("at", Moments.at(row.at()))
                .put("provider", row.provider()).put("account", row.account()).put("sort", row.sort())
                .put("event", row.event()).put("family", row.family()).put("requestId", row.requestId())
                .put("times", row.times()).put("last", Moments.at(row.last()));
    }

    static ObjectNode json(RefusedWebhook row) {
        return Json.object().put("verified", false).put("at", Moments.at(row.at())).put("provider", row.provider())
                .put("account", row.account().isEmpty() ? null : row.account()).put("reason", row.reason())
                .put("detail", row.detail());
    }
}
