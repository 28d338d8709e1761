package dev.sluice.ledger;

import dev.sluice.json.Json;
import dev.sluice.outcome.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Requests and changes as tests of the ledger need them. */
final class GivenRequests {

    /** Nothing that ended is kept any longer. */
    static final Retention ALL = new Retention(Duration.ZERO, Map.of());

    private GivenRequests() {
    }

    static Entry request(String requestId) {
        return Entry.wanted(new Key("orders", requestId), "hambit", "default", "fiat-to-crypto", "hash-of-" + requestId,
                Json.object().put("requestId", requestId), Json.object());
    }

    static Delivered delivered(String delivery, String step) {
        return new Delivered(delivery, step, "hambit", "default", "OURS", "order.paid", new Key("orders", "r-1"));
    }

    static Change to(Status status) {
        return to(status, null, null);
    }

    static Change to(Status status, String providerStatus, String followUp) {
        return Change.to(status, sequence -> "{\"sequence\":" + sequence + ",\"status\":\"" + status + "\"}")
                .named(null, providerStatus).followedBy(followUp)
                .askedAt(status.isFinal() ? null : Long.valueOf(5_000));
    }

    /** Nothing new, in these words. */
    static Change heard(String said) {
        return Change.NOTHING.hearing(new Heard(false, Set.of(), said, null));
    }

    static Change handOn(String nextStep) {
        return Change.NOTHING.followedBy("{\"step\":\"" + nextStep + "\"}").claimedBy(nextStep);
    }
}
