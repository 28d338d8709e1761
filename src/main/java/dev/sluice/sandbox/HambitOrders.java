package dev.sluice.sandbox;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The order book: an externalOrderId is booked once, whatever races for it. */
final class HambitOrders {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss")
            .withZone(ZoneOffset.UTC);

    private final Map<String, HambitOrder> byReference = new ConcurrentHashMap<>();
    private final Map<String, HambitOrder> byExternalId = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong(249);

    /** An orderId of the document's form, such as {@code OCURREXCH2023071808054316896675433400…0250}. */
    String nextReference(HambitOrder.Direction direction, Instant now) {
        String start = direction == HambitOrder.Direction.FIAT_TO_CRYPTO ? "OCURREXCH" : "OCRYPEXCH";
        return start + STAMP.format(now) + now.toEpochMilli()
                + "SANDBOX0" + String.format("%016d", last.incrementAndGet());
    }

    boolean holds(@Nullable String externalOrderId) {
        return externalOrderId != null && byExternalId.containsKey(externalOrderId);
    }

    /** False, and nothing is booked, when its externalOrderId is there already. */
    boolean book(HambitOrder order) {
        if (order.externalOrderId() != null
                && byExternalId.putIfAbsent(order.externalOrderId(), order) != null) {
            return false;
        }
        byReference.put(order.orderId(), order);
        return true;
    }

    /** By either id or by both, which then must mean the same order. */
    Optional<HambitOrder> find(HambitOrder.Direction direction, @Nullable String externalOrderId,
            @Nullable String orderId) {
        HambitOrder order = externalOrderId != null ? byExternalId.get(externalOrderId) : byReference.get(orderId);
        return Optional.ofNullable(order).filter(found -> found.direction() == direction)
                .filter(found -> orderId == null || orderId.equals(found.orderId()));
    }
}
