package dev.sluice.process;

import dev.sluice.json.Json;
import dev.sluice.ledger.Change;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/** A ledger with many orders of which nobody knows what became of them, as an outage of a provider leaves it. */
final class GivenStuck {

    private GivenStuck() {
    }

    /** They are called {@code stuck-0} and so on. */
    static void in(Path data, int count) throws SQLException, IOException {
        Files.createDirectories(data);
        try (GivenLedger given = GivenLedger.in(data)) {
            Ledger ledger = given.ledger(Clock.offset(Clock.systemUTC(), Duration.ofHours(-3)));
            for (int n = 0; n < count; n++) {
                Key key = new Key("orders", "stuck-" + n);
                var document = Json.object().put("requestId", key.requestId()).put("operation", "fiat-to-crypto")
                        .put("provider", "hambit").put("account", "default");
                document.putObject("order").put("amount", "100.50").put("currency", "BRL");
                ledger.claim(Entry.wanted(key, "hambit", "default", "fiat-to-crypto", "hash-" + n, document,
                        Json.object()), "step-" + n, false);
                ledger.record(key, "step-" + n, Change.to(Status.UNRESOLVED, sequence -> Json.write(Json.object()
                        .put("sequence", sequence).put("status", "UNRESOLVED")
                        .set("error", Json.object().put("message", "nobody answers")))));
            }
        }
    }
}
