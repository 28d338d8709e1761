package dev.sluice.sandbox;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One order as hambit would book it.
 *
 * @param externalOrderId where the client gave one
 * @param asked           the amount that was booked: fiat for fiat-to-crypto, token for crypto-to-fiat
 * @param address         where the token goes, or where the client has to pay it
 */
record HambitOrder(Direction direction, String orderId, @Nullable String externalOrderId, BigDecimal asked,
        String currency,
        String token, String chain, String address, @Nullable String remark, @Nullable String notifyUrl,
        Instant created,
        Misbehaviour told) {

    enum Direction {
        FIAT_TO_CRYPTO, CRYPTO_TO_FIAT
    }

    static final int WAIT_PAY = 1;
    static final int RECEIVING = 2;
    static final int WAIT_RECEIVE = 4;
    static final int COMPLETE = 8;
    static final int UNLISTED = 16;
    static final int FAILED = 32;

    /** Fixed, and the document's own for BRL: so many of the currency for one token. */
    private static final Map<String, BigDecimal> BUY = Map.of("BRL", new BigDecimal("6.85"),
            "MXN", new BigDecimal("18.50"));
    private static final BigDecimal SELL = new BigDecimal("5.12");

    BigDecimal rate() {
        return direction == Direction.FIAT_TO_CRYPTO ? Objects.requireNonNull(BUY.get(currency), currency) : SELL;
    }

    BigDecimal fiat() {
        return direction == Direction.FIAT_TO_CRYPTO ? asked : asked.multiply(SELL);
    }

    BigDecimal tokens() {
        return direction == Direction.FIAT_TO_CRYPTO ? asked.divide(rate(), 6, RoundingMode.HALF_UP) : asked;
    }

    /** No time at all where its webhook has to come before the answer. */
    Duration life(Duration duration) {
        return told.has(Mischief.WEBHOOK_BEFORE_ANSWER) ? Duration.ZERO : duration;
    }

    Instant ends(Duration duration) {
        return created.plus(life(duration));
    }

    /** The client's id of it, or ours where the client gave none. */
    String about() {
        return externalOrderId == null ? orderId : externalOrderId;
    }

    /** Where it stands: 1, 2 and 4 for a quarter of the duration, a quarter and half of it, then 8. */
    int status(Instant now, Duration duration) {
        if (told.has(Mischief.UNLISTED_STATUS)) {
            return UNLISTED;
        }
        Duration life = life(duration);
        long quarters = life.isZero() ? 4 : 4 * Duration.between(created, now).toMillis() / life.toMillis();
        if (told.has(Mischief.STAY)) {
            return quarters < 1 ? WAIT_PAY : RECEIVING;
        }
        if (quarters < 1) {
            return WAIT_PAY;
        }
        if (quarters < 2) {
            return RECEIVING;
        }
        if (quarters < 4) {
            return WAIT_RECEIVE;
        }
        return told.has(Mischief.FAIL) ? FAILED : COMPLETE;
    }
}
