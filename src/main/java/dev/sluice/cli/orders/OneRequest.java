package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.NextCommand;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Telling;
import dev.sluice.ledger.HeldPlace;
import dev.sluice.ledger.Holds;
import dev.sluice.ledger.LedgerReader;
import dev.sluice.ledger.RequestRow;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The one request that a command is about. */
final class OneRequest {

    @Parameters(paramLabel = "ID", arity = "0..1")
    private @Nullable String id;
    @Option(names = "--family", paramLabel = "F")
    private @Nullable String family;

    /** Whether one is named. */
    boolean isNamed() {
        return id != null;
    }

    @Nullable
    String family() {
        return family;
    }

    /** Tells Sluice what a person wants done with it. */
    void tell(Surroundings surroundings, Telling telling, ObjectNode act) {
        telling.patience();
        // Whoever names the family needs no right to read the ledger.
        String found = family != null ? family : LedgerAccess.read(surroundings, this::in).family();
        String name = name();
        telling.tell(act.put("family", found).put("requestId", name), name, NextCommand.of("orders show", name));
    }

    /** @throws Problem where there is none, or one in each of two families */
    RequestRow in(LedgerReader ledger) throws SQLException {
        List<RequestRow> found = ledger.requests(name()).stream()
                .filter(request -> family == null || family.equals(request.family())).toList();
        if (found.isEmpty()) {
            throw Problem.failed("the ledger knows no request \"" + id + "\""
                    + (family == null ? "" : " of family " + family)
                    + "; ./sluice orders find TEXT finds one by a part of its id, of its order number at"
                    + " the provider or of the provider's reference. " + elsewhere(ledger));
        }
        if (found.size() > 1) {
            throw Problem.usage("\"" + id + "\" is a request of " + String.join(" and of ",
                    found.stream().map(RequestRow::family).toList()) + "; say which with --family.");
        }
        return found.get(0);
    }

    /** Where it may be: what waits unclaimed is on a queue alone. */
    private static String elsewhere(LedgerReader ledger) throws SQLException {
        Holds holds = ledger.tellsOfHolds() ? ledger.holds() : Holds.NONE;
        return holds.by().isEmpty() ? "What could not be processed is a dead letter: ./sluice dead list"
                : "Held now: " + holds.places().stream().map(HeldPlace::text).collect(Collectors.joining(", "))
                        + " (./sluice status); a request that waits for the release is not in the ledger yet.";
    }

    private String name() {
        if (id == null) {
            throw Problem.usage("say which request: its ID is missing.");
        }
        return id;
    }
}
