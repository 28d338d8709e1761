package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.step.Letter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class SentAsideTest {

    @Test
    void aTryThatFailedAfterAllCameThroughIsFollowedByAnotherStepAndNotByTheSame() throws Exception {
        List<Object> sent = new ArrayList<>();
        AtomicInteger steps = new AtomicInteger();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:publish").process(exchange -> {
                        sent.add(((Letter) exchange.getMessage().getBody(List.class).get(0)).properties().get("step"));
                        if (sent.size() == 1) {
                            throw new IllegalStateException("the broker's answer is lost");
                        }
                    });
                }
            });
            camel.start();
            new SentAside(camel.createProducerTemplate()).send(() -> new Letter("sluice.polls.any", "{}",
                    Map.of("step", "late-" + steps.incrementAndGet()), null, null), "An answer");
        }
        assertThat(sent).containsExactly("late-1", "late-2");
    }
}
