package dev.sluice.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.json.Json;
import dev.sluice.provider.CallPlan;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Provider;
import java.util.List;
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

    /** The pages of a list may be a hundred, of a megabyte each. */
    @Test
    void ofWhatWasSaidTheNewestAreInMemoryAndNoLongAnswer() throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            Provider provider = GivenProviders.shipped(Map.of()).get("hambit");
            Calling calling = Calling.beside(new DefaultExchange(camel), provider, "default", "fiat-to-crypto");
            CallPlan plan = calling.plan();
            for (int at = 1; at <= 30; at++) {
                calling.speaks(new Spoken("page", plan, null, at));
                calling.hears(new Spoken.Answer(200, null, 65_536 + at % 2, Json.object(), null));
            }

            List<Spoken> spoken = calling.takeSpoken();
            assertThat(spoken).extracting(Spoken::at).containsExactly(21L, 22L, 23L, 24L, 25L, 26L, 27L, 28L, 29L,
                    30L);
            assertThat(spoken.get(8).answer().document()).isNull();
            assertThat(spoken.get(8).answer().length()).isEqualTo(65_537);
            assertThat(spoken.get(9).answer().document()).isEqualTo(Json.object());
            assertThat(calling.takeSpoken()).isEmpty();
        }
    }

    /** With many calls under way at once, each of a list in pages, they would fill the memory. */
    @Test
    void ofAllAnswersOfACallTogetherNoMoreIsInMemoryThanOneMayBeLong() throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            Provider provider = GivenProviders.shipped(Map.of()).get("hambit");
            Calling calling = Calling.beside(new DefaultExchange(camel), provider, "default", "fiat-to-crypto");
            CallPlan plan = calling.plan();
            for (int at = 1; at <= 5; at++) {
                calling.speaks(new Spoken("page", plan, null, at));
                calling.hears(new Spoken.Answer(200, null, 30_000, Json.object(), null));
            }

            List<Spoken> spoken = calling.takeSpoken();
            assertThat(spoken).extracting(one -> one.answer().document() != null).containsExactly(false, false, false,
                    true, true);
            assertThat(spoken).extracting(one -> one.answer().length()).containsOnly(30_000);
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
