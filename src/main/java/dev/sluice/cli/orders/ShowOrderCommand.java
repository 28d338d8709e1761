package dev.sluice.cli.orders;

import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.TerminalJson;
import dev.sluice.ledger.Holds;
import dev.sluice.text.Shown;
import java.nio.file.Path;
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

    /** @param holds what is held back of all, none where that cannot be read */
    private record Read(History history, Holds holds, String tables) {
    }

    ShowOrderCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Read read = LedgerAccess.read(surroundings, ledger -> new Read(History.of(request.in(ledger), ledger),
                ledger.tellsOfHolds() ? ledger.holds() : Holds.NONE,
                ledger.version().orElse("of a version that is not told")));
        History history = read.history();
        long now = System.currentTimeMillis();
        String next = new NextMove(history, read.holds(), surroundings.home(), now).text();
        if (export != null) {
            Path file = surroundings.caller().resolve(export);
            HistoryFile.write(file, history.json(now).put("next", next), read.tables(), now);
            surroundings.out().println(Shown.line("Wrote " + file
                    + ". What was asked is in it: look through it before you give it away."));
        } else if (json) {
            surroundings.out().println(TerminalJson.line(history.json(now).put("next", next)));
        } else {
            new HistoryText(surroundings).print(history, next, now);
        }
        return 0;
    }
}
