package dev.sluice.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A provider that has a teller for each account. All that is made up of its protocol is set in {@link WithTellers}. */
final class Tellers implements AutoCloseable {

    private final Map<String, Teller> tellers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "teller");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;

    Tellers() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The teller of the account whose public token is its own name. */
    Teller of(String account) {
        return tellers.computeIfAbsent(account, any -> new Teller());
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode asked = new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes());
        boolean orders = exchange.getRequestURI().getPath().equals("/payin");
        Teller.Answer answer = of(exchange.getRequestHeaders().getFirst("X-App-Token")).serve(orders,
                asked.path("order_id").asText());
        if (answer.status() > 0) {
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** Gives every teller its good mood back, and forgets what they counted. */
    void reset() {
        List.copyOf(tellers.values()).forEach(teller -> teller.is(Teller.Mood.WELL));
        tellers.clear();
    }

    @Override
    public void close() {
        reset();
        server.stop(0);
    }
}
