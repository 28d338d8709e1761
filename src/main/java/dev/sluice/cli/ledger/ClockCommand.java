package dev.sluice.cli.ledger;

import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Surroundings;
import dev.sluice.ledger.ActRow;
import dev.sluice.ledger.LedgerTime;
import dev.sluice.ledger.TimeRow;
import dev.sluice.text.Shown;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sluice ledger clock}: this machine's clock beside the ledger's time, and what can be done. */
@Command(name = "clock")
final class ClockCommand implements Callable<Integer> {

    private record Seen(Optional<TimeRow> time, Optional<ActRow> confirmation) {
    }

    private final Surroundings surroundings;

    ClockCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Seen seen = LedgerAccess.read(surroundings, ledger -> new Seen(ledger.time(), ledger.confirmation()));
        long now = System.currentTimeMillis();
        line("clock here  " + Moments.at(now));
        line("ledger      " + seen.time().map(time -> Moments.at(time.at())).orElse("nothing noted yet"));
        line("confirmed   "
                + seen.confirmation().map(act -> Moments.at(act.at()) + " by " + act.who() + ": \"" + act.why() + "\"")
                        .orElse("never"));
        surroundings.out().println();
        line(seen.time().map(time -> next(now - time.at())).orElse("Nothing is left to do: a Sluice notes the time"
                + " when it starts."));
        return 0;
    }

    private static String next(long ahead) {
        if (Math.abs(ahead) <= LedgerTime.TOLERANCE.toMillis()) {
            return "Nothing is left to do: a Sluice with this clock removes what the ledger kept long enough.";
        }
        return "The clock here is " + Moments.length(ahead) + (ahead > 0 ? " ahead" : " behind") + ", so a Sluice"
                + " with this clock"
                + " removes nothing. If it is wrong, set it right; if no Sluice ran for that long, look what day it"
                + " is and"
                + " ./sluice ledger confirm-clock --date DAY --by NAME --why TEXT";
    }

    private void line(String text) {
        surroundings.out().println(Shown.line(text));
    }
}
