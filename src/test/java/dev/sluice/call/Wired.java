package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.given.MovedClock;
import dev.sluice.json.Json;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Key;
import dev.sluice.passage.Calling;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Provider;
import dev.sluice.step.Step;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** Makes calls of a provider's file as the routes do, over a wire that is recorded. */
final class Wired implements AutoCloseable {

    final RecordedWire wire = new RecordedWire();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Endpoint endpoint;
    private final Provider provider;

    /** @param file a provider's, without its base URL */
    Wired(Path folder, String file, Map<String, String> credentials) throws IOException {
        provider = GivenProviders.of(folder, "shop", "base-url: " + wire.baseUrl() + "\n" + file, credentials);
        camel.getComponent("http", HttpComponent.class).setAutomaticRetriesDisabled(true);
        camel.getComponent("http", HttpComponent.class).setCopyHeaders(false);
        Caller.plain(new SimpleMeterRegistry()).prepare(null, camel);
        camel.start();
        endpoint = camel.getEndpoint("http://shop.provider?connectTimeout=60000&responseTimeout=60000&soTimeout=60000"
                + "&connectionRequestTimeout=60000&throwExceptionOnFailure=false&deleteWithBody=true");
    }

    /** What arrives of an operation's call for this request. */
    RecordedWire.Request call(String operation, ObjectNode request) throws Exception {
        send(operation, request, "default");
        return wire.next();
    }

    /** The same of a body that a route makes. */
    RecordedWire.Request call(String operation, ObjectNode request, JsonNode body) throws Exception {
        send(operation, request, "default", body);
        return wire.next();
    }

    void send(String operation, ObjectNode request, String account) throws Exception {
        send(operation, request, account, null);
    }

    private void send(String operation, ObjectNode request, String account, JsonNode body) throws Exception {
        Exchange exchange = exchange(operation, request, account, false);
        Call call = new Call(null, new MovedClock(), null, null, null, null, null, null, Exchanges.OFF);
        if (body != null) {
            exchange.getMessage().setBody(body);
        } else {
            call.fill(exchange);
        }
        call.prepare(exchange);
        Exchange done = camel.createFluentProducerTemplate().to(endpoint).withExchange(exchange).send();
        if (done.getException() != null) {
            throw done.getException();
        }
    }

    /** Whether a question for an order names it. */
    boolean names(String question, ObjectNode request) {
        Exchange exchange = exchange(question, request, "default", true);
        Call call = new Call(null, new MovedClock(), null, null, null, null, null, null, Exchanges.OFF);
        call.fill(exchange);
        call.prepare(exchange);
        return Calling.of(exchange).isNamed();
    }

    private Exchange exchange(String call, ObjectNode request, String account, boolean asking) {
        Entry entry = Entry.wanted(new Key("orders", "r-1"), "shop", account, "pay", "hash", Json.object(),
                Json.object());
        Exchange exchange = endpoint.createExchange();
        Calling.begin(exchange, new Step("s", !asking, 1, 0, asking, true, entry, provider, provider.operation("pay"),
                request, null), call);
        return exchange;
    }

    @Override
    public void close() throws IOException {
        camel.stop();
        wire.close();
    }
}
