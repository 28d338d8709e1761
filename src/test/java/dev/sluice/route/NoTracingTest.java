package dev.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.NamedRoute;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultTracer;
import org.junit.jupiter.api.Test;

class NoTracingTest {

    /** Keeps what it would write. */
    private static final class Kept extends DefaultTracer {

        private final List<String> bodies = new ArrayList<>();

        @Override
        public void traceBeforeNode(NamedNode node, Exchange exchange) {
            bodies.add(exchange.getMessage().getBody(String.class));
        }

        @Override
        public void traceBeforeRoute(NamedRoute route, Exchange exchange) {
            bodies.add(exchange.getMessage().getBody(String.class));
        }
    }

    @Test
    void whatSettingsSwitchOnIsOff() throws Exception {
        assertThat(traced(false)).as("what it is about").contains("pin 1234");
        assertThat(traced(true)).isEmpty();
    }

    private static List<String> traced(boolean off) throws Exception {
        Kept kept = new Kept();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.setTracer(kept);
            camel.setTracing(true);
            camel.setBacklogTracing(true);
            assertThat(off && NoTracing.off(camel)).isEqualTo(off);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:flow").setBody(body());
                }
            });
            camel.start();
            camel.createProducerTemplate().sendBody("direct:flow", "pin 1234");
            assertThat(NoTracing.off(camel)).as("nothing is on").isEqualTo(!off);
        }
        return kept.bodies;
    }
}
