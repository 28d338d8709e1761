package dev.sluice.step;

/** The delivery of the message by which a step came, as far as the protocol has to know it. */
public interface Held {

    /**
     * Whether the broker takes the message for undelivered, since the connection broke after it was delivered: then it
     * is, or will be, delivered to another, who is the one to act on it.
     */
    boolean isVoid();

    /** Whether the message was delivered before: to somebody who died, or who may still be at work with it. */
    boolean isRedelivered();
}
