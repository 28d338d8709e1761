package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.PublishedResults;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Names that an external broker has and Sluice's own does not let be made. */
@Execution(ExecutionMode.CONCURRENT)
class OutsideReplyToIT {

    private static final long PATIENCE_MILLIS = 60_000;

    @TempDir
    private Path folder;

    /** Its results would never leave: every step that has one to publish would come back for ever. */
    @Test
    void anAllowedNameThatIsATopicsOrOfAQueueElsewhereIsRefused() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        try (SandboxServer doubles = SandboxServer.start(0, SandboxSettings.defaults());
                OutsideBroker broker = new OutsideBroker(ports.get(0), folder.resolve("artemis"));
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder), settings(doubles, ports));
                ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(0));
                Connection connection = factory.createConnection(); Session session = connection.createSession()) {
            connection.start();
            ClientSession core = ((ActiveMQSession) session).getCoreSession();
            core.createAddress(SimpleString.of("replies.topical"), RoutingType.MULTICAST, false);
            core.createQueue(QueueConfiguration.of("replies.elsewhere").setAddress("replies.topical")
                    .setRoutingType(RoutingType.MULTICAST));
            for (String name : List.of("replies.topical", "replies.elsewhere")) {
                TextMessage request = session.createTextMessage(Asked.order(name).body());
                request.setJMSReplyTo(session.createQueue(name));
                session.createProducer(session.createQueue("orders.requests.hambit")).send(request);
                Message result = session
                        .createConsumer(session.createQueue("orders.results"), "requestId = '" + name + "'")
                        .receive(PATIENCE_MILLIS);
                assertThat(result.getStringProperty("status")).isEqualTo("REJECTED");
                assertThat(PublishedResults.read(((TextMessage) result).getText()).at("/error/category").asText())
                        .isEqualTo("AUTHORIZATION");
            }
        }
    }

    private static Map<String, String> settings(SandboxServer doubles, List<Integer> ports) {
        return Settings.at(doubles).outside("tcp://127.0.0.1:" + ports.get(0)).set("sluice.ledger.one-process", "true")
                .http(ports.get(1)).environment();
    }
}
