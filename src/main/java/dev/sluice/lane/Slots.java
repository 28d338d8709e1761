package dev.sluice.lane;

import java.util.concurrent.TimeUnit;

/** How many submissions of an account are under way, and how many asks, each as many as this replica may have. */
final class Slots {

    private final int[] taken = new int[2];
    private int waiting;
    private Leased leased = new Leased(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, false);

    private record Leased(long most, long until, long without, boolean ends) {

        long at(long now) {
            return !ends || now - until < 0 ? most : without;
        }
    }

    /**
     * From now on there is a share.
     *
     * @param until   when it ends, as {@link System#nanoTime()} counts
     * @param without what is left then
     */
    synchronized void lease(long most, long until, long without) {
        leased = new Leased(most, until, without, true);
        notifyAll();
    }

    /** How many there may be at that time. */
    synchronized long most(long now) {
        return leased.at(now);
    }

    /** @return whether there was one, after that time or sooner */
    synchronized boolean take(boolean submission, long millis) throws InterruptedException {
        int kind = submission ? 1 : 0;
        if (taken[kind] >= most(System.nanoTime())) {
            waiting++;
            try {
                TimeUnit.MILLISECONDS.timedWait(this, millis);
            } finally {
                waiting--;
            }
        }
        if (taken[kind] >= most(System.nanoTime())) {
            return false;
        }
        taken[kind]++;
        return true;
    }

    synchronized void giveBack(boolean submission) {
        taken[submission ? 1 : 0]--;
        notifyAll();
    }

    synchronized int taken(boolean submission) {
        return taken[submission ? 1 : 0];
    }

    /** How many of either kind are under way, whichever are more. */
    synchronized long taken() {
        return Math.max(taken[0], taken[1]);
    }

    synchronized int waiting() {
        return waiting;
    }

    /** How many of either kind there would be, were there no limit. */
    synchronized long wanted() {
        return taken() + waiting;
    }
}
