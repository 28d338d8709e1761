package dev.sluice.step;

import org.jspecify.annotations.Nullable;

/** Which queues results may be sent to, beside those of their families. */
@FunctionalInterface
public interface ReplyQueue {

    /**
     * Whether an upstream system may name this queue and a result can be sent there now; to none it cannot.
     *
     * @param tenant whose upstream system, which may name only its own; empty of none
     */
    boolean takes(@Nullable String queue, String tenant);
}
