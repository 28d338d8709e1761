package dev.sluice.step;

/** Which queues results may be sent to, beside those of their families. */
@FunctionalInterface
public interface ReplyQueue {

    /** Whether an upstream system may name this queue and a result can be sent there now; null can not. */
    boolean takes(String queue);
}
