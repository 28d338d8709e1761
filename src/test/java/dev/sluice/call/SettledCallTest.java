package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.given.MovedClock;
import dev.sluice.json.Json;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Key;
import dev.sluice.passage.Calling;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Provider;
import dev.sluice.route.BrokenRoutes;
import dev.sluice.step.Step;
import dev.sluice.trace.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.aggregate.DefaultAggregateController;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.junit.jupiter.api.Test;

/** A route that keeps its request for later, as {@code aggregate} does. */
class SettledCallTest {

    private final MovedClock clock = new MovedClock();
    private final BrokenRoutes broken = new BrokenRoutes(clock, new SimpleMeterRegistry());
    private final Provider hambit = GivenProviders.shipped(Map.of()).get("hambit");

    @Test
    void whatComesWhenItsStepIsSettledIsNotSentAndIsTold() throws Exception {
        List<Exception> failures = new CopyOnWriteArrayList<>();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            DefaultAggregateController later = new DefaultAggregateController();
            Call call = new Call(null, clock, broken, camel.createProducerTemplate(), null, null,
                    new CallLines(false, false), Traces.OFF, Exchanges.OFF);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:hambit-fiat-to-crypto")
                            .aggregate(constant(true), new UseLatestAggregationStrategy()).completionSize(2)
                            .aggregateController(later).to("direct:hambit-http");
                    from("direct:hambit-http").doTry().process(call::prepare).to("mock:sent").doCatch(Exception.class)
                            .process(exchange -> failures.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT,
                                    Exception.class)))
                            .to("mock:refused").end();
                }
            });
            camel.start();
            MockEndpoint refused = camel.getEndpoint("mock:refused", MockEndpoint.class);
            refused.expectedMessageCount(1);
            MockEndpoint sent = camel.getEndpoint("mock:sent", MockEndpoint.class);
            camel.createProducerTemplate().request("mock:step", exchange -> {
                Calling.begin(exchange, step(), "fiat-to-crypto");
                exchange.getMessage().setBody(Json.object());
                call.make(exchange, "hambit", "fiat-to-crypto");
                Calling.of(exchange).settle();
            });
            later.forceCompletionOfAllGroups();
            refused.assertIsSatisfied(TimeUnit.SECONDS.toMillis(60));
            assertThat(sent.getReceivedCounter()).isZero();
        }
        assertThat(failures).singleElement().isInstanceOf(Slip.class);
        assertThat(broken.call().getData().orElseThrow().get("hambit.fiat-to-crypto").toString())
                .contains("when its step was settled");
    }

    private Step step() {
        Entry entry = new Entry(new Key("orders", "r-1"), "r-1", "hambit", "default", "fiat-to-crypto", "hash",
                Json.object(),
                Json.object(), "s", 1, null, 0, null, null, null, 0, null, false, Set.of(), 0, 0);
        return new Step("s", true, 1, 0, false, true, entry, hambit, hambit.operations().get("fiat-to-crypto"),
                Json.object(), "{}");
    }
}
