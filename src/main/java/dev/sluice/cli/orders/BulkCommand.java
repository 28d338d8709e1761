package dev.sluice.cli.orders;

import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.BulkView.Progress;
import dev.sluice.text.Shown;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice orders bulk}: what became of acts in bulk, and whether they go on. */
@Command(name = "bulk")
final class BulkCommand implements Callable<Integer> {

    private BulkCommand() {
    }

    static CommandLine of(Surroundings surroundings) {
        return new CommandLine(new BulkCommand()).addSubcommand(new Listing(surroundings))
                .addSubcommand(new BulkReport(surroundings))
                .addSubcommand("stop", new ChangeCommand(surroundings, Act.BULK_STOP))
                .addSubcommand("resume", new ChangeCommand(surroundings, Act.BULK_RESUME));
    }

    @Override
    public Integer call() {
        throw Problem.usage("say which: list, report, stop or resume (./sluice help orders)");
    }

    /** {@code list}: the newest first. */
    @Command(name = "list")
    static final class Listing implements Callable<Integer> {

        private final Surroundings surroundings;

        Listing(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() {
            List<Progress> all = LedgerAccess.read(surroundings, ledger -> ledger.bulks().all());
            if (all.isEmpty()) {
                surroundings.out().println("Nothing was done in bulk.");
            }
            all.forEach(one -> surroundings.out().println(Shown.line(one.bulk().id() + "  "
                    + Moments.at(one.bulk().at()) + "  " + BulkReport.what(one.bulk()) + " by " + one.bulk().who()
                    + ": " + Following.text(one))));
            return 0;
        }
    }
}
