package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Moments;
import dev.sluice.json.Json;
import dev.sluice.ledger.Open;
import dev.sluice.ledger.RequestRow;
import java.util.ArrayList;
import java.util.List;

/** A request of the ledger in words and as JSON. */
final class RequestText {

    private RequestText() {
    }

    static String status(RequestRow request, long now) {
        return request.silent(now) ? Open.SILENT : request.doubted() ? Open.DOUBTED
                : request.status() == null ? "(none yet)" : request.status();
    }

    static ObjectNode json(RequestRow request, long now) {
        ObjectNode json = Json.object().put("requestId", request.requestId()).put("orderNumber", request.orderNumber())
                .put("family", request.family())
                .put("provider", request.provider()).put("account", request.account())
                .put("operation", request.operation())
                .put("status", request.silent(now) ? Open.SILENT : request.status()).put("final", request.isFinal())
                .put("sequence", request.sequence())
                .put("since", Moments.at(request.since())).put("createdAt", Moments.at(request.createdAt()))
                .put("providerReference", request.reference()).put("providerStatus", request.providerStatus())
                .put("askDue", request.askDue() == null ? null : Moments.at(request.askDue()))
                .put("lastAsk", request.lastAsk()).put("doubted", request.doubted());
        return json.set("metadata", request.metadata().isObject() ? request.metadata() : Json.object());
    }

    /** The request as it was asked; the hashes that the ledger keeps beside masked members tell a person nothing. */
    static ObjectNode asked(RequestRow request) {
        ObjectNode asked = request.document().deepCopy();
        asked.properties().forEach(member -> {
            if (member.getValue() instanceof ObjectNode fields) {
                List<String> names = new ArrayList<>();
                fields.fieldNames().forEachRemaining(names::add);
                names.stream().filter(name -> fields.has(name + "Hash")).forEach(name -> fields.remove(name + "Hash"));
            }
        });
        return asked;
    }
}
