package dev.sluice.given;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long is waited for what has to happen: longer than anything stands still on a machine with much to do. */
public final class Patience {

    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private Patience() {
    }

    public static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE);
    }
}
