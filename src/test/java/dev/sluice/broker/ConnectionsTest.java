package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    @Test
    void aBrokerThatDoesNotAnswerIsGivenUpBeforeTheClientsOwnHalfMinute() {
        assertThat(at("tcp://127.0.0.1:61616").factory().getCallTimeout()).isEqualTo(10_000);
    }

    @Test
    void anOperatorMayGiveItLonger() {
        assertThat(at("tcp://127.0.0.1:61616?callTimeout=60000").factory().getCallTimeout()).isEqualTo(60_000);
    }

    private static Connections at(String url) {
        return new Connections(new BrokerAccess(false, "127.0.0.1", false, Optional.of(url), Optional.empty(),
                Optional.empty()), BrokerTls.none());
    }
}
