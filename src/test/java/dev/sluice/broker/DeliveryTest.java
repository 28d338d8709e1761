package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private final CamelContext camel = new DefaultCamelContext();

    @Test
    void nothingOfATakenMessageTravelsOn() {
        Exchange exchange = GivenDelivery.of(camel, "{}",
                Map.of("step", "s", "Authorization", "Bearer mine", "CAMELHTTPURI", "http://127.0.0.1:1/"));

        Delivery delivery = Delivery.take(exchange);

        assertThat(exchange.getMessage().getHeaders()).isEmpty();
        assertThat(exchange.getMessage().getBody()).isNull();
        assertThat(delivery.property("step")).isEqualTo("s");
        assertThat(delivery.text()).isEqualTo("{}");
    }

    @Test
    void aPropertyOfAnotherTypeThanItsOwnIsNotThere() {
        Delivery delivery = Delivery.take(GivenDelivery.of(camel, "{}", Map.of("step", 7, "account", new byte[]{1})));

        assertThatThrownBy(() -> delivery.required("step")).isInstanceOf(IllegalStateException.class)
                .hasMessage("the message has no property step");
        assertThat(delivery.property("account")).isNull();
    }

    @Test
    void aMessageThatIsNoTextIsUnreadableAndNothingIsMadeOfIt() {
        Delivery delivery = Delivery.take(GivenDelivery.ofNoText(camel));

        assertThatThrownBy(delivery::text).isInstanceOf(IllegalStateException.class)
                .hasMessage("the message is no text message");
        assertThatThrownBy(delivery::bytes).isInstanceOf(IllegalStateException.class);
    }
}
