package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The step goes on after a provider's flow, however an operator has that end. */
class ProviderFlowTest {

    private final CamelContext camel = new DefaultCamelContext();
    private ProducerTemplate template;

    @BeforeEach
    void start() throws Exception {
        template = camel.createProducerTemplate();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:step")
                        .process(exchange -> exchange.setVariable("failure",
                                ProviderFlow.run(template, exchange.getVariable("flow", String.class), exchange)))
                        .setProperty("recorded", constant(true));
                from("direct:p-whole").setBody(constant("answered"));
                from("direct:p-fails").throwException(new IllegalStateException("x"));
                from("direct:p-stops").stop();
                from("direct:p-marked").markRollbackOnly();
                from("direct:p-marked-last").markRollbackOnlyLast();
                from("direct:p-within").to("direct:p-fails").setBody(constant("not reached"));
            }
        });
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalStateException.class).handled(true).setBody(constant("handled"));
                from("direct:p-handled").throwException(new IllegalStateException("x"));
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
    }

    @ParameterizedTest
    @CsvSource({"p-fails, IllegalStateException", "p-within, IllegalStateException", "p-handled, IllegalStateException",
            "p-stops, Slip", "p-marked, Slip", "p-marked-last, Slip"})
    void aFlowThatEndsMoreThanItselfHasFailedAndNoMore(String flow, String failure) {
        Exchange step = step(flow);
        assertThat(step.getProperty("recorded")).isEqualTo(true);
        assertThat(step.getVariable("failure").getClass().getSimpleName()).isEqualTo(failure);
        assertThat(step.isFailed() || step.isRollbackOnly() || step.isRouteStop()).isFalse();
    }

    @Test
    void oneThatComesToItsEndHasNotFailed() {
        Exchange step = step("p-whole");
        assertThat(step.getProperty("recorded")).isEqualTo(true);
        assertThat(step.getVariable("failure")).isNull();
        assertThat(step.getMessage().getBody()).isEqualTo("answered");
    }

    private Exchange step(String flow) {
        return template.request("direct:step", exchange -> exchange.setVariable("flow", flow));
    }
}
