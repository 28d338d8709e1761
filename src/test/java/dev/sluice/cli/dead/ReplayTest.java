package dev.sluice.cli.dead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For which tenant a dead letter is sent once more. */
class ReplayTest {

    /** None is asked anything: the letters have no reply-to. */
    private static final BrokerClient NO_BROKER = null;

    @Test
    void itIsForTheTenantThatItIsOf() {
        assertThat(Replay.of(letter("VALIDATION", "acme"), null, null, false, NO_BROKER).tenant()).isEqualTo("acme");
        assertThat(Replay.of(letter("VALIDATION", ""), null, null, false, NO_BROKER).tenant()).isEmpty();
        assertThatThrownBy(() -> Replay.of(letter("VALIDATION", "acme"), null, "beta", false, NO_BROKER))
                .isInstanceOf(Problem.class).hasMessageContaining("is of the tenant acme and of no other");
    }

    @Test
    void whereNobodyKnewItsSenderAPersonSaysWhoseItIs() {
        assertThatThrownBy(() -> Replay.of(letter("AUTHORIZATION", ""), null, null, false, NO_BROKER))
                .isInstanceOf(Problem.class).hasMessageContaining("name that with --tenant");
        assertThat(Replay.of(letter("AUTHORIZATION", ""), null, "acme", false, NO_BROKER).tenant()).isEqualTo("acme");
        assertThat(Replay.of(letter("AUTHORIZATION", "gone"), null, null, false, NO_BROKER).tenant()).isEqualTo("gone");
    }

    /** As nobody's it would be another request beside the tenant's, and ordered twice. */
    @Test
    void whereThereAreTenantsARequestIsNobodysOnlyWhereThatIsSaid() {
        for (String category : new String[]{"UNAVAILABLE", "EXPIRED", "AUTHORIZATION"}) {
            DeadLetter letter = letter(category, "");
            assertThatThrownBy(() -> Replay.of(letter, null, null, true, NO_BROKER)).isInstanceOf(Problem.class)
                    .hasMessageContaining("--tenant").hasMessageContaining("--no-tenant");
            assertThat(Replay.of(letter, null, "acme", true, NO_BROKER).tenant()).isEqualTo("acme");
            assertThat(Replay.of(letter, null, "", true, NO_BROKER).tenant()).isEmpty();
        }
        assertThat(Replay.of(letter("EXPIRED", "acme"), null, null, true, NO_BROKER).tenant()).isEqualTo("acme");
        assertThatThrownBy(() -> Replay.of(letter("EXPIRED", "acme"), null, "", true, NO_BROKER))
                .isInstanceOf(Problem.class).hasMessageContaining("of no other");
    }

    /** There an upstream system would read it as what became of an order. */
    @ParameterizedTest
    @ValueSource(strings = {"orders.results", "replies.shop-7"})
    void aRequestGoesToAQueueOfRequestsAlone(String queue) {
        assertThatThrownBy(() -> Replay.of(letter("VALIDATION", ""), queue, null, false, NO_BROKER))
                .isInstanceOf(Problem.class).hasMessageContaining("is a request").hasMessageContaining(queue)
                .hasMessageContaining("such as orders.requests");
        assertThat(Replay.of(letter("VALIDATION", ""), "orders.requests.hambit", null, false, NO_BROKER).queue())
                .isEqualTo("orders.requests.hambit");
    }

    private static DeadLetter letter(String category, String tenant) {
        return new DeadLetter("0123456789", "orders.requests", "2026-11-21T11:00:00Z", "why", category, "f", "order-7",
                tenant, "orders", "text", "", "");
    }
}
