package dev.sluice.bench;

/** What is measured of a run. */
public enum Measure {

    RATE("rate, first ACCEPTED to last COMPLETED", "orders/s", 0),
    WARM_RATE("rate, from 30 % to 95 % of the results", "orders/s", 0),
    PROGRAM_CPU("CPU, program", "ms an order", 2),
    WARM_PROGRAM_CPU("CPU, program, from 30 % of the results on", "ms an order", 2),
    DATABASE_CPU("CPU, database", "ms an order", 2),
    BROKER_CPU("CPU, broker", "ms an order", 2),
    ADDED_P50("due to ACCEPTED less the provider's time, p50", "ms", 1),
    ADDED_P95("due to ACCEPTED less the provider's time, p95", "ms", 1),
    ADDED_P99("due to ACCEPTED less the provider's time, p99", "ms", 1),
    READY("start to ready", "s", 1),
    MEMORY("memory after the drain (RSS)", "MiB", 0);

    private final String shown;
    private final String unit;
    private final int decimals;

    Measure(String shown, String unit, int decimals) {
        this.shown = shown;
        this.unit = unit;
        this.decimals = decimals;
    }

    public String shown() {
        return shown;
    }

    public String unit() {
        return unit;
    }

    public int decimals() {
        return decimals;
    }
}
