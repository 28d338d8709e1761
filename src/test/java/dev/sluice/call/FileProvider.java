package dev.sluice.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.broker.GivenDelivery;
import dev.sluice.config.Mistakes;
import dev.sluice.given.MovedClock;
import dev.sluice.json.Json;
import dev.sluice.lane.ProviderLanes;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Key;
import dev.sluice.outcome.Outcome;
import dev.sluice.passage.Calling;
import dev.sluice.passage.Passage;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.route.BrokenRoutes;
import dev.sluice.step.Next;
import dev.sluice.step.Step;
import dev.sluice.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A provider that a file alone describes, called over HTTP by the flows that follow from it. */
final class FileProvider implements AutoCloseable {

    /** What a server answers; 0 where it closes the connection instead. */
    record Answer(int status, String type, String body) {

        static Answer json(int status, String quoted) {
            return new Answer(status, "application/json", quoted.replace('\'', '"'));
        }
    }

    /** What came to the server. */
    record Asked(String method, String target, Map<String, List<String>> headers, String body) {

        String header(String name) {
            return headers.entrySet().stream().filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> String.join(", ", header.getValue())).findFirst().orElse(null);
        }
    }

    /** What one of a test's servers says to a call. */
    interface Talk {
        Answer to(Asked asked);
    }

    static final String NAME = "demo";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final MovedClock clock = new MovedClock();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final AtomicInteger paced = new AtomicInteger();
    private final Provider provider;
    private final Call call;
    private final Tokens tokens;
    private volatile Talk talk = any -> Answer.json(404, "{}");

    /** @param yaml the file, in which {@code @base-url@} stands for the address of the server */
    FileProvider(Path folder, String yaml) throws Exception {
        this(folder, yaml, Map.of());
    }

    /** @param more settings of the account, by what is after its name */
    FileProvider(Path folder, String yaml, Map<String, String> more) throws Exception {
        this(folder, yaml, more, Exchanges.OFF);
    }

    /** @param exchanges what keeps what is said */
    FileProvider(Path folder, String yaml, Map<String, String> more, Exchanges exchanges) throws Exception {
        server.createContext("/", this::answer);
        server.start();
        Files.writeString(folder.resolve(NAME + ".yaml"),
                yaml.replace("@base-url@", "http://127.0.0.1:" + server.getAddress().getPort()));
        Mistakes mistakes = new Mistakes();
        Providers providers = new Providers(folder,
                GivenProviders.config(settings(more)), Map.of(), mistakes);
        mistakes.refuse();
        provider = providers.get(NAME);
        BrokenRoutes broken = new BrokenRoutes(clock, metrics);
        tokens = new Tokens(new SideCalls(camel.createProducerTemplate()), broken, clock,
                SharedTokens.none(clock), new TokenMeters(metrics, clock));
        call = new Call(tokens, clock, broken, camel.createProducerTemplate(), new Rotation(metrics, clock),
                new CallMeters(metrics), new CallLines(false, false), Traces.OFF, exchanges);
        camel.getRegistry().bind("steps", new Recorded());
        camel.getRegistry().bind("call", call);
        camel.getRegistry().bind("tokens", tokens);
        camel.getRegistry().bind("pages",
                new Pages(call, tokens, calling -> paced.incrementAndGet(), camel.createProducerTemplate()));
        camel.getPropertiesComponent().addOverrideProperty("providers.demo.timeouts.connect", "60000");
        camel.getPropertiesComponent().addOverrideProperty("providers.demo.timeouts.response", "60000");
        camel.getPropertiesComponent().addOverrideProperty("providers.demo.limits.connections", "5");
        camel.getComponent("http", HttpComponent.class).setAutomaticRetriesDisabled(true);
        Caller.plain(new SimpleMeterRegistry()).prepare(null, camel);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/calls.camel.yaml"));
        for (ProviderLanes.Flow flow : ProviderLanes.of(NAME, providers.tree(NAME))) {
            if (camel.getRouteTemplateDefinition(flow.template()) != null) {
                camel.addRouteFromTemplate(flow.id(), flow.template(), flow.parameters());
            }
        }
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/steps.camel.yaml"));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:publish").to("log:published?level=OFF");
            }
        });
        camel.start();
    }

    void says(Talk next) {
        talk = next;
    }

    /** How often a page waited for its turn. */
    int paced() {
        return paced.get();
    }

    MovedClock clock() {
        return clock;
    }

    List<Asked> asked() {
        return asked;
    }

    MeterRegistry metrics() {
        return metrics;
    }

    private static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("sluice.providers.demo.accounts.default.client", "shop-1",
                "sluice.providers.demo.accounts.default.secret", "s3cr3t/+"));
        more.forEach((name, value) -> settings.put("sluice.providers.demo.accounts.default." + name, value));
        settings.keySet().removeIf(name -> settings.containsKey(name + "-file"));
        return settings;
    }

    /** The end of a step, where it is recorded. */
    public static final class Recorded {

        public void record(Exchange exchange) {
            exchange.setVariable("call", null);
        }
    }

    /** What the step of an operation, or with {@code asking} of its question, records. */
    Outcome step(String operation, boolean asking, ObjectNode request) {
        return passage(operation, asking, request).outcome();
    }

    /** The same step, with all that is known once it was recorded. */
    Passage passage(String operation, boolean asking, ObjectNode request) {
        Step step = step(asking, operation, request);
        Exchange exchange = GivenDelivery.of(camel, "{}", Map.of());
        Passage passage = Passage.begin(exchange);
        passage.next(exchange, new Next.Call(step, asking ? step.operation().ask() : operation));
        Exchange done = camel.createProducerTemplate().send("direct:step", exchange);
        if (done.getException() != null) {
            throw new AssertionError(done.getException());
        }
        return passage;
    }

    private Step step(boolean asking, String operation, ObjectNode request) {
        Entry entry = Entry.wanted(new Key("orders", request.path("requestId").asText()), NAME, "default", operation,
                "hash", Json.object(), Json.object());
        return new Step("s", !asking, 1, 0, asking, true, entry, provider, provider.operation(operation), request,
                null);
    }

    /** What its account has there. */
    Map<String, BigDecimal> balance() {
        return new BalanceCall(new SideCalls(camel.createProducerTemplate()), tokens,
                calling -> paced.incrementAndGet()).read(provider, "default", provider.balance());
    }

    /** What the call of an operation, or with {@code asking} that of its question, comes to. */
    Outcome call(String operation, boolean asking, ObjectNode request) {
        return Passage.of(called(operation, asking, request)).outcome();
    }

    /** The same call, with all that is known once it was interpreted. */
    Exchange called(String operation, boolean asking, ObjectNode request) {
        Step step = step(asking, operation, request);
        String name = asking ? provider.operation(operation).ask() : operation;
        Exchange exchange = GivenDelivery.of(camel, "{}", Map.of());
        Passage.begin(exchange);
        Calling.begin(exchange, step, name);
        exchange.setVariable("reference", request.path("providerReference").asText(null));
        exchange.getMessage().setBody(request);
        call.make(exchange, NAME, name);
        call.interpret(exchange);
        return exchange;
    }

    private void answer(HttpExchange exchange) throws IOException {
        Asked come = new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        asked.add(come);
        Answer answer = talk.to(come);
        if (answer.status() == 0) {
            exchange.close();
            return;
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() throws Exception {
        camel.close();
        server.stop(0);
    }
}
