package dev.sluice.cli.dead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.Problem;
import org.junit.jupiter.api.Test;

/** For which tenant a dead letter is sent once more. */
class ReplayTest {

    /** None is asked anything: the letters have no reply-to. */
    private static final BrokerClient NO_BROKER = null;

    @Test
    void itIsForTheTenantThatItIsOf() {
        assertThat(Replay.of(letter("VALIDATION", "acme"), null, null, NO_BROKER).tenant()).isEqualTo("acme");
        assertThat(Replay.of(letter("VALIDATION", ""), null, null, NO_BROKER).tenant()).isEmpty();
        assertThatThrownBy(() -> Replay.of(letter("VALIDATION", "acme"), null, "beta", NO_BROKER))
                .isInstanceOf(Problem.class).hasMessageContaining("is of the tenant acme and of no other");
    }

    @Test
    void whereNobodyKnewItsSenderAPersonSaysWhoseItIs() {
        assertThatThrownBy(() -> Replay.of(letter("AUTHORIZATION", ""), null, null, NO_BROKER))
                .isInstanceOf(Problem.class).hasMessageContaining("name that with --tenant");
        assertThat(Replay.of(letter("AUTHORIZATION", ""), null, "acme", NO_BROKER).tenant()).isEqualTo("acme");
        assertThat(Replay.of(letter("AUTHORIZATION", "gone"), null, null, NO_BROKER).tenant()).isEqualTo("gone");
    }

    private static DeadLetter letter(String category, String tenant) {
        return new DeadLetter("0123456789", "orders.requests", "2026-11-21T11:00:00Z", "why", category, "f", "order-7",
                tenant, "orders", "text", "", "");
    }
}
