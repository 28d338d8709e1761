package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is confirmed is taken by Sluice; nothing a client says makes the broker act or take more than it has room for.
 */
@QuarkusTest
@TestProfile(OnSqlite.class)
class BrokerDoorFlowTest extends FlowTest {

    private static final byte TEXT = 3;
    private static final byte BYTES = 4;

    private ServerLocator locator;
    private ClientSessionFactory factory;
    private ClientSession session;

    @BeforeEach
    void connect() throws Exception {
        locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + world.brokerPort());
        factory = locator.createSessionFactory();
        session = factory.createSession(true, true);
        session.start();
    }

    @AfterEach
    void goesOn() throws Exception {
        assertThat(end(send(Requests.fiatToCrypto(id("after")))).status()).isEqualTo("COMPLETED");
        session.close();
        locator.close();
    }

    @Test
    void twoOrdersWithOneDuplicateIdAreTwoOrders() throws Exception {
        String first = id("twin");
        String second = id("twin");
        for (String id : List.of(first, second)) {
            ClientMessage message = text(id);
            message.putStringProperty("_AMQ_DUPL_ID", "one");
            message.putBytesProperty("_AMQ_BRIDGE_DUP", new byte[]{1});
            send("orders.requests", message);
        }
        for (String id : List.of(first, second)) {
            assertThat(end(id).status()).isEqualTo("COMPLETED");
        }
        Stomp stomp = new Stomp();
        String third = id("twin");
        assertThat(
                stomp.send("orders.requests", Requests.fiatToCrypto(third).toString(), Map.of("_AMQ_DUPL_ID", "one")))
                .startsWith("RECEIPT");
        assertThat(end(third).status()).isEqualTo("COMPLETED");
        stomp.close();
    }

    @Test
    void whatSaysWhereItGoesGoesWhereItWasSent() throws Exception {
        String id = id("route");
        ClientMessage message = text(id);
        message.putBytesProperty("_AMQ_ROUTE_TO", new byte[]{0, 0, 0, 0, 0, 0, 0, 3});
        message.setPriority((byte) 99);
        send("orders.requests", message);
        assertThat(end(id).status()).isEqualTo("COMPLETED");
    }

    @Test
    void aPriorityOrTimeOutOfRangeIsTheNearestThatThereIs() throws Exception {
        for (String header : List.of("priority:99", "priority:-4", "priority:9", "expires:-1", "persistent:maybe",
                "persistent:false")) {
            Stomp stomp = new Stomp();
            String id = id("range");
            assertThat(stomp.send("orders.requests", Requests.fiatToCrypto(id).toString(),
                    Map.of(header.split(":")[0], header.split(":")[1]))).as(header).startsWith("RECEIPT");
            assertThat(end(id).status()).as(header).isEqualTo("COMPLETED");
            stomp.close();
        }
    }

    @Test
    void aDeliveryTimeIsRefusedAndNeverIgnored() throws Exception {
        long tomorrow = System.currentTimeMillis() + 86_400_000;
        String id = id("later");
        ClientMessage message = text(id);
        message.putLongProperty("_AMQ_SCHED_DELIVERY", tomorrow);
        send("orders.requests", message);
        assertThat(refusal(id).error()).contains("delivery time");
        for (Map<String, String> header : List.of(Map.of("AMQ_SCHEDULED_TIME", String.valueOf(tomorrow)),
                Map.of("AMQ_SCHEDULED_DELAY", "60000"))) {
            Stomp stomp = new Stomp();
            String next = id("later");
            assertThat(stomp.send("orders.requests", Requests.fiatToCrypto(next).toString(), header))
                    .startsWith("RECEIPT");
            assertThat(refusal(next).error()).contains("delivery time");
            stomp.close();
        }
        for (String elsewhere : List.of("replies.later", "orders.results", "sluice.polls.hambit")) {
            ClientMessage other = text(id("later"));
            other.putLongProperty("_AMQ_SCHED_DELIVERY", tomorrow);
            assertThatThrownBy(() -> send(elsewhere, other)).hasMessageContaining("delivery time");
        }
    }

    @Test
    void whatIsConfirmedIsOnTheQueueThatIsMeant() throws Exception {
        for (String meant : List.of("orders.requests", "/queue/orders.requests", "queue://orders.requests",
                "jms.queue.orders.requests",
                "orders.requests::orders.requests")) {
            Stomp stomp = new Stomp();
            String id = id("meant");
            assertThat(stomp.send(meant, Requests.fiatToCrypto(id).toString(), Map.of())).as(meant)
                    .startsWith("RECEIPT");
            assertThat(end(id).status()).as(meant).isEqualTo("COMPLETED");
            stomp.close();
        }
        for (String lost : List.of("/topic/orders.requests", "topic://orders.requests", "jms.topic.orders.requests",
                "orders.request",
                "order.requests", "orders.requests.hambi", "Orders.requests", "orders.requests ",
                "orders.requests::other", "sluice.new",
                "#", "*", "orders.*", "/orders.requests", "/temp-queue/orders.requests", "")) {
            Stomp stomp = new Stomp();
            assertThat(stomp.send(lost, "{}", Map.of())).as(lost).startsWith("ERROR");
            stomp.close();
        }
        for (String type : List.of("MULTICAST", "multicast", "nonsense")) {
            Stomp stomp = new Stomp();
            assertThat(stomp.send("orders.requests", "{}", Map.of("destination-type", type))).as(type)
                    .startsWith("ERROR");
            stomp.close();
        }
        ClientMessage multicast = text(id("multicast"));
        multicast.setRoutingType(RoutingType.MULTICAST);
        assertThatThrownBy(() -> send("orders.requests", multicast)).isInstanceOf(ActiveMQException.class);
        assertThatThrownBy(
                () -> session.createQueue(QueueConfiguration.of("orders.request").setRoutingType(RoutingType.ANYCAST)))
                .isInstanceOf(ActiveMQException.class);
        assertThatThrownBy(
                () -> session.createAddress(SimpleString.of("orders.requests"), RoutingType.MULTICAST, false))
                .isInstanceOf(ActiveMQException.class);
    }

    @Test
    void aQueueForRepliesEndsWithItsUseAndNeverWithAMessageInIt() throws Exception {
        String id = id("reply");
        ClientMessage message = text(id);
        message.putStringProperty("JMSReplyTo", "queue://replies.once");
        send("orders.requests", message);
        await().until(() -> world.waiting("replies.once") >= 2);
        try (ClientConsumer consumer = session.createConsumer("replies.once")) {
            ClientMessage result;
            do {
                result = consumer.receive(60_000);
                result.acknowledge();
            } while (!result.getBooleanProperty("isFinal"));
        }
        assertThat(exists("replies.once")).isTrue();
        await().atMost(Duration.ofSeconds(100)).until(() -> !exists("replies.once"));
    }

    /** Anycast messages go to the queues of an address in turn. */
    @Test
    void noQueueOfAnothersTakesWhatIsMeantForSluice() {
        for (String address : List.of("sluice.submit.hambit", "orders.requests", "orders.results", "sluice.dead",
                "replies.mine")) {
            for (boolean temporary : new boolean[]{true, false}) {
                assertThatThrownBy(() -> session.createQueue(QueueConfiguration.of("replies.spy").setAddress(address)
                        .setRoutingType(RoutingType.ANYCAST).setTemporary(temporary).setDurable(!temporary)))
                        .as(address).isInstanceOf(ActiveMQException.class);
            }
        }
    }

    /** STOMP's way to end a durable subscription deletes the queue {@code client-id.name}, whatever it is. */
    @Test
    void nobodyDeletesAQueueThatSluiceNeeds() throws Exception {
        for (String name : List.of("orders.results", "sluice.dead", "sluice.attention", "orders.requests",
                "sluice.ledger")) {
            assertThatThrownBy(() -> session.deleteQueue(name)).as(name).isInstanceOf(ActiveMQException.class);
            try (Stomp stomp = new Stomp("client-id:" + name.split("[.]")[0] + "\n")) {
                stomp.write("UNSUBSCRIBE\nid:1\ndurable-subscription-name:" + name.split("[.]")[1] + "\nreceipt:1\n\n");
                assertThat(stomp.read()).as(name).startsWith("ERROR");
            }
            assertThat(exists(name)).as(name).isTrue();
        }
    }

    @Test
    void aSelectorThatWouldBeTriedForMinutesIsRefused() throws Exception {
        session.createConsumer("orders.results", "requestId LIKE '%a%' AND status = 'COMPLETED'").close();
        assertThatThrownBy(() -> session.createConsumer("orders.results", "requestId LIKE '" + "%a".repeat(14) + "%b'"))
                .hasMessageContaining("selector");
        assertThatThrownBy(() -> session.createConsumer("orders.results", "requestId = '" + "a".repeat(3_000) + "'"))
                .hasMessageContaining("selector");
    }

    @Test
    void repliesForWhichThereIsNoQueueLeftGoToTheFamilysResults() throws Exception {
        List<String> queues = IntStream.range(0, OnSqlite.REPLY_QUEUES + 20)
                .mapToObj(number -> "replies.many." + number).toList();
        List<String> ids = queues.stream().map(queue -> id("many")).toList();
        for (int one = 0; one < queues.size(); one++) {
            ClientMessage message = session.createMessage(TEXT, true);
            message.getBodyBuffer()
                    .writeNullableSimpleString(SimpleString.of("{\"requestId\": \"" + ids.get(one) + "\"}"));
            message.putStringProperty("JMSReplyTo", "queue://" + queues.get(one));
            send("orders.requests", message);
        }
        Supplier<List<String>> made = () -> queues.stream().filter(this::holdsOne).toList();
        await().atMost(Duration.ofSeconds(120)).until(() -> made.get().size()
                + ids.stream().filter(id -> !world.witness().of(id).isEmpty()).count() == queues.size());
        assertThat(made.get()).hasSizeBetween(1, OnSqlite.REPLY_QUEUES);
        assertThatThrownBy(
                () -> session.createQueue(QueueConfiguration.of("replies.another").setRoutingType(RoutingType.ANYCAST)))
                .hasMessageContaining("sluice.reply-to.most");
        for (String queue : made.get()) {
            session.deleteQueue(queue);
        }
    }

    @Test
    void aMessageOfAnySizeTakesNoMoreRoomThanOneThatIsTaken() throws Exception {
        for (byte type : new byte[]{TEXT, BYTES}) {
            ClientMessage message = session.createMessage(type, true);
            message.setBodyInputStream(new Endless(200L << 20));
            assertThatThrownBy(() -> send("orders.requests", message)).hasMessageContaining("4 MiB");
            assertThat(largeMessages()).isLessThan(10L << 20);
        }
        await().until(() -> largeMessages() == 0);
    }

    @Test
    void aFrameWithoutEndEndsItsConnection() throws Exception {
        for (String beginning : List.of("",
                "CONNECT\naccept-version:1.2\nhost:x\n\n\0SEND\ndestination:orders.requests\n",
                "CONNECT\naccept-version:1.2\nhost:x\n\n\0SEND\ndestination:orders.requests\ncontent-length:2000000000\n\n",
                "CONNECT\n", "CONNECT\naccept-version:1.2\nhost:", "STOMP\na:", "POST / HTTP/1.1\r\nContent-Length:"
                        + " 2000000000\r\n\r\n",
                "CONNECT / HTTP/1.1\r\nContent-Length: 2000000000\r\n\r\n", "\u007f\u0000\u0000\u0000",
                "ARTEMIS\u0000\u007f\u0000\u0000\u0000")) {
            assertThat(streams(beginning)).as(beginning).isLessThan(64L << 20);
        }
    }

    /** How many bytes the broker takes of a connection that begins so and never ends. */
    private long streams(String beginning) throws IOException {
        byte[] part = "x".repeat(64 << 10).getBytes(StandardCharsets.US_ASCII);
        long sent = 0;
        try (Socket socket = new Socket("127.0.0.1", world.brokerPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write((beginning.isEmpty() ? "CONN" : beginning).getBytes(StandardCharsets.ISO_8859_1));
            for (; sent < 128L << 20; sent += part.length) {
                out.write(part);
            }
        } catch (IOException e) {
            return sent;
        }
        return sent;
    }

    private ClientMessage text(String id) {
        ClientMessage message = session.createMessage(TEXT, true);
        message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(Requests.fiatToCrypto(id).toString()));
        return message;
    }

    private void send(String address, ClientMessage message) throws ActiveMQException {
        try (var producer = session.createProducer(address)) {
            producer.send(message);
        }
    }

    private boolean exists(String queue) throws ActiveMQException {
        return session.queueQuery(SimpleString.of(queue)).isExists();
    }

    private boolean holdsOne(String queue) {
        try {
            return session.queueQuery(SimpleString.of(queue)).getMessageCount() == 1;
        } catch (ActiveMQException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that goes while it is looked at counts nothing. */
    private static long largeMessages() {
        File[] files = Path.of(ConfigProvider.getConfig().getValue("sluice.data", String.class), "broker",
                "large-messages").toFile().listFiles(File::isFile);
        return Arrays.stream(files).mapToLong(File::length).sum();
    }

    /** So many bytes, none of which is kept here. */
    private static final class Endless extends InputStream {

        private long left;

        Endless(long size) {
            left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 'x' : -1;
        }
    }

    /** STOMP as bytes, so that a refusal is seen. */
    private final class Stomp implements AutoCloseable {

        private final Socket socket = new Socket("127.0.0.1", world.brokerPort());

        Stomp() throws IOException {
            this("");
        }

        /** @param headers more of CONNECT, each with its line break */
        Stomp(String headers) throws IOException {
            socket.setSoTimeout(60_000);
            write("CONNECT\naccept-version:1.2\nhost:127.0.0.1\n" + headers + "\n");
            assertThat(read()).startsWith("CONNECTED");
        }

        String send(String destination, String body, Map<String, String> headers) throws IOException {
            StringBuilder frame = new StringBuilder(
                    "SEND\ndestination:" + destination.replace(":", "\\c") + "\nreceipt:1\n");
            headers.forEach((name, value) -> frame.append(name).append(':').append(value).append('\n'));
            write(frame + "\n" + body);
            return read();
        }

        private void write(String frame) throws IOException {
            socket.getOutputStream().write((frame + "\0").getBytes(StandardCharsets.UTF_8));
        }

        private String read() throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            for (int next = socket.getInputStream().read(); next > 0; next = socket.getInputStream().read()) {
                if (next != '\n' || frame.size() > 0) {
                    frame.write(next);
                }
            }
            return frame.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
