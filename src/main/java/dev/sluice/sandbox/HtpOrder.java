package dev.sluice.sandbox;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payment order, made by a card top-up or a card request.
 *
 * @param number  of the order, from which its other ids come
 * @param amount  as it was booked, in the card's currency
 * @param card    the card topped up, of a top-up
 * @param type    VIRTUAL or PHYSICAL, of a request
 */
record HtpOrder(long number, String merchantOrderSn, BigDecimal amount, @Nullable String card, @Nullable String type,
        Instant created,
        Misbehaviour told) {

    static final BigDecimal RATE = new BigDecimal("0.998857");

    /** {@code PENDING} until the duration is over. */
    String status(Instant now, Duration duration, boolean paid) {
        if (paid) {
            return "SUCCESS";
        }
        if (told.has(Mischief.UNLISTED_STATUS)) {
            return "FROZEN";
        }
        if (told.has(Mischief.STAY) || now.isBefore(created.plus(duration))) {
            return "PENDING";
        }
        return told.has(Mischief.FAIL) ? "FAILED" : told.has(Mischief.EXPIRE) ? "EXPIRED" : "SUCCESS";
    }

    BigDecimal amountUsdt() {
        return amount.multiply(RATE).stripTrailingZeros();
    }

    /** One hundredth, digit for digit. */
    BigDecimal fee() {
        return amount.movePointLeft(2);
    }
}
