package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.TerminalJson;
import dev.sluice.ledger.Holds;
import dev.sluice.ledger.LedgerReader;
import dev.sluice.ledger.RequestRow;
import dev.sluice.ledger.Wish;
import dev.sluice.text.Shown;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice orders show}: the whole history of a request, and what can be done now. */
@Command(name = "show")
final class ShowOrderCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final OneRequest request = new OneRequest();
    @Option(names = "--json")
    private boolean json;
    @Option(names = "--export", paramLabel = "FILE")
    private @Nullable String export;

    /**
     * @param said   whether what was said to the provider can be read
     * @param holds  what is held back of all, none where that cannot be read
     * @param wanted what waits for another person's approval
     */
    private record Read(History history, boolean said, Holds holds, List<Wish> wanted, String tables) {
    }

    ShowOrderCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        long now = System.currentTimeMillis();
        Read read = LedgerAccess.read(surroundings, ledger -> read(ledger, now));
        History history = read.history();
        String next = new NextMove(history, read.holds(), read.wanted(), surroundings.home(), now).text();
        if (!read.said()) {
            surroundings.err().println(Shown.line("What was said to " + history.request().provider()
                    + " cannot be read, for this user has no SELECT on exchange (docs/operate.md, \"Who may do"
                    + " what\")."));
        }
        if (export != null) {
            Path file = surroundings.caller().resolve(export);
            HistoryFile.write(file, json(read, next, now), read.tables(), now);
            surroundings.out().println(Shown.line("Wrote " + file
                    + ". What was asked is in it: look through it before you give it away."));
        } else if (json) {
            surroundings.out().println(TerminalJson.line(json(read, next, now)));
        } else {
            new HistoryText(surroundings).print(history, next, now);
        }
        return 0;
    }

    private Read read(LedgerReader ledger, long now) throws SQLException {
        RequestRow found = request.in(ledger);
        boolean said = ledger.mayReadExchanges();
        return new Read(said ? History.of(found, ledger) : History.of(found, ledger, List.of()), said,
                ledger.tellsOfHolds() ? ledger.holds() : Holds.NONE,
                ledger.approvals(found.family(), found.requestId(), now),
                ledger.version().orElse("of a version that is not told"));
    }

    /** What cannot be read is null there: none would say that nothing is kept. */
    private static ObjectNode json(Read read, String next, long now) {
        ObjectNode json = read.history().json(now).put("next", next);
        return read.said() ? json : json.putNull("exchanges");
    }
}
