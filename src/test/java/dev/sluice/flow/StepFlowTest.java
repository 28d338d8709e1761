package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.CallLines;
import dev.sluice.given.MovedClock;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.HeldPlace;
import dev.sluice.ledger.HoldRows;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.UnlistedWords;
import dev.sluice.passage.Passage;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Lanes;
import dev.sluice.step.LastWords;
import dev.sluice.step.Letters;
import dev.sluice.step.StepMessage;
import dev.sluice.step.Statuses;
import dev.sluice.step.Steps;
import dev.sluice.step.Submission;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsMessage;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** A hold that comes between the gate and the claim. */
class StepFlowTest {

    @Test
    void aMessageThatIsHeldBackAsItIsClaimedGoesBackToItsQueue() throws Exception {
        MovedClock clock = new MovedClock();
        try (GivenLedger database = new GivenLedger(); CamelContext camel = new DefaultCamelContext()) {
            Ledger ledger = database.ledger(clock);
            Providers providers = GivenProviders.shipped(Map.of());
            Letters letters = new Letters((queue, tenant) -> true, new Lanes(providers), clock);
            StepFlow flow = new StepFlow(new Steps(ledger, providers, letters, (letter, what) -> {},
                    new LastWords(ledger, letters), new UnlistedWords(new SimpleMeterRegistry()),
                    new Statuses(providers, new SimpleMeterRegistry()), clock,
                    Optional.empty()), null, new CallLines(false, false));
            HoldRows rows = new HoldRows(database, ledger, clock);
            rows.hold(new Act("person-1", null, Act.HOLD, "ana", "ticket 17", null), HeldPlace.EVERYTHING, true);
            Exchange held = message(camel);
            flow.submit(held);
            assertThat(held.isRollbackOnly()).isTrue();
            assertThat(held.getVariable("call")).isNull();

            rows.hold(new Act("person-2", null, Act.RELEASE, "ana", "ticket 17", null), HeldPlace.EVERYTHING, false);
            Exchange released = message(camel);
            flow.submit(released);
            assertThat(released.isRollbackOnly()).isFalse();
            assertThat(released.getVariable("call")).isEqualTo("fiat-to-crypto");
        }
    }

    private static Exchange message(CamelContext camel) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setMessage(new JmsMessage(exchange, null, null, null));
        ObjectNode request = Json.object().put("requestId", "r-1").put("provider", "hambit").put("account", "default")
                .put("operation", "fiat-to-crypto");
        Submission submission = new Submission("orders", request, "hash", request, Json.object(), false);
        Passage.begin(exchange).says(StepMessage.first("s", "default", submission.write()), submission, null);
        return exchange;
    }
}
