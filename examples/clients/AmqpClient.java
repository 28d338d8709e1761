//JAVA 17
//DEPS org.apache.qpid:qpid-jms-client:2.10.0
//DEPS com.fasterxml.jackson.core:jackson-databind:2.21.8

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.qpid.jms.JmsConnectionFactory;

/**
 * Sends an order over AMQP 1.0, waits for its end, and asks for its status; with https://www.jbang.dev:
 *
 * <pre>jbang examples/clients/AmqpClient.java ord-1</pre>
 *
 * The broker is told by BROKER_HOST, BROKER_PORT, BROKER_USER, BROKER_PASSWORD; BROKER_CA is a PEM file of whom to
 * believe, and turns TLS on. TENANT is yours, where there are tenants. What was handled is noted in the file HANDLED.
 *
 * <p>It ends with 0 where the order completed, and with 3 where nothing came for PATIENCE seconds: that is no failure, and
 * a real order may well take longer.
 */
public class AmqpClient {

    private static final int PATIENCE = Integer.parseInt(env("PATIENCE", "60"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path HANDLED = Path.of(env("HANDLED", "handled.txt"));

    public static void main(String[] arguments) throws Exception {
        String requestId = arguments[0];
        if (!requestId.matches("[A-Za-z0-9._:-]{1,64}")) {
            System.err.println("a requestId is 1 to 64 of A-Z a-z 0-9 . _ : -");
            System.exit(2);
        }
        // Of this send and of this question alone. What was refused has sequence 0 and says nothing of the order, be it
        // another's question about it or an earlier send: by the correlation id it is known whose word it is.
        String sending = requestId + " " + UUID.randomUUID();
        String question = "status of " + requestId + " " + UUID.randomUUID();
        String tenant = env("TENANT", "");
        try (Connection connection = factory().createConnection(env("BROKER_USER", null), env("BROKER_PASSWORD", null))) {
            connection.start();
            Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
            // Others read this queue too, and whoever takes a message has it alone: theirs are left to them.
            MessageConsumer results = session.createConsumer(
                    session.createQueue("orders.results" + (tenant.isEmpty() ? "" : "." + tenant)),
                    "(requestId = '%s' AND sequence > 0) OR JMSCorrelationID = '%s' OR JMSCorrelationID = '%s'"
                            .formatted(requestId, sending, question));
            // Returns when the broker has it. Where it throws nobody knows: the same again, under the same requestId,
            // orders once.
            send(session, "orders.requests", sending,
                    Map.of("requestId", requestId, "operation", "fiat-to-crypto", "provider", "hambit",
                            "order", Map.of("amount", "100.00", "currency", "BRL", "token", "USDT", "network", "ETH",
                                    "address", "0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24")));
            Message end;
            do {
                end = next(results);
            } while (!isEnd(end, sending));
            boolean refused = end.getIntProperty("sequence") == 0;
            System.out.println((refused ? "refused " : "ended ") + requestId + " " + end.getStringProperty("status"));

            send(session, "orders.requests.status", question, Map.of("requestId", requestId));
            Message told;
            do {
                told = next(results);
            } while (!question.equals(told.getJMSCorrelationID()));
            System.out.println("status " + requestId + " " + told.getStringProperty("status"));
            System.out.println(((TextMessage) told).getText());
            System.exit(!refused && "COMPLETED".equals(told.getStringProperty("status")) ? 0 : 1);
        }
    }

    /** Whether nothing follows by itself, of the order or, with sequence 0, of what was sent under this correlation id. */
    private static boolean isEnd(Message result, String sending) throws JMSException {
        boolean ours = result.getIntProperty("sequence") > 0 || sending.equals(result.getJMSCorrelationID());
        return ours && !isOfQuestion(result)
                && (result.getBooleanProperty("isFinal") || "UNRESOLVED".equals(result.getStringProperty("status")));
    }

    /** Whether a question was refused, and nothing said of an order. */
    private static boolean isOfQuestion(Message result) throws JMSException {
        return "status".equals(result.getStringProperty("operation"));
    }

    private static void send(Session session, String queue, String correlationId, Map<String, ?> body) throws Exception {
        TextMessage message = session.createTextMessage(JSON.writeValueAsString(body));
        message.setJMSCorrelationID(correlationId);
        session.createProducer(session.createQueue(queue)).send(message);
    }

    private static Message next(MessageConsumer results) throws Exception {
        Message result = results.receive(PATIENCE * 1000L);
        if (result == null) {
            System.err.println("nothing came for " + PATIENCE + " s, which is no failure: send the same again, under the same"
                    + " requestId, or ask for its status later");
            System.exit(3);
        }
        if (!isOfQuestion(result)) {
            int sequence = result.getIntProperty("sequence");
            handle(result.getStringProperty("requestId") + " "
                    + (sequence > 0 ? sequence : "0 " + result.getJMSCorrelationID()),
                    result.getStringProperty("status"));
        }
        // Only now: what is not acknowledged comes once more.
        result.acknowledge();
        return result;
    }

    /**
     * Once for each requestId and sequence, and each refusal, however often it comes: delivered again, or published again as
     * a replay.
     */
    private static void handle(String key, String status) throws Exception {
        // In a real system this is a table, written in one transaction with what the result means to you.
        boolean known = Files.exists(HANDLED) && Files.readAllLines(HANDLED).contains(key);
        System.out.println((known ? "handled before " : "handled ") + key + " " + status);
        if (!known) {
            Files.write(HANDLED, List.of(key), StandardOpenOption.CREATE, StandardOpenOption.APPEND,
                    StandardOpenOption.DSYNC);
        }
    }

    private static JmsConnectionFactory factory() throws Exception {
        String place = env("BROKER_HOST", "127.0.0.1") + ":" + env("BROKER_PORT", "61616");
        String trusted = env("BROKER_CA", null);
        if (trusted == null) {
            return new JmsConnectionFactory("amqp://" + place);
        }
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        try (InputStream pem = Files.newInputStream(Path.of(trusted))) {
            for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trust.setCertificateEntry("ca-" + trust.size(), certificate);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trust);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, managers.getTrustManagers(), null);
        JmsConnectionFactory factory = new JmsConnectionFactory("amqps://" + place);
        factory.setSslContext(tls);
        return factory;
    }

    private static String env(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }
}
