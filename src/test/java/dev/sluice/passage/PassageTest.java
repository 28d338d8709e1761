package dev.sluice.passage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.GivenDelivery;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.ExchangeHelper;
import org.junit.jupiter.api.Test;

class PassageTest {

    @Test
    void noFlowCanTakeItAwayOrPutAnotherThingInItsPlace() throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            Exchange exchange = GivenDelivery.of(camel, "{}", Map.of());
            Passage passage = Passage.begin(exchange);
            exchange.removeProperties("*");
            exchange.setProperty(Passage.class.getName(), "x");
            exchange.removeProperty(Passage.class.getName());
            assertThat(Passage.of(exchange)).isSameAs(passage);
            assertThat(Passage.of(ExchangeHelper.createCopy(exchange, true))).isSameAs(passage);
        }
    }
}
