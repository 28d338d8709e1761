package dev.sluice.cli.orders;

import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.TerminalJson;
import dev.sluice.ledger.Holds;
import dev.sluice.ledger.RequestRow;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice orders show}: the whole history of a request, and what can be done now. */
@Command(name = "show")
final class ShowOrderCommand implements Callable<Integer> {

    /** @param holds what is held back of all, none where that cannot be read */
    private record Seen(History history, Holds holds) {
    }

    private final Surroundings surroundings;

    @Mixin
    private final OneRequest request = new OneRequest();
    @Option(names = "--json")
    private boolean json;

    ShowOrderCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Seen seen = LedgerAccess.read(surroundings, ledger -> {
            RequestRow found = request.in(ledger);
            return new Seen(new History(found, ledger.steps(found.family(), found.requestId()),
                    ledger.acts(found.family(), found.requestId())),
                    ledger.tellsOfHolds() ? ledger.holds() : Holds.NONE);
        });
        History history = seen.history;
        long now = System.currentTimeMillis();
        String next = new NextMove(history, seen.holds, surroundings.home(), now).text();
        if (json) {
            surroundings.out().println(TerminalJson.line(history.json(now).put("next", next)));
        } else {
            new HistoryText(surroundings).print(history, next, now);
        }
        return 0;
    }
}
