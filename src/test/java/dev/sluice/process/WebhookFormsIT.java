package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.sandbox.Sandbox;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A webhook is what it says, in whatever form it comes: packed by a proxy, in another charset, at an address with a
 * slash too many. Nobody polls here, so that what an order comes to a webhook brought about.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookFormsIT {

    private static final String HAMBIT = "/webhooks/hambit/default";
    private static final String AETERNA = "/webhooks/aeterna/default";

    private int count;
    private int port;
    private SandboxServer doubles;
    private SluiceProcess sluice;
    private ActiveMQConnectionFactory factory;
    private Connection connection;
    private Session session;
    private MessageConsumer results;
    private MessageConsumer dead;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        port = ports.get(0);
        doubles = SandboxServer.start(0, SandboxSettings.defaults().withOrderDuration(Duration.ZERO));
        sluice = SluiceProcess.start(new Workplace(folder), Settings.at(doubles).http(port).embedded(ports.get(1))
                .set("sluice.providers.hambit.poll.first-delay", "10m")
                .set("sluice.providers.hambit.poll.max-delay", "10m").environment());
        factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1));
        connection = factory.createConnection();
        connection.start();
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        results = session.createConsumer(session.createQueue("orders.results"));
        dead = session.createConsumer(session.createQueue("sluice.dead"));
    }

    @AfterAll
    void stop() throws Exception {
        connection.close();
        factory.close();
        sluice.close();
        doubles.close();
    }

    @Test
    void itsAddressMayHaveSlashesTooManyAndAQuery() throws Exception {
        for (String target : List.of(HAMBIT + "/", HAMBIT + "//", "/webhooks//hambit//default", HAMBIT + "?a=b",
                HAMBIT + "/?a=b",
                "/webhooks/hambit/%64efault", "http://localhost" + HAMBIT)) {
            completes(target, Map.of(), bytes(StandardCharsets.UTF_8), Signs.THE_DOCUMENT);
        }
    }

    @Test
    void aProxyMayPackItAfterItWasSigned() throws Exception {
        for (String encoding : List.of("gzip", "x-gzip", "GZIP", "deflate", "Deflate", "gzip, deflate", "gzip,gzip",
                "identity", "identity, gzip", "")) {
            completes(HAMBIT, Map.of("Content-Encoding", encoding), body -> packed(text(body), encoding),
                    Signs.THE_DOCUMENT);
            completes(AETERNA, Map.of("Content-Encoding", encoding), body -> packed(text(body), encoding),
                    Signs.THE_DOCUMENT);
        }
        completes(AETERNA, Map.of("Content-Encoding", "gzip"),
                body -> joined(packed(text(body.substring(0, 9)), "gzip"), packed(text(body.substring(9)), "gzip")),
                Signs.THE_DOCUMENT);
        completes(AETERNA, Map.of("Content-Encoding", "deflate"), body -> bareDeflate(text(body)), Signs.THE_DOCUMENT);
        completes(AETERNA, Map.of("Content-Encoding", "gzip", "Transfer-Encoding", "chunked"),
                body -> packed(text(body), "gzip"), Signs.THE_DOCUMENT);
        completes(AETERNA, Map.of("Content-Encoding", "gzip"), body -> packed(text(body), "gzip"), Signs.WHAT_IS_SENT);
    }

    @Test
    void severalOverOneConnectionAreEachAnsweredForThemselves() throws Exception {
        String first = submitted(AETERNA);
        String second = submitted(AETERNA);
        assertThat(Post.statuses(port, List.of(request(first, "", "keep-alive"), request(first, "forged", "keep-alive"),
                request(second, "", "keep-alive"), request(second, "", "close")))).containsExactly(200, 401, 200, 200);
        assertThat(List.of(next(), next())).containsExactlyInAnyOrder(first + " 2 COMPLETED", second + " 2 COMPLETED");
        byte[] promising = text("POST " + AETERNA + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 65537\r\n\r\n");
        assertThat(Post.statuses(port, List.of(promising, request(second, "", "close")))).as("a body is no request")
                .containsExactly(413);
    }

    private static byte[] request(String id, String forged, String connection) throws Exception {
        String body = document(AETERNA, id);
        String signature = aeterna(text(body + forged)).get("X-Signature");
        return text("POST " + AETERNA + " HTTP/1.1\r\nHost: localhost\r\nConnection: " + connection
                + "\r\nX-Signature: " + signature
                + "\r\nContent-Length: " + text(body).length + "\r\n\r\n" + body);
    }

    @Test
    void whatIsCalledPackedAndIsNotIsReadAsItIs() throws Exception {
        for (String encoding : List.of("gzip", "deflate", "br", "utf-8", "gzip,gzip,gzip,gzip,gzip")) {
            completes(HAMBIT, Map.of("Content-Encoding", encoding), bytes(StandardCharsets.UTF_8), Signs.THE_DOCUMENT);
            completes(AETERNA, Map.of("Content-Encoding", encoding), bytes(StandardCharsets.UTF_8), Signs.WHAT_IS_SENT);
        }
    }

    @Test
    void itsCharsetIsSeenOrDeclared() throws Exception {
        for (Signs signs : List.of(Signs.WHAT_IS_SENT, Signs.THE_DOCUMENT)) {
            completes(AETERNA, Map.of(), body -> ("\uFEFF" + body).getBytes(StandardCharsets.UTF_8), signs);
            completes(AETERNA, Map.of(), bytes(StandardCharsets.UTF_16LE), signs);
            completes(AETERNA, Map.of(), body -> ("\uFEFF" + body).getBytes(StandardCharsets.UTF_16BE), signs);
            completes(AETERNA, Map.of("Content-Type", "application/json; charset=utf-16"),
                    bytes(StandardCharsets.UTF_16LE), signs);
            completes(AETERNA, Map.of(), bytes(Charset.forName("UTF-32")), signs);
            completes(AETERNA, Map.of("Content-Type", "application/json;charset=\"ISO-8859-1\""),
                    bytes(StandardCharsets.ISO_8859_1), signs);
            completes(AETERNA,
                    Map.of("Content-Type", "application/json; charset=windows-1252", "Content-Encoding", "gzip"),
                    body -> packed(body.getBytes(Charset.forName("windows-1252")), "gzip"), signs);
            completes(AETERNA, Map.of("Content-Type", "text/plain; charset=utf-16"), bytes(StandardCharsets.UTF_8),
                    signs);
        }
        completes(HAMBIT, Map.of(), body -> ("\uFEFF" + body).getBytes(StandardCharsets.UTF_8), Signs.THE_DOCUMENT);
        completes(HAMBIT, Map.of("Content-Type", "application/x-www-form-urlencoded; charset=none-such"),
                body -> body.replace("é", "e").getBytes(StandardCharsets.UTF_8), Signs.ASCII);
    }

    @Test
    void oneThatCannotBeReadMakesSluiceAskAndIsNeverOnlyAcknowledged() throws Exception {
        completes(HAMBIT, Map.of("Content-Encoding", "gzip"), body -> joined(packed(text(body), "gzip"), text("more")),
                Signs.THE_DOCUMENT);
        completes(HAMBIT, Map.of("Content-Encoding", "deflate"),
                body -> joined(packed(text(body), "deflate"), text("}")), Signs.THE_DOCUMENT);
        completes(HAMBIT, Map.of("Content-Type", "application/json; charset=shift_jis"), bytes(StandardCharsets.UTF_8),
                Signs.THE_DOCUMENT);

        String payin = submitted(AETERNA);
        byte[] whole = text(document(AETERNA, payin));
        for (byte[] unreadable : List.of(Arrays.copyOf(whole, whole.length - 1), text(document(AETERNA, payin) + "x"),
                text(document(AETERNA, payin).replace("\"note\"", "\"status\"")),
                document(AETERNA, payin).getBytes(StandardCharsets.ISO_8859_1),
                packed(whole, "gzip"), new byte[0], text("[]"), new byte[]{0, 0, 0})) {
            assertThat(post(AETERNA, Map.of(), unreadable, aeterna(unreadable))).isEqualTo(200);
            Message letter = dead.receive(60_000);
            assertThat(letter).as("the dead letter").isNotNull();
            assertThat(letter.getStringProperty("deadQueue")).isEqualTo("sluice.webhooks.aeterna");
        }
        byte[] broken = Arrays.copyOf(packed(whole, "gzip"), packed(whole, "gzip").length - 9);
        assertThat(post(AETERNA, Map.of("Content-Encoding", "gzip"), broken, aeterna(broken))).isEqualTo(200);
        Message letter = dead.receive(60_000);
        assertThat(letter.getStringProperty("deadReason")).contains("a verified webhook that cannot be read");
        assertThat(post(AETERNA, Map.of(), whole, aeterna(whole))).isEqualTo(200);
        assertThat(next()).as("what could not be read was not believed").isEqualTo(payin + " 2 COMPLETED");
    }

    @Test
    void whatGrowsTooLargeOrIsInAnEncodingThatIsNotReadIsRefused() throws Exception {
        byte[] bomb = packed(new byte[10 << 20], "gzip");
        assertThat(bomb.length).isLessThan(64 << 10);
        assertThat(post(AETERNA, Map.of("Content-Encoding", "gzip"), bomb, aeterna(bomb))).isEqualTo(413);
        byte[] twice = packed(packed(new byte[10 << 20], "gzip"), "gzip");
        assertThat(post(AETERNA, Map.of("Content-Encoding", "gzip, gzip"), twice, Map.of())).isEqualTo(413);
        byte[] largest = packed(new byte[64 << 10], "deflate");
        assertThat(post(AETERNA, Map.of("Content-Encoding", "deflate"), largest, Map.of())).isEqualTo(401);
        byte[] document = text(document(AETERNA, "any"));
        assertThat(
                post(AETERNA, Map.of("Content-Encoding", "gzip"), packed(document, "gzip"), aeterna(text("another"))))
                .isEqualTo(401);
        for (String encoding : List.of("br", "zstd", "compress", "gzip, br", "x", "gzip,gzip,gzip,gzip,gzip")) {
            assertThat(
                    post(AETERNA, Map.of("Content-Encoding", encoding), text("not what was signed"), aeterna(document)))
                    .isEqualTo(415);
        }
        completes(AETERNA, Map.of(), bytes(StandardCharsets.UTF_8), Signs.WHAT_IS_SENT);
    }

    private enum Signs {
        THE_DOCUMENT, WHAT_IS_SENT, ASCII
    }

    private interface Form {
        byte[] of(String document) throws Exception;
    }

    private void completes(String target, Map<String, String> headers, Form form, Signs signs) throws Exception {
        boolean hambit = target.contains("hambit");
        String id = submitted(hambit ? HAMBIT : AETERNA);
        String document = document(hambit ? HAMBIT : AETERNA, id);
        byte[] sent = form.of(document);
        byte[] signed = signs == Signs.WHAT_IS_SENT ? sent
                : text(signs == Signs.ASCII ? document.replace("é", "e") : document);
        assertThat(post(target, headers, sent,
                hambit ? Deliveries.hambit(new String(signed, StandardCharsets.UTF_8)) : aeterna(signed)))
                .as(target + " " + headers + " " + signs).isEqualTo(200);
        assertThat(next()).as(target + " " + headers + " " + signs).isEqualTo(id + " 2 COMPLETED");
    }

    private int post(String target, Map<String, String> headers, byte[] body, Map<String, String> signature)
            throws Exception {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(signature);
        return Post.status(port, target, all, body);
    }

    private String submitted(String place) throws Exception {
        String id = "form-" + ++count;
        send(place.equals(HAMBIT)
                ? "{\"requestId\":\"" + id
                        + "\",\"operation\":\"fiat-to-crypto\",\"provider\":\"hambit\",\"order\":{\"amount\":\"100.00\","
                        + "\"currency\":\"BRL\",\"token\":\"USDT\",\"network\":\"ETH\",\"address\":\"0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24\"}}"
                : "{\"requestId\":\"" + id
                        + "\",\"operation\":\"payin\",\"provider\":\"aeterna\",\"order\":{\"amount\":\"5.00\",\"currency\":\"EUR\"}}");
        assertThat(next()).isEqualTo(id + " 1 ACCEPTED");
        return id;
    }

    private void send(String request) throws Exception {
        session.createProducer(session.createQueue("orders.requests")).send(session.createTextMessage(request));
    }

    private String next() throws Exception {
        TextMessage message = (TextMessage) results.receive(60_000);
        assertThat(message).as("the next result").isNotNull();
        JsonNode result = new ObjectMapper().readTree(message.getText());
        return result.path("requestId").asText() + " " + result.path("sequence").asInt() + " "
                + result.path("status").asText();
    }

    private static String document(String place, String id) {
        return place.equals(HAMBIT) ? "{\"externalOrderId\":\"" + id + "\",\"orderStatus\":8,\"note\":\"é\"}"
                : "{\"order_id\":\"" + id + "\",\"status\":\"success\",\"note\":\"é\"}";
    }

    private static Map<String, String> aeterna(byte[] signed) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(text(Sandbox.credentials("aeterna").get("secret-token")), "HmacSHA256"));
        return Map.of("X-Signature", HexFormat.of().formatHex(mac.doFinal(signed)));
    }

    private static Form bytes(Charset charset) {
        return document -> document.getBytes(charset);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] packed(byte[] body, String encodings) throws Exception {
        byte[] packed = body;
        for (String encoding : encodings.toLowerCase().split(",")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream out = encoding.contains("gzip") ? new GZIPOutputStream(bytes)
                    : encoding.contains("deflate") ? new DeflaterOutputStream(bytes) : bytes) {
                out.write(packed);
            }
            packed = bytes.toByteArray();
        }
        return packed;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] bareDeflate(byte[] body) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFAULT_COMPRESSION, true))) {
            out.write(body);
        }
        return bytes.toByteArray();
    }
}
