package dev.sluice.ledger;

/**
 * Removes what was kept long enough by the ledger's time. What it removed can be sent a second time, so a run has a
 * bound of its own: whatever is wrong, most is still there when somebody notices.
 */
public final class Pruning {

    static final int BATCH = 500;
    static final int BATCHES = 40;

    private final Housekeeping housekeeping;
    private final LedgerTime time;
    private final Retention keep;

    public Pruning(Housekeeping housekeeping, LedgerTime time, Retention keep) {
        this.housekeeping = housekeeping;
        this.time = time;
        this.keep = keep;
    }

    /** Removes batches until one is not full or there were enough of them; nothing while the clock is not believed. */
    public void run() {
        time.look().ifPresent(now -> {
            int batches = 1;
            while (housekeeping.prune(keep, now, BATCH) == BATCH && batches < BATCHES) {
                batches++;
            }
        });
    }
}
