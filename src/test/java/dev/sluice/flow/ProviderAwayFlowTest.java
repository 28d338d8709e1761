package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A provider that cannot be reached was sent nothing; what waits for it is done when it is back. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class ProviderAwayFlowTest extends FlowTest {

    @Test
    void whatCouldNotBeSentIsSentLaterAndWasNeverUnknown() {
        world.line().cut();
        String order;
        String otp;
        String mobile = mobile("12345");
        try {
            order = send(Requests.fiatToCrypto(id("away")));
            otp = send(Requests.send(id("away"), mobile));
            await().during(Duration.ofMillis(800))
                    .until(() -> world.witness().of(order).isEmpty() && world.witness().of(otp).isEmpty());
        } finally {
            world.line().mend();
        }
        assertThat(end(order).status()).isEqualTo("COMPLETED");
        assertThat(history(order)).startsWith("ACCEPTED");
        assertThat(end(otp).status()).isEqualTo("COMPLETED");
        assertThat(history(otp)).containsExactly("COMPLETED");
        assertThat(created(order)).isEqualTo(1);
        assertThat(otpsSent(mobile)).isEqualTo(1);
    }

    @Test
    void aConnectionThatTheProviderClosedWhileIdleIsNotALostAnswer() {
        for (int i = 0; i < 2; i++) {
            end(send(Requests.balance(id("idle"))));
            end(send(Requests.fiatToCrypto(id("idle"))));
            world.line().hangUp();
            String mobile = mobile("12345");
            Result otp = end(send(Requests.send(id("idle"), mobile)));
            String order = send(Requests.fiatToCrypto(id("idle")));
            assertThat(otp.status()).isEqualTo("COMPLETED");
            assertThat(otpsSent(mobile)).isEqualTo(1);
            assertThat(end(order).status()).isEqualTo("COMPLETED");
            assertThat(history(order)).startsWith("ACCEPTED");
        }
    }

    @Test
    void pollsGoOnAfterTheProviderWasAway() {
        String id = send(Requests.fiatToCrypto(id("polls")).put("account", "second"));
        status(id, "ACCEPTED");
        world.line().cut();
        await().during(Duration.ofMillis(600)).until(() -> history(id).stream()
                .noneMatch(status -> status.equals("UNKNOWN")));
        world.line().mend();
        assertThat(end(id).status()).isEqualTo("COMPLETED");
        assertThat(history(id)).doesNotContain("UNKNOWN");
    }
}
