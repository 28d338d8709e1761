package dev.sluice.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ledger.RefusedWebhook;
import dev.sluice.ledger.WebhookRows;
import org.junit.jupiter.api.Test;

/** A flood of forged webhooks costs a few rows. */
class RefusedOnesTest {

    @Test
    void theLastOfEachProviderAndReasonAreWrittenOnce() {
        RefusedOnes last = new RefusedOnes();
        for (int i = 0; i < 100_000; i++) {
            last.add(new RefusedWebhook("hambit", "default", "signature", "", i));
        }
        last.add(new RefusedWebhook("none", "", "no-such-address", "", 7));

        assertThat(last.take()).hasSize(WebhookRows.KEPT + 1).filteredOn(one -> one.provider().equals("hambit"))
                .extracting(RefusedWebhook::at).startsWith(99_980L).endsWith(99_999L);
        assertThat(last.take()).isEmpty();
    }
}
