package dev.sluice.bench;

import dev.sluice.bench.site.Contestant;
import dev.sluice.bench.site.Ledger;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be measured.
 *
 * @param rate orders a second where they come steadily
 */
public record Choices(int rounds, int orders, List<Integer> latencies, List<Ledger.Kind> ledgers,
        List<Contestant> contestants, int rate, int consumers, List<Mode> modes) {

    /** In the order in which they are measured; what comes steadily is measured at the shortest latency. */
    public List<Conditions> conditions() {
        List<Conditions> all = new ArrayList<>();
        for (Ledger.Kind ledger : ledgers) {
            for (Mode mode : modes) {
                List<Integer> at = mode == Mode.DRAIN ? latencies
                        : latencies.stream().sorted().limit(1).toList();
                at.forEach(latency -> all.add(new Conditions(mode, ledger, latency, orders, rate)));
            }
        }
        return all;
    }
}
