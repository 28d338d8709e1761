package dev.sluice.cli.hold;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.Ran;
import dev.sluice.cli.TestBroker;
import dev.sluice.json.Json;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stop for everything and its end, asked for of a Sluice that answers as the test wants it. */
class HoldTest {

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"hold", "release"})
    void theActGoesToSluiceAndItsAnswerIsTold(String command) throws Exception {
        try (TestBroker broker = new TestBroker(0)) {
            CompletableFuture<JsonNode> asked = CompletableFuture.supplyAsync(() -> answer(broker));

            Ran ran = Ran.run(home, broker.environment(), "", command, "--by", "ana", "--why", "ticket 52");

            assertThat(ran.err()).isEmpty();
            assertThat(ran.exitCode()).isZero();
            assertThat(ran.out()).isEqualTo("submissions: as it was asked for\n");
            assertThat(asked.join().toString())
                    .isEqualTo("{\"act\":\"" + command + "\",\"by\":\"ana\",\"why\":\"ticket 52\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold", "release"})
    void nobodyDoesItWithoutAReason(String command) {
        assertThat(Ran.run(home, java.util.Map.of(), "", command, "--by", "ana").exitCode()).isEqualTo(2);
    }

    private static JsonNode answer(TestBroker broker) {
        try (BrokerClient client = broker.client()) {
            return client.call(session -> {
                TextMessage act = (TextMessage) session.createConsumer(session.createQueue("sluice.people"))
                        .receive(60_000);
                Message message = session.createTextMessage("{\"done\":true,\"text\":\"as it was asked for\"}");
                message.setJMSCorrelationID(act.getStringProperty("step"));
                session.createProducer(act.getJMSReplyTo()).send(message);
                session.commit();
                return Json.own(act.getText());
            });
        }
    }
}
