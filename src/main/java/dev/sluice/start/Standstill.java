package dev.sluice.start;

import dev.sluice.broker.Consumption;
import dev.sluice.lane.Gates;
import dev.sluice.webhook.Threshold;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** A time in which no message is in hand. Who waits for a turn goes back to its queue; whoever calls ends its call. */
@Singleton
class Standstill {

    /** All providers wait for the slowest call of one, so it is given up rather than waited for. */
    private static final Duration LONGEST = Duration.ofSeconds(15);
    /** Anybody can come over HTTP, and may take any time. */
    private static final Duration LONGEST_AT_THRESHOLD = Duration.ofSeconds(4);

    private final Threshold threshold;
    private final Gates gates;
    private final Consumption consumption;
    private List<String> inHand = List.of();

    Standstill(Threshold threshold, Gates gates, Consumption consumption) {
        this.threshold = threshold;
        this.gates = gates;
        this.consumption = consumption;
    }

    /** @return false where something is still in hand after the longest time */
    boolean begin() throws InterruptedException {
        long begun = System.nanoTime();
        threshold.hold();
        // What passed the threshold before must find its flow.
        if (!threshold.isEmpty(LONGEST_AT_THRESHOLD)) {
            inHand = threshold.inHand();
            return false;
        }
        // In this order: what is still taken from a queue would only go back at a gate that is halted, again and again.
        consumption.hold();
        gates.halt();
        boolean still = consumption.isOver(LONGEST.minusNanos(System.nanoTime() - begun));
        inHand = still ? List.of() : consumption.inHand();
        return still;
    }

    /** Flows begin again, before what waits for them is let in. */
    void end() {
        gates.goOn();
        consumption.goOn();
        threshold.open();
    }

    /** For flows that begin before the end. */
    void letIn() {
        gates.goOn();
    }

    /** What was, when it was not still in time. */
    List<String> inHand() {
        return inHand;
    }
}
