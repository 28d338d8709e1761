package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.GivenDelivery;
import dev.sluice.given.MovedClock;
import dev.sluice.json.Json;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Key;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Departure;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.passage.Calling;
import dev.sluice.passage.Passage;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Provider;
import dev.sluice.route.BrokenRoutes;
import dev.sluice.step.Step;
import dev.sluice.trace.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a flow makes of an answer counts only where there is one. */
class CallTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Provider provider = GivenProviders.shipped(Map.of()).get("hambit");

    @AfterEach
    void close() throws Exception {
        camel.close();
    }

    @ParameterizedTest
    @CsvSource({"false, fiat-to-crypto", "true, fiat-to-crypto-order"})
    void wordsOfAFlowThatGoesOnWithoutAnAnswerAreNotTheProviders(boolean asking, String call) throws Exception {
        Outcome outcome = interpreted(asking, call, true);
        assertThat(outcome.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(outcome.error().message()).isEqualTo("sent, and then the call failed in the routes of hambit." + call
                + ": the route goes on though no answer came");
    }

    @ParameterizedTest
    @CsvSource({"false, fiat-to-crypto", "true, fiat-to-crypto-order"})
    void aFlowThatGoesOnWithoutACallSentNothing(boolean asking, String call) throws Exception {
        Outcome outcome = interpreted(asking, call, false);
        assertThat(outcome.kind()).isEqualTo(Kind.NOT_SENT);
        assertThat(outcome.error().category()).isEqualTo(Category.CONFIGURATION);
    }

    private Outcome interpreted(boolean asking, String call, boolean left) throws Exception {
        Entry entry = Entry.wanted(new Key("orders", "r-1"), "hambit", "default", "fiat-to-crypto", "hash",
                Json.object(), Json.object());
        Step step = new Step("s", !asking, 1, 0, asking, true, entry, provider, provider.operation("fiat-to-crypto"),
                Json.object(), null);
        Exchange exchange = GivenDelivery.of(camel, "{}", Map.of());
        Passage.begin(exchange);
        Calling calling = Calling.begin(exchange, step, call);
        if (left) {
            Departure.leaves();
            calling.named();
        }
        exchange.getMessage().setBody(Json.object().put("success", false).put("code", asking ? "404" : "300"));
        new Call(null, new MovedClock(), new BrokenRoutes(new MovedClock(), new SimpleMeterRegistry()), null,
                new Rotation(new SimpleMeterRegistry(), new MovedClock()), new CallMeters(new SimpleMeterRegistry()),
                new CallLines(false, false), Traces.OFF, Exchanges.OFF)
                .interpret(exchange);
        return Passage.of(exchange).outcome();
    }
}
