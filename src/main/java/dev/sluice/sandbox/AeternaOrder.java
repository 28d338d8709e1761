package dev.sluice.sandbox;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * One payin or payout.
 *
 * @param amount as it was booked
 */
record AeternaOrder(String kind, String id, String orderId, BigDecimal amount, String currency, Instant created,
        Misbehaviour told) {

    /** {@code created} for a quarter of the duration, {@code processing}, then {@code success} or {@code failed}. */
    String status(Instant now, Duration duration) {
        if (told.has(Mischief.UNLISTED_STATUS)) {
            return "frozen";
        }
        if (now.isBefore(created.plus(life(duration).dividedBy(4)))) {
            return "created";
        }
        if (told.has(Mischief.STAY) || !isOver(now, duration)) {
            return "processing";
        }
        return told.has(Mischief.FAIL) ? "failed" : "success";
    }

    boolean isOver(Instant now, Duration duration) {
        return !now.isBefore(created.plus(life(duration)));
    }

    private Duration life(Duration duration) {
        return told.has(Mischief.WEBHOOK_BEFORE_ANSWER) ? Duration.ZERO : duration;
    }
}
