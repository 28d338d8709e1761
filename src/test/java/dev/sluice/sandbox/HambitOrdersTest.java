package dev.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HambitOrdersTest {

    private final HambitOrders orders = new HambitOrders();

    @Test
    void ofManyBookingsAtOnceWithTheSameIdOneIsBooked() {
        long booked = IntStream.range(0, 64).parallel().filter(any -> orders.book(order("race"))).count();
        assertThat(booked).isEqualTo(1);
    }

    @Test
    void anOrderThatWasNotBookedIsNotFoundByItsReference() {
        HambitOrder first = order("twice");
        HambitOrder second = order("twice");
        orders.book(first);
        orders.book(second);
        assertThat(orders.find(HambitOrder.Direction.FIAT_TO_CRYPTO, null, first.orderId())).contains(first);
        assertThat(orders.find(HambitOrder.Direction.FIAT_TO_CRYPTO, null, second.orderId())).isEmpty();
    }

    private HambitOrder order(String externalOrderId) {
        return new HambitOrder(HambitOrder.Direction.FIAT_TO_CRYPTO,
                orders.nextReference(HambitOrder.Direction.FIAT_TO_CRYPTO, Instant.EPOCH), externalOrderId,
                BigDecimal.ONE, "BRL", "USDT", "ETH", "0x0", null, null, Instant.EPOCH, Misbehaviour.NONE);
    }
}
