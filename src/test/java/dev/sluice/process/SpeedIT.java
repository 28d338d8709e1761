package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Choices;
import dev.sluice.bench.Comparison;
import dev.sluice.bench.Conditions;
import dev.sluice.bench.Measure;
import dev.sluice.bench.Mode;
import dev.sluice.bench.Outcome;
import dev.sluice.bench.site.Contestant;
import dev.sluice.bench.site.Ledger;
import dev.sluice.bench.site.Site;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A gross fall of Sluice's speed, seen beside the hand-written program in the same run, so that it does not matter how
 * fast the machine is. {@code ./sluice bench} measures it.
 */
@Isolated
class SpeedIT {

    /** Fewer than measure anything but a gross fall: half of the time goes to the JIT. */
    private static final Choices SMALL = new Choices(1, 3_000, List.of(0), List.of(Ledger.Kind.POSTGRESQL),
            List.of(Contestant.SLUICE, Contestant.BASELINE), 50, 64, List.of(Mode.DRAIN));
    private static final double LEAST = 0.15;

    @Test
    void sluiceIsNotManyTimesSlowerThanAHandWrittenProgram() throws Exception {
        Bench.quietly();
        Path home = Path.of(System.getProperty("basedir", ""));
        // Not a temporary folder: that may be in memory, where forcing a commit to the disk costs nothing.
        Path folder = home.resolve("target/speed-" + ProcessHandle.current().pid());
        List<Outcome> outcomes;
        try (Site site = Site.open(home, folder, SMALL.consumers(), Set.of(Ledger.Kind.POSTGRESQL))) {
            outcomes = new Bench(site, SMALL, line -> {}).run();
        }
        Site.forget(folder);

        Conditions conditions = SMALL.conditions().get(0);
        assertThat(new Comparison(outcomes).ratio(conditions, Contestant.SLUICE, Measure.RATE).orElseThrow())
                .as("orders a second, of the hand-written program's: " + outcomes).isGreaterThan(LEAST);
    }
}
