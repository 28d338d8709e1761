package dev.sluice.lane;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** While it stands, nobody waits to be let in: who does goes back at once. */
final class Halt {

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile CountDownLatch begun = new CountDownLatch(1);

    void begin() {
        begun.countDown();
    }

    /** For good. */
    void end() {
        ended.countDown();
        begin();
    }

    void over() {
        if (!isEnd()) {
            begun = new CountDownLatch(1);
        }
    }

    boolean stands() {
        return begun.getCount() == 0 || isEnd();
    }

    boolean isEnd() {
        return ended.getCount() == 0;
    }

    /** @return whether it stands, after that time or sooner */
    boolean await(long time, TimeUnit unit) throws InterruptedException {
        return begun.await(time, unit);
    }

    /** The same of the end alone, for who was let in before. */
    boolean awaitEnd(long time, TimeUnit unit) throws InterruptedException {
        return ended.await(time, unit);
    }
}
