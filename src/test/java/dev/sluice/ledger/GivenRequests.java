package dev.sluice.ledger;

import dev.sluice.json.Json;
import dev.sluice.outcome.Status;
import java.util.Set;

/** Requests and changes as tests of the ledger need them. */
final class GivenRequests {

    private GivenRequests() {
    }

    static Entry request(String requestId) {
        return new Entry(new Key("orders", requestId), "hambit", "default", "fiat-to-crypto", "hash-of-" + requestId,
                Json.object().put("requestId", requestId), Json.object(), "", 1, null, 0, null, null, null, 0, null, false, Set.of(), 0, 0);
    }

    static Change to(Status status) {
        return to(status, null, null);
    }

    static Change to(Status status, String providerStatus, String followUp) {
        return new Change(status, sequence -> "{\"sequence\":" + sequence + ",\"status\":\"" + status + "\"}", null,
                providerStatus, followUp, null, status.isFinal() ? null : Long.valueOf(5_000), null);
    }

    static Change handOn(String nextStep) {
        return new Change(null, null, null, null, "{\"step\":\"" + nextStep + "\"}", nextStep, null, null);
    }
}
