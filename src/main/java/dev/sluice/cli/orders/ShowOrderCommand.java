package dev.sluice.cli.orders;

import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.TerminalJson;
import java.util.concurrent.Callable;
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

    ShowOrderCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        History history = LedgerAccess.read(surroundings, ledger -> History.of(request.in(ledger), ledger));
        long now = System.currentTimeMillis();
        String next = new NextMove(history, surroundings.home(), now).text();
        if (json) {
            surroundings.out().println(TerminalJson.line(history.json(now).put("next", next)));
        } else {
            new HistoryText(surroundings).print(history, next, now);
        }
        return 0;
    }
}
