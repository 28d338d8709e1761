package dev.sluice.ledger;

/**
 * Removes what was kept long enough by the ledger's time. What it removed can be sent a second time, so a run has a
 * bound of its own: whatever is wrong, most is still there when somebody notices.
 */
public final class Pruning {

    static final int BATCH = 500;
    static final int BATCHES = 40;
    /** What is gone of exchanges can be done without, so that more of them may go in a run. */
    static final int EXCHANGES = 1000;
    static final int BATCHES_OF_EXCHANGES = 1000;

    private final Housekeeping housekeeping;
    private final LedgerTime time;
    private final Retention keep;
    private final ExchangeKeep exchanges;

    public Pruning(Housekeeping housekeeping, LedgerTime time, Retention keep, ExchangeKeep exchanges) {
        this.exchanges = exchanges;
        this.housekeeping = housekeeping;
        this.time = time;
        this.keep = keep;
    }

    /**
     * Removes batches until one is not full or there were enough of them; nothing while the clock is not believed, but for
     * exchanges where none are to be kept: those go whatever time it is.
     */
    public void run() {
        if (exchanges.isOff()) {
            exchanges(Long.MAX_VALUE);
        }
        time.look().ifPresent(now -> {
            int batches = 1;
            while (housekeeping.prune(keep, now, BATCH) == BATCH && batches < BATCHES) {
                batches++;
            }
            if (!exchanges.isOff()) {
                exchanges(now);
            }
        });
    }

    private void exchanges(long now) {
        int batches = 1;
        while (housekeeping.pruneExchanges(exchanges, now, EXCHANGES) && batches < BATCHES_OF_EXCHANGES) {
            batches++;
        }
    }
}
