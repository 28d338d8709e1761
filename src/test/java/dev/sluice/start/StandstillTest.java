package dev.sluice.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.webhook.Threshold;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stops while a standstill begins. */
class StandstillTest {

    @Test
    void nothingElseIsHeldWhereWhoCameOverHttpDoesNotEnd() throws Exception {
        Threshold slow = new Threshold() {
            @Override
            public boolean isEmpty(Duration longest) {
                return false;
            }

            @Override
            public synchronized List<String> inHand() {
                return List.of("1 × HTTP request");
            }
        };
        // There is neither a gate nor a consumer that could be held.
        Standstill standstill = new Standstill(slow, null, null);
        assertThat(standstill.begin()).isFalse();
        assertThat(standstill.inHand()).containsExactly("1 × HTTP request");
    }
}
