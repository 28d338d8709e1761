package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.ledger.LedgerReader;
import dev.sluice.ledger.RequestRow;
import java.sql.SQLException;

/** Histories of requests, for other commands. */
public final class Histories {

    private Histories() {
    }

    /** As {@code ./sluice orders show --json} has it, but for what can be done next. */
    public static ObjectNode json(RequestRow request, LedgerReader ledger, long now) throws SQLException {
        return History.of(request, ledger).json(now);
    }
}
