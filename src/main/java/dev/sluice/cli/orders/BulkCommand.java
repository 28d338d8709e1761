package dev.sluice.cli.orders;

import dev.sluice.cli.Decider;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Telling;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.BulkView.Progress;
import dev.sluice.text.Shown;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice orders bulk}: what became of acts in bulk, and whether they go on. */
@Command(name = "bulk")
final class BulkCommand implements Callable<Integer> {

    private BulkCommand() {
    }

    static CommandLine of(Surroundings surroundings) {
        return new CommandLine(new BulkCommand()).addSubcommand(new Listing(surroundings))
                .addSubcommand(new BulkReport(surroundings))
                .addSubcommand("stop", new Changing(surroundings, Act.BULK_STOP))
                .addSubcommand("resume", new Changing(surroundings, Act.BULK_RESUME));
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

    /** {@code stop} and {@code resume}. */
    @Command
    static final class Changing implements Callable<Integer> {

        private final Surroundings surroundings;
        private final String act;

        @Parameters(paramLabel = "ID", arity = "1")
        private String id;
        @Mixin
        private final Decider decider;
        @Mixin
        private final Telling telling;

        Changing(Surroundings surroundings, String act) {
            this.surroundings = surroundings;
            this.act = act;
            this.decider = new Decider(surroundings);
            this.telling = new Telling(surroundings);
        }

        @Override
        public Integer call() {
            telling.tell(decider.act(act).put("bulk", id), id, "./sluice orders bulk report " + id);
            if (act.equals(Act.BULK_RESUME)) {
                new Following(surroundings, id).toItsEnd();
            }
            return 0;
        }
    }
}
