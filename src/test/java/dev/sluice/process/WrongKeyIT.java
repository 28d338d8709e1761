package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.sandbox.Sandbox;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that refuses an account's key refuses the next order too. */
class WrongKeyIT {

    private static final int ORDERS = 40;
    private static final int REFUSED = 3;

    @TempDir
    private Path folder;

    @Test
    void aKeyThatIsRefusedHoldsTheAccountsWorkBackUntilItIsMended() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        Path key = Files.writeString(folder.resolve("key"), "another key");
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ZERO));
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder), environment(doubles, ports, key));
                var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1));
                Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageConsumer results = session.createConsumer(session.createQueue("orders.results"));
            MessageConsumer attention = session.createConsumer(session.createQueue("sluice.attention"));
            for (int order = 0; order < ORDERS; order++) {
                session.createProducer(session.createQueue("orders.requests.hambit"))
                        .send(session.createTextMessage(Asked.order("key-" + order).body()));
            }

            for (int order = 0; order < REFUSED; order++) {
                JsonNode result = next(results);
                assertThat(result.path("status").asText()).isEqualTo("REJECTED");
                assertThat(result.at("/error/category").asText()).isEqualTo("AUTHENTICATION");
            }
            JsonNode told = next(attention);
            assertThat(told.path("kind").asText()).isEqualTo("AUTHENTICATION");
            assertThat(told.path("provider").asText()).isEqualTo("hambit");
            assertThat(sluice.said("hambit/default: the provider refused the account's credentials for 3 requests"
                    + " in a row")).hasSize(1);
            assertThat(sluice.metric("sluice_breaker_open{account=\"default\",provider=\"hambit\"}")).isEqualTo(1);

            Files.writeString(key, Sandbox.credentials("hambit").get("secret-key"));
            Map<String, String> ends = new HashMap<>();
            await().atMost(Duration.ofMinutes(3)).until(() -> {
                JsonNode result = next(results);
                if (result.path("final").asBoolean()) {
                    ends.put(result.path("requestId").asText(), result.path("status").asText());
                }
                return ends.size() == ORDERS - REFUSED;
            });
            assertThat(ends.values()).containsOnly("COMPLETED");
            assertThat(attention.receiveNoWait()).as("told once").isNull();
        }
    }

    private static Map<String, String> environment(SandboxServer doubles, List<Integer> ports, Path key) {
        Map<String, String> environment = new HashMap<>(Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1))
                .set("sluice.providers.hambit.limits.concurrency", "16")
                .set("sluice.providers.hambit.accounts.default.secret-key-file", key.toString()).environment());
        environment.remove("SLUICE_PROVIDERS_HAMBIT_ACCOUNTS_DEFAULT_SECRET_KEY");
        return environment;
    }

    private static JsonNode next(MessageConsumer consumer) throws Exception {
        return new ObjectMapper().readTree(((TextMessage) consumer.receive(60_000)).getText());
    }
}
