package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.flow.LogWatch;
import jakarta.jms.MessageFormatException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.event.DefaultEventFactory;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailedDeliveriesTest {

    private static final String CONTENT = "{\"pin\":\"4711\"}";

    private final CamelContext camel = new DefaultCamelContext();
    private final LogWatch log = LogWatch.begin();
    private Instant now = Instant.parse("2026-11-28T00:00:00Z");
    private final FailedDeliveries failed = new FailedDeliveries(((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    @AfterEach
    void close() throws Exception {
        log.close();
        camel.close();
    }

    @Test
    void whatFailsAlikeIsSaidOnceAndThenCountedOnceAMinute() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            fail(i, broken(i));
        }
        assertThat(said()).singleElement().asString().contains("A message on sluice.people comes back");
        now = now.plus(Duration.ofSeconds(61));
        for (int i = 0; i < 5_000; i++) {
            fail(i, broken(i));
        }
        assertThat(said()).hasSize(2).last().asString().contains("5000 more deliveries failed");
    }

    @Test
    void anotherPlaceInTheCodeIsAnotherKind() throws Exception {
        fail(1, broken(1));
        fail(2, new IllegalStateException("elsewhere"));
        assertThat(said()).hasSize(2);
    }

    @Test
    void nothingThatAnExceptionQuotesIsLoggedOrToldToADeadLetter() throws Exception {
        fail(7, new RuntimeException("Failed to extract body: " + CONTENT,
                new IOException(CONTENT, new MessageFormatException(CONTENT))));
        assertThat(failed.last("sluice.people", "7").text()).startsWith("MessageFormatException at ")
                .doesNotContain("4711");
        assertThat(said()).singleElement().asString().contains("MessageFormatException").doesNotContain("4711");
    }

    @Test
    void aMessageThatCannotBeReadIsNotTakenForABrokerThatIsAway() throws Exception {
        fail(1, new RuntimeException(new MessageFormatException("no number")));
        fail(2, new RuntimeException(new jakarta.jms.IllegalStateException("Session is closed")));
        assertThat(said()).hasSize(2).first().asString().contains("A message on sluice.people comes back");
        assertThat(said().get(1)).contains("and perhaps others come back: IllegalStateException");
    }

    private static RuntimeException broken(int i) {
        return new ClassCastException("cannot read " + CONTENT + i);
    }

    private List<String> said() {
        return log.all().stream().filter(line -> line.contains(FailedDeliveries.class.getName())).toList();
    }

    private void fail(long message, Exception failure) throws Exception {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setProperty("delivery", "sluice.people/" + message);
        exchange.setException(failure);
        failed.notify(new DefaultEventFactory().createExchangeFailedEvent(exchange));
    }
}
