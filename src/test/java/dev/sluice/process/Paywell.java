package dev.sluice.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The invented provider of the guide, as the guide describes it; its state is new, then running, then done. */
final class Paywell implements AutoCloseable {

    private final String secret;
    private final HttpServer server;
    private final List<JsonNode> payments = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    Paywell(String secret) throws IOException {
        this.secret = secret;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/v2/payments", this::answer);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<JsonNode> payments() {
        return List.copyOf(payments);
    }

    /** Calls whose signature is wrong. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        if (!hmac(body).equals(exchange.getRequestHeaders().getFirst("X-Signature"))) {
            refused.add(call);
            send(exchange, 401, "{}");
        } else if (call.equals("POST /v2/payments")) {
            payments.add(new ObjectMapper().readTree(body));
            send(exchange, 201, "{\"id\": \"pw-" + payments.size() + "\", \"state\": \"new\"}");
        } else if (call.equals("GET /v2/payments/pw-1")) {
            send(exchange, 200,
                    "{\"id\": \"pw-1\", \"state\": \"" + (asked.incrementAndGet() < 3 ? "running" : "done") + "\"}");
        } else {
            send(exchange, 404, "{}");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String hmac(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
