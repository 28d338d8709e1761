package dev.sluice.cli.orders;

import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.ledger.BulkView.Progress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Tells how far an act in bulk is, until its end. Nothing depends on that anybody is told. */
final class Following {

    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Surroundings surroundings;
    private final String id;

    Following(Surroundings surroundings, String id) {
        this.surroundings = surroundings;
        this.id = id;
    }

    /**
     * Tells nothing of what waits for approval.
     *
     * @throws Problem where some were refused, it was stopped, or nothing is done any more
     */
    void toItsEnd() {
        Progress progress = progress();
        if (progress.bulk().isUnapproved()) {
            return;
        }
        surroundings.out().println("Leaving this (Ctrl-C) stops nothing; ./sluice orders bulk stop " + id + " does.");
        int waited = Integer.MAX_VALUE;
        long moved = System.nanoTime();
        long told = moved;
        while (progress.waiting() > 0 && !progress.bulk().stopped()) {
            long now = System.nanoTime();
            if (progress.waiting() < waited) {
                waited = progress.waiting();
                moved = now;
            } else if (now - moved > LONGEST.toNanos()) {
                throw Problem.failed(text(progress) + "; nothing was done for " + LONGEST.toSeconds() + " seconds. It"
                        + " goes on when a Sluice runs: ./sluice orders bulk report " + id);
            }
            if (now - told > BETWEEN_LINES.toNanos()) {
                surroundings.out().println(text(progress));
                told = now;
            }
            pause();
            progress = after(progress);
        }
        surroundings.out().println(text(progress));
        if (progress.waiting() > 0 || progress.refused() > 0) {
            throw Problem.failed((progress.waiting() > 0 ? "it was stopped" : progress.refused() + " were refused")
                    + ": ./sluice orders bulk report " + id);
        }
    }

    static String text(Progress progress) {
        return progress.done() + " of " + progress.bulk().items() + " done, " + progress.refused() + " refused, "
                + progress.waiting() + (progress.waiting() == 0 || !progress.bulk().stopped() ? " waiting"
                        : progress.bulk().isUnapproved() ? " not approved" : " stopped");
    }

    /** How far it is now; as far as it was where the ledger cannot be read for a while. */
    private Progress after(Progress last) {
        try {
            return progress();
        } catch (Problem e) {
            return last;
        }
    }

    private Progress progress() {
        return LedgerAccess.read(surroundings, ledger -> ledger.bulks().progress(BulkReport.named(ledger, id)));
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(BETWEEN.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted; what was begun goes on.");
        }
    }
}
