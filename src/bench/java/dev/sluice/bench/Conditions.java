package dev.sluice.bench;

import dev.sluice.bench.site.Ledger;

/**
 * What runs that are compared have in common.
 *
 * @param orders    how many in a drain
 * @param rate      orders a second where they come steadily
 * @param latencyMs how long the provider takes
 */
public record Conditions(Mode mode, Ledger.Kind ledger, int latencyMs, int orders, int rate) {

    /** As a heading. */
    public String shown() {
        return ledger.shown() + ", " + mode.typed() + ", "
                + (mode == Mode.DRAIN ? "%,d orders".formatted(orders) : rate + " orders a second")
                + ", the provider takes " + latencyMs + " ms";
    }
}
