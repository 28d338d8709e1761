package dev.sluice.bench.report;

import dev.sluice.bench.Choices;
import dev.sluice.bench.Comparison;
import dev.sluice.bench.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What was measured, and how and where.
 *
 * @param command    by which it can be measured again
 * @param durability how each ledger forces commits to the disk
 */
public record Report(String command, Machine machine, Choices choices, List<String> durability,
        List<Outcome> outcomes) {

    /** Where it was measured. */
    public record Machine(int cores, String jdk, String system, Instant at) {

        public static Machine here() {
            return new Machine(Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                    System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS));
        }

        public String shown() {
            return cores + " cores, " + jdk + ", " + system + ", " + at;
        }
    }

    public Comparison comparison() {
        return new Comparison(outcomes);
    }
}
