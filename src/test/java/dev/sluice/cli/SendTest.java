package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendTest {

    private static TestBroker broker;

    @TempDir
    Path folder;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new TestBroker(0);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @Test
    void aSingleDocumentIsSentByteForByteToTheQueueOfItsMember() throws Exception {
        String document = " { \"requestId\" : \"one\", \"order\": {\"amount\": 100.00, \"é\": 1} }\n\n";
        Files.writeString(folder.resolve("order.json"), document);

        Ran ran = send("", "order.json");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).isEqualTo("sent  orders.requests  one" + System.lineSeparator());
        assertThat(taken("orders.requests")).containsExactly(document);
    }

    @Test
    void severalDocumentsGoToTheirQueuesAndKeepTheirDigits() {
        String lines = "{\"requestId\":\"a\",\"order\":{\"amount\":100.00}}\n{\"requestId\":\"b\",\"otp\":{}}\n";
        String array = "[ {\"requestId\":\"c\",\"license\":{}} ,\n{\"requestId\":\"d\",\"order\":{\"amount\":1e2}} ]";

        assertThat(send(lines, "-").exitCode()).isZero();
        assertThat(send(array, "-").exitCode()).isZero();

        assertThat(taken("orders.requests")).containsExactly(
                "{\"requestId\":\"a\",\"order\":{\"amount\":100.00}}",
                "{\"requestId\":\"d\",\"order\":{\"amount\":1e2}}");
        assertThat(taken("otp.requests")).containsExactly("{\"requestId\":\"b\",\"otp\":{}}");
        assertThat(taken("licenses.requests")).containsExactly("{\"requestId\":\"c\",\"license\":{}}");
    }

    @Test
    void oneWrongDocumentMeansThatNoneIsSent() {
        Ran ran = send("{\"requestId\":\"a\",\"order\":{}}\n{\"requestId\":\"b\"}", "-");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("b has none of the members order, otp and license").contains("--queue");
        assertThat(broker.waiting("orders.requests")).isZero();
    }

    @Test
    void aRequestIdAloneIsToldAsAQuestion() {
        assertThat(send("{\"requestId\":\"a\"}", "-").err()).contains("--queue orders.requests.status");
        assertThat(send("{\"requestId\":\"a\",\"oder\":{}}", "-").err()).contains("--queue")
                .doesNotContain("requests.status");
    }

    @Test
    void whatIsNotJsonIsRefusedUnlessAQueueIsNamed() {
        Ran refused = send("{\"order\": \n }}", "-");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("standard input is not JSON").contains("line 2, column 2")
                .contains("--queue");

        assertThat(send("{\"order\": \n }}", "-", "--queue", "orders.requests").exitCode()).isZero();
        assertThat(taken("orders.requests")).containsExactly("{\"order\": \n }}");
    }

    @Test
    void bytesThatAreNoTextArriveAsTheyAre() throws Exception {
        byte[] bytes = {'{', (byte) 0xFF, '}'};
        Files.write(folder.resolve("bytes"), bytes);

        assertThat(send("", "bytes", "--queue", "orders.requests").exitCode()).isZero();
        assertThat(taken("orders.requests")).containsExactly(new String(bytes, StandardCharsets.UTF_8));
    }

    @Test
    void replyToAndCorrelationIdAreOnTheMessage() {
        send("{\"requestId\":\"a\",\"order\":{}}", "-", "--reply-to", "replies.x", "--correlation-id", "c-1");

        try (BrokerClient client = broker.client()) {
            Waiting message = client.take("orders.requests", 60_000);
            client.commit();
            assertThat(message.correlationId()).isEqualTo("c-1");
            assertThat(message.replyTo()).isEqualTo("replies.x");
        }
    }

    @Test
    void aMisspeltQueueIsRefusedAndNotMade() {
        Ran ran = send("{\"order\":{}}", "-", "--queue", "ordres.requests");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("has no queue \"ordres.requests\"");
        try (BrokerClient client = broker.client()) {
            assertThat(client.has("ordres.requests")).isFalse();
        }
    }

    @Test
    void aMissingFileIsOneLineWithItsPlace() {
        Ran ran = send("", "nothing.json");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines()).singleElement().asString()
                .contains(folder.resolve("nothing.json").toString()).contains("there is no such file");
    }

    @Test
    void aBrokerThatIsAwayIsOneLineWithItsAddress() {
        Ran ran = Ran.run(folder, Map.of("SLUICE_BROKER_URL", "tcp://127.0.0.1:1?password=geheim"),
                "{\"order\":{}}", "send", "-");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines()).singleElement().asString()
                .contains("no broker answers at tcp://127.0.0.1:1;").contains("./sluice run").doesNotContain("geheim");
    }

    @Test
    void theConfigFileNamesTheBrokerAndTheEnvironmentWins() throws Exception {
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.properties"), "sluice.broker.url=tcp://elsewhere:7\n");

        assertThat(BrokerSettings.read(folder, Map.of()).address()).isEqualTo("tcp://elsewhere:7");
        assertThat(BrokerSettings.read(folder, Map.of("SLUICE_BROKER_URL", "tcp://here:8")).address())
                .isEqualTo("tcp://here:8");
        assertThat(BrokerSettings.read(Path.of("nowhere"), Map.of()).address()).isEqualTo("tcp://127.0.0.1:61616");
    }

    private Ran send(String in, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "send";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Ran.run(folder, broker.environment(), in, all);
    }

    private static List<String> taken(String queue) {
        try (BrokerClient client = broker.client()) {
            List<String> bodies = new ArrayList<>();
            client.browse(queue, null, message -> bodies.add(Waiting.of(queue, message).body()));
            bodies.forEach(body -> client.take(queue, 60_000));
            client.commit();
            return bodies;
        }
    }
}
