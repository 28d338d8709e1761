package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Nothing is sent to a provider for the first time after its expiresAt. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class ExpiryFlowTest extends FlowTest {

    @Test
    void whatCameTooLateIsRejectedAndItsIdIsFree() {
        ObjectNode late = Requests.fiatToCrypto(id("late")).put("expiresAt", "2020-01-01T00:00:00+02:00");
        String id = send(late);
        assertThat(refusal(id).category()).isEqualTo("EXPIRED");
        assertThat(refusal(id).error()).contains("expiresAt");
        assertThat(created(id)).isZero();
        assertThat(status(send(late.put("expiresAt", "2099-01-01T00:00:00Z")), "ACCEPTED").sequence()).isEqualTo(1);
    }

    @Test
    void anExpiredDuplicateOfACompletedOrderGetsItsReplay() {
        ObjectNode request = Requests.fiatToCrypto(id("late"));
        Result end = end(send(request));
        assertThat(replay(send(request.put("expiresAt", "2020-01-01T00:00:00Z"))).status()).isEqualTo(end.status());
    }

    @Test
    void anExpiredRequestWithOtherContentIsAConflict() {
        ObjectNode request = Requests.fiatToCrypto(id("late"));
        end(send(request));
        request.withObject("/order").put("amount", "5.00");
        assertThat(refusal(send(request.put("expiresAt", "2020-01-01T00:00:00Z"))).category()).isEqualTo("CONFLICT");
    }

    @Test
    void whatExpiresWhileItWaitsHasTheNextSequence() {
        world.line().cut();
        try {
            ObjectNode request = Requests.fiatToCrypto(id("waits")).put("expiresAt",
                    Instant.now().plusSeconds(6).toString());
            Result end = end(send(request));
            assertThat(end.status()).isEqualTo("REJECTED");
            assertThat(end.category()).isEqualTo("EXPIRED");
            assertThat(end.sequence()).isEqualTo(1);
        } finally {
            world.line().mend();
        }
    }

    @Test
    void expiryAfterTheOrderWasSentMeansNothing() {
        ObjectNode request = Requests.told(id("sent"), "sandbox:slow:11000").put("expiresAt",
                Instant.now().plusSeconds(10).toString());
        assertThat(end(send(request)).status()).isEqualTo("COMPLETED");
    }
}
