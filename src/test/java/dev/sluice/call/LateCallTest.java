package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** What a part of a flow sends when it was said already what the call came to. */
class LateCallTest {

    @Test
    void nothingOfASettledCallComesToTheProvider() throws Exception {
        try (Caller caller = new Caller(Caller.plain(new SimpleMeterRegistry()));
                RawProvider provider = new RawProvider()) {
            provider.answers("HTTP/1.1 204 No Content\r\n\r\n");
            String uri = "http://127.0.0.1:" + provider.port() + "/";
            for (int calls = 0; calls <= Caller.MOST; calls++) {
                assertThat(caller.late(uri).failure()).hasRootCauseMessage(
                        "the route wanted to send it when its step was settled, which was refused");
            }
            assertThat(provider.heads()).isEmpty();
            assertThat(caller.call(uri).http()).as("no connection is lost by it").isEqualTo(204);
        }
    }
}
