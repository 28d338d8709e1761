package dev.sluice.ledger;

import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Removes what was kept long enough by the ledger's time. What it removed can be sent a second time, so a run has a
 * bound of its own: whatever is wrong, most is still there when somebody notices.
 */
public final class Pruning {

    static final int BATCH = 500;
    static final int BATCHES = 40;
    static final int EXCHANGES = 1000;
    private static final Logger LOG = Logger.getLogger(Pruning.class);

    private final Housekeeping housekeeping;
    private final LedgerTime time;
    private final Retention keep;
    private final ExchangeKeep exchanges;
    private volatile boolean ends;

    public Pruning(Housekeeping housekeeping, LedgerTime time, Retention keep, ExchangeKeep exchanges) {
        this.exchanges = exchanges;
        this.housekeeping = housekeeping;
        this.time = time;
        this.keep = keep;
    }

    /**
     * Removes batches until one is not full or there were enough of them; nothing while the clock is not believed, but of
     * exchanges what is more than is to be kept, or all where none are: that goes whatever time it is. What is gone of them
     * can be done without, so that as many go in a run as there are.
     */
    public void run() {
        if (exchanges.isOff()) {
            exchanges(Long.MAX_VALUE);
        }
        time.look().ifPresent(now -> {
            int batches = 1;
            while (housekeeping.prune(keep, now, BATCH) == BATCH && batches < BATCHES && !ends) {
                batches++;
            }
            if (!exchanges.isOff()) {
                exchanges(exchanges.before(now));
            }
        });
        if (!exchanges.isOff()) {
            housekeeping.saidBeyond(exchanges.most()).ifPresent(this::beyond);
        }
    }

    /** Sluice ends: a run that is under way is over with its batch, and a later one goes on. */
    public void end() {
        ends = true;
    }

    private void beyond(long at) {
        LOG.warnf("There are more exchanges with providers than %s says, %d: those of %s and before are removed, though"
                + " %s is not over", ExchangeKeep.MOST, exchanges.most(), Instant.ofEpochMilli(at), ExchangeKeep.KEEP);
        exchanges(at + 1);
    }

    private void exchanges(long before) {
        boolean more = true;
        while (more && !ends) {
            more = housekeeping.pruneExchanges(before, EXCHANGES);
        }
    }
}
