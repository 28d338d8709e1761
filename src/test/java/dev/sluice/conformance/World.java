package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.PublishedResults;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** What is around Sluice here: scripted providers on one side, a client of its queues on the other. */
final class World implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final int broker;
    private final int http;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, ScriptedProvider> providers;
    private final Pattern secret;
    private final Map<String, List<JsonNode>> results = new HashMap<>();
    private final Map<String, String> faults = new HashMap<>();
    private final Set<String> heard = new HashSet<>();
    private Connection connection;
    private Session sending;

    World(int broker, int http, List<Shipped> shipped, Map<String, ScriptedProvider> providers) {
        this.broker = broker;
        this.http = http;
        this.providers = providers;
        this.secret = Pattern.compile(shipped.stream()
                .flatMap(provider -> provider.recorded().secrets(provider).stream()).map(Pattern::quote)
                .collect(Collectors.joining("|")));
    }

    ScriptedProvider provider(String name) {
        return providers.get(name);
    }

    synchronized void send(String family, JsonNode request) {
        try {
            if (connection == null) {
                connection = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + broker).createConnection();
                sending = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                connection.start();
            }
            if (heard.add(family)) {
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                session.createConsumer(session.createQueue(family + ".results"))
                        .setMessageListener(message -> take((TextMessage) message));
            }
            try (var producer = sending.createProducer(sending.createQueue(family + ".requests"))) {
                producer.send(sending.createTextMessage(request.toString()));
            }
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    /** Posts a webhook to the default account. */
    HttpResponse<String> deliver(String provider, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + http + "/webhooks/" + provider + "/default"))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The results of a request once one of them is so, by sequence. */
    synchronized List<JsonNode> await(String id, String what, Predicate<JsonNode> is) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (of(id).stream().noneMatch(is)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError(what + " did not come, only " + of(id));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return of(id);
    }

    /** Gives what should not come so many milliseconds to come. */
    synchronized void settle(String id, long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; left > 0 && of(id).isEmpty(); left = (end - System.nanoTime()) / 1_000_000) {
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** The results of a request so far; each of them is by the contract, and has no secret. */
    synchronized List<JsonNode> of(String id) {
        if (faults.containsKey(id)) {
            throw new AssertionError(faults.get(id));
        }
        return results.getOrDefault(id, List.of()).stream()
                .sorted(Comparator.comparingInt(r -> r.path("sequence").asInt())).toList();
    }

    private synchronized void take(TextMessage message) {
        try {
            String text = message.getText();
            JsonNode result = MAPPER.readTree(text);
            results.computeIfAbsent(result.path("requestId").asText(), any -> new ArrayList<>()).add(result);
            String fault = secret.matcher(text).find() ? "a credential or a token is in " + text
                    : PublishedResults.fault(result);
            if (fault != null) {
                faults.put(result.path("requestId").asText(), fault);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        notifyAll();
    }

    @Override
    public synchronized void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (JMSException e) {
                // it is over anyway
            }
        }
    }
}
