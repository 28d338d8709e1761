package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.PublishedResults;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A further provider is the file of the guide and nothing else, or that and its route: they are read out of the page
 * and put to work.
 */
class SixthProviderIT {

    private static final String ORDER = """
            {"requestId": "sixth-1", "operation": "pay", "provider": "paywell",
             "order": {"amount": "12.50", "currency": "EUR"}, "metadata": {"tenant": "shop-7"}}""";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theProviderOfTheGuideCarriesAnOrderOutWithoutJava(boolean withRoute) throws Exception {
        Workplace place = new Workplace(folder);
        List<String> blocks = Guide.blocks(place);
        assertThat(blocks).as("the guide has a file of data and a file of routes").hasSize(2);
        Files.writeString(place.file("config/providers/paywell.yaml"), blocks.get(0));
        if (withRoute) {
            Files.writeString(place.file("routes/providers/paywell.camel.yaml"), blocks.get(1));
        }

        List<Integer> ports = Workplace.freePorts(2);
        try (Paywell paywell = new Paywell("a secret of the sixth")) {
            Settings settings = new Settings().http(ports.get(0)).embedded(ports.get(1))
                    .set("sluice.providers.paywell.base-url", paywell.baseUrl())
                    .set("sluice.providers.paywell.accounts.default.key", "a secret of the sixth")
                    .set("sluice.providers.paywell.poll.first-delay", "100ms")
                    .set("sluice.providers.paywell.poll.factor", "1");
            try (SluiceProcess sluice = SluiceProcess.start(place, settings.environment())) {
                List<JsonNode> results = results(ports.get(1));
                assertThat(results).extracting(result -> result.path("status").asText()).containsExactly("ACCEPTED",
                        "PENDING", "COMPLETED");
                assertThat(results)
                        .allSatisfy(result -> assertThat(result.path("providerReference").asText()).isEqualTo("pw-1"));
                assertThat(paywell.payments()).as("signed as it wants, and made once").containsExactly(
                        new ObjectMapper()
                                .readTree("{\"amount\":\"12.50\",\"currency\":\"EUR\",\"merchant_id\":\"sixth-1\"}"));
                assertThat(paywell.refused()).isEmpty();
            }
        }
    }

    private static List<JsonNode> results(int broker) throws Exception {
        try (var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + broker);
                Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            var consumer = session.createConsumer(session.createQueue("orders.results"));
            session.createProducer(session.createQueue("orders.requests.paywell"))
                    .send(session.createTextMessage(ORDER));
            List<JsonNode> results = new ArrayList<>();
            while (results.isEmpty() || !results.get(results.size() - 1).path("final").asBoolean()) {
                TextMessage message = (TextMessage) consumer.receive(60_000);
                assertThat(message).as("the next result after " + results).isNotNull();
                results.add(PublishedResults.read(message.getText()));
            }
            return results;
        }
    }
}
