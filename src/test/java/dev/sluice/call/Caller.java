package dev.sluice.call;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** Calls a provider as the routes do, over two connections at most. */
final class Caller implements AutoCloseable {

    static final int MOST = 2;

    /** @param http the status, or 0 where no answer came */
    record Answered(int http, String body, Exception failure) {
    }

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final String options;

    Caller(ProviderConnections connections) {
        camel.getComponent("http", HttpComponent.class).setAutomaticRetriesDisabled(true);
        connections.prepare(null, camel);
        options = "http://hambit.provider?connectTimeout=2000&responseTimeout=2000&soTimeout=2000&connectionRequestTimeout=500"
                + "&connectionsPerRoute=" + MOST + "&maxTotalConnections=" + MOST + "&throwExceptionOnFailure=false";
        camel.start();
    }

    Answered call(String uri) throws Exception {
        Exchange exchange = camel.getEndpoint(options).createExchange();
        exchange.getMessage().setHeader(Exchange.HTTP_URI, uri);
        exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "GET");
        Exchange done = camel.createFluentProducerTemplate().to(options).withExchange(exchange).send();
        if (done.getException() != null) {
            return new Answered(0, "", done.getException());
        }
        try (InputStream body = done.getMessage().getBody(InputStream.class)) {
            return new Answered(done.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
                    body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8), null);
        }
    }

    @Override
    public void close() {
        camel.stop();
    }
}
