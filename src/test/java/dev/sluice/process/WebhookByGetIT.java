package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.PublishedResults;
import dev.sluice.sandbox.Sandbox;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that notifies by GET: its query is the document, signed as it was written. */
class WebhookByGetIT {

    private static final String PLACE = "/webhooks/aeterna/default";

    @TempDir
    private Path folder;
    private int port;

    @Test
    void itsQueryIsVerifiedStoredAndRead() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        port = ports.get(0);
        Workplace place = new Workplace(folder);
        try (SandboxServer doubles = SandboxServer.start(0, SandboxSettings.defaults());
                SluiceProcess sluice = SluiceProcess.start(place, Settings.at(doubles).http(port)
                        .embedded(ports.get(1)).set("sluice.providers.aeterna.webhook.method", "GET")
                        .set("sluice.providers.aeterna.webhook.format", "form")
                        .set("sluice.providers.aeterna.webhook.signature", """
                                {"message": {"template": "{query}"}, "algorithm": "HMAC-SHA256",
                                 "key": {"credential": "secret-token"}, "query": {"sign": "{signature}"}}""")
                        .environment());
                var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1));
                Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageConsumer results = session.createConsumer(session.createQueue("orders.results"));
            for (String id : List.of("get-1", "get-2")) {
                session.createProducer(session.createQueue("orders.requests")).send(session.createTextMessage(
                        "{\"requestId\":\"" + id + "\",\"operation\":\"payin\",\"provider\":\"aeterna\","
                                + "\"order\":{\"amount\":\"5.00\",\"currency\":\"EUR\"}}"));
                assertThat(next(results)).isEqualTo(id + " 1 ACCEPTED");
            }
            String query = "order_id=get%2D1&status=success&note=a+b";
            String signed = query + "&sign=" + signature(query);
            for (String method : List.of("POST", "HEAD", "PUT", "DELETE", "OPTIONS")) {
                assertThat(status(method, signed, "", "")).as(method).isEqualTo(405);
            }
            assertThat(status("GET", signed.replace("success", "failed"), "", "")).isEqualTo(401);
            assertThat(status("GET", signed.replace("%2D", "-"), "", "")).as("signed as it was written")
                    .isEqualTo(401);
            assertThat(status("GET", signed + "&sign=" + signature(query), "", "")).as("two signatures")
                    .isEqualTo(401);
            assertThat(status("GET", query, "sign: " + signature(query) + "\r\n", "")).as("a header is no parameter")
                    .isEqualTo(401);
            assertThat(status("GET", signed, "Content-Length: 2\r\n", "{}")).as("with a body").isEqualTo(400);
            assertThat(status("GET", signed, "Transfer-Encoding: chunked\r\n", "2\r\n{}\r\n0\r\n\r\n"))
                    .isEqualTo(400);
            assertThat(status("GET", signed + "&x=" + "x".repeat(8192), "", "")).isEqualTo(414);
            assertThat(status("GET", "", "", "")).isEqualTo(401);
            assertThat(ask("GET /webhooks/hambit/default?" + signed, "", "")).as("who posts").contains(" 405 ");
            assertThat(ask("GET /webhooks/nobody/default?" + signed, "", "")).contains(" 404 ");

            String twice = query + "&status=failed";
            assertThat(status("GET", twice + "&sign=" + signature(twice), "", "")).as("two words").isEqualTo(401);
            MessageConsumer dead = session.createConsumer(session.createQueue("sluice.dead"));
            String second = "order_id=get-2&status=success";
            assertThat(ask("GET " + PLACE + "?" + second + "&sign=" + signature(second), "", ""))
                    .startsWith("HTTP/1.1 200 ").contains("no-store");
            assertThat(next(results)).isEqualTo("get-2 2 COMPLETED");
            assertThat(status("GET", second + "&sign=" + signature(second), "", "")).as("again").isEqualTo(200);
            String bare = "order_id=get-2&status&x";
            assertThat(status("GET", bare + "&sign=" + signature(bare), "", "")).isEqualTo(200);
            TextMessage letter = (TextMessage) dead.receive(60_000);
            assertThat(letter.getStringProperty("deadReason")).contains("it is no form");
            assertThat(letter.getText()).as("without its signature").isEqualTo(bare);
        }
    }

    private int status(String method, String query, String headers, String body) throws Exception {
        return Integer.parseInt(ask(method + " " + PLACE + "?" + query, headers, body).substring(9, 12));
    }

    private String ask(String line, String headers, String body) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write((line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers
                    + "\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String signature(String signed) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Sandbox.credentials("aeterna").get("secret-token").getBytes(StandardCharsets.UTF_8),
                "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    private static String next(MessageConsumer results) throws Exception {
        TextMessage message = (TextMessage) results.receive(60_000);
        assertThat(message).as("the next result").isNotNull();
        var result = PublishedResults.read(message.getText());
        return result.path("requestId").asText() + " " + result.path("sequence").asInt() + " "
                + result.path("status").asText();
    }
}
