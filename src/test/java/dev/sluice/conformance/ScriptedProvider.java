package dev.sluice.conformance;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.process.Workplace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** An HTTP server that answers each call of a provider as a case wants, and counts. It keeps no connection alive. */
final class ScriptedProvider implements AutoCloseable {

    private final int port;
    private final Map<String, Pattern> paths = new LinkedHashMap<>();
    private final Map<String, Deque<Reply>> script = new LinkedHashMap<>();
    private final Map<String, List<Long>> calls = new LinkedHashMap<>();
    private final Map<String, Sent> sent = new LinkedHashMap<>();
    private final List<String> strangers = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "scripted-provider");
        thread.setDaemon(true);
        return thread;
    });
    private HttpServer server;

    /** A request as it came. */
    record Sent(String method, String target, Headers headers, String body) {
    }

    /** @param paths of each call, with {@code {name}} places in them */
    ScriptedProvider(Map<String, String> paths) {
        // One that no client of this machine is given while this is closed.
        this.port = Workplace.freePorts(1).get(0);
        paths.forEach((call, path) -> this.paths.put(call,
                Pattern.compile(path.split("\\?")[0].replaceAll("\\{[^}]+}", "[^/]+"))));
        open();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + port;
    }

    /** Forgets the case before; each of these calls is answered in this order, the last reply again and again. */
    synchronized void play(Map<String, List<Reply>> replies) {
        script.clear();
        calls.clear();
        sent.clear();
        strangers.clear();
        replies.forEach((call, list) -> script.put(call, new ArrayDeque<>(list)));
    }

    /** From now on this call is answered so. */
    synchronized void says(String call, Reply reply) {
        script.put(call, new ArrayDeque<>(List.of(reply)));
    }

    /** When this call came, in nanoseconds of the machine. */
    synchronized List<Long> calls(String call) {
        return List.copyOf(calls.getOrDefault(call, List.of()));
    }

    /** What came with the newest of such calls. */
    synchronized Sent sent(String call) {
        return sent.get(call);
    }

    /** Calls that no script expects. */
    synchronized List<String> strangers() {
        return List.copyOf(strangers);
    }

    void open() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 100);
            server.setExecutor(threads);
            server.createContext("/", this::answer);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections are refused until it is opened again. */
    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Reply reply = next(exchange.getRequestURI().getPath(), new Sent(exchange.getRequestMethod(),
                exchange.getRequestURI().toString(), exchange.getRequestHeaders(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        if (reply.status() < 0) {
            return;
        }
        if (reply.status() > 0) {
            byte[] body = reply.body().getBytes(reply.charset());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Connection", "close");
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private synchronized Reply next(String path, Sent request) {
        for (String call : script.keySet()) {
            if (paths.get(call).matcher(path).matches()) {
                calls.computeIfAbsent(call, any -> new ArrayList<>()).add(System.nanoTime());
                sent.put(call, request);
                Deque<Reply> replies = script.get(call);
                return replies.size() > 1 ? replies.poll() : replies.peek();
            }
        }
        // The check of connectivity comes when it is due, whatever is tried at that moment.
        if (!paths.containsKey("ping") || !paths.get("ping").matcher(path).matches()) {
            strangers.add(path);
        }
        return new Reply(404, "", Map.of());
    }
}
