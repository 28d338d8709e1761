package dev.sluice.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.provider.GivenProviders;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class CallingTest {

    @Test
    void whatAPartOfAFlowIsAnsweredIsNotTheAnswerToTheCall() throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:flow").process(
                            exchange -> Calling.of(exchange).answered(exchange, 500, null, "it is no JSON object"))
                            .split(constant("a,b"))
                            .process(part -> Calling.of(part).answered(part, 200, null, null));
                }
            });
            camel.start();
            Exchange done = camel.createProducerTemplate().request("direct:flow", exchange -> Calling.beside(exchange,
                    GivenProviders.shipped(Map.of()).get("hambit"), "default", "fiat-to-crypto"));
            assertThat(done.getException()).isNull();
            assertThat(Calling.of(done).http()).isEqualTo(500);
            assertThat(Calling.of(done).unread()).isEqualTo("it is no JSON object");
        }
    }

    @Test
    void aCallOutsideEveryStepIsSaidToBeOne() throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            assertThatThrownBy(() -> Calling.of(new DefaultExchange(camel))).hasMessage("a provider is called"
                    + " outside every step");
        }
    }
}
