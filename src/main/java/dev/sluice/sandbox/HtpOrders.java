package dev.sluice.sandbox;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The payment orders. Their ids are the server's alone, so every call that creates makes another. */
final class HtpOrders {

    private final SandboxSettings settings;
    private final Map<Long, HtpOrder> orders = new ConcurrentSkipListMap<>();
    private final Map<String, HtpOrder> bySn = new ConcurrentHashMap<>();
    private final Set<String> paid = ConcurrentHashMap.newKeySet();
    private final AtomicLong last = new AtomicLong(7000);

    HtpOrders(SandboxSettings settings) {
        this.settings = settings;
    }

    HtpOrder book(BigDecimal amount, @Nullable String card, @Nullable String type, Misbehaviour told) {
        HtpOrder order = new HtpOrder(last.incrementAndGet(), "HTP-" + UUID.randomUUID(), amount, card, type,
                settings.clock().instant(), told);
        orders.put(order.number(), order);
        bySn.put(order.merchantOrderSn(), order);
        return order;
    }

    Optional<HtpOrder> find(String merchantOrderSn) {
        return Optional.ofNullable(bySn.get(merchantOrderSn));
    }

    Instant now() {
        return settings.clock().instant();
    }

    String status(HtpOrder order) {
        return order.status(now(), settings.orderDuration(),
                paid.contains(order.merchantOrderSn()));
    }

    /** As if its money had come. */
    void pay(HtpOrder order) {
        paid.add(order.merchantOrderSn());
    }

    /** Oldest first. */
    List<HtpOrder> all() {
        return List.copyOf(orders.values());
    }
}
