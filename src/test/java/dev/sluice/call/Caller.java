package dev.sluice.call;

import dev.sluice.outcome.Departure;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** Calls a provider as the routes do, over two connections at most. */
final class Caller implements AutoCloseable {

    static final int MOST = 2;

    /**
     * @param http the status, or 0 where no answer came
     * @param left whether the request left
     */
    record Answered(int http, String body, Exception failure, boolean left) {
    }

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Endpoint endpoint;

    Caller(ProviderConnections connections) {
        camel.getComponent("http", HttpComponent.class).setAutomaticRetriesDisabled(true);
        connections.prepare(null, camel);
        String options = "http://hambit.provider?connectTimeout=60000&responseTimeout=120000&soTimeout=120000&connectionRequestTimeout=500"
                + "&connectionsPerRoute=" + MOST + "&maxTotalConnections=" + MOST + "&throwExceptionOnFailure=false";
        camel.start();
        endpoint = camel.getEndpoint(options);
    }

    /** Those to providers of which nothing is known. */
    static ProviderConnections plain(MeterRegistry metrics) {
        return new ProviderConnections(metrics, name -> null, Clock.systemUTC());
    }

    Answered call(String uri) {
        return call(uri, Departure.begin(true));
    }

    /** A call of an account. */
    Answered call(String uri, String account) {
        return call(uri, Departure.begin(true), account);
    }

    /** A request of a call of which somebody has said already what it came to. */
    Answered late(String uri) {
        Departure settled = Departure.begin(true);
        settled.close();
        return call(uri, settled);
    }

    private Answered call(String uri, Departure departure) {
        return call(uri, departure, "default");
    }

    private Answered call(String uri, Departure departure, String account) {
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setHeader(AsWritten.ACCOUNT, account);
        URI address = URI.create(uri);
        exchange.getMessage().setHeader(AsWritten.TARGET,
                address.getRawQuery() == null ? address.getRawPath()
                        : address.getRawPath() + "?" + address.getRawQuery());
        exchange.getMessage().setHeader(Exchange.HTTP_URI, uri);
        exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "GET");
        Exchange done = camel.createFluentProducerTemplate().to(endpoint).withExchange(exchange).send();
        if (done.getException() != null) {
            return new Answered(0, "", done.getException(), departure.hasLeft());
        }
        try (InputStream body = done.getMessage().getBody(InputStream.class)) {
            return new Answered(done.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
                    body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8), null,
                    departure.hasLeft());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        camel.stop();
    }
}
