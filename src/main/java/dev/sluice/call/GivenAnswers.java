package dev.sluice.call;

import dev.sluice.outcome.Departure;
import dev.sluice.passage.Calling;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** Stands where {@code http} would: nothing leaves; what would is kept, and another side is asked for the answer. */
final class GivenAnswers extends HttpComponent {

    private final List<DryRun.Request> requests = new ArrayList<>();
    private DryRun.@Nullable Peer peer;

    void begin(DryRun.Peer peer) {
        requests.clear();
        this.peer = peer;
    }

    List<DryRun.Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        parameters.clear();
        return new Wire(uri);
    }

    private final class Wire extends DefaultEndpoint {

        Wire(String uri) {
            super(uri, GivenAnswers.this);
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) throws Exception {
                    exchange(exchange);
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("nobody is served here");
        }
    }

    private void exchange(Exchange exchange) throws Exception {
        DryRun.Peer side = Objects.requireNonNull(peer);
        DryRun.Request request = request(Calling.of(exchange).call(), exchange.getMessage());
        side.reached(request);
        Departure.leaves();
        requests.add(request);
        DryRun.Answer answer = side.answer(request);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        answer.headers().forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.http());
        message.setBody(new ByteArrayInputStream(answer.body()));
    }

    private static DryRun.Request request(String call, Message message) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (!name.startsWith("Camel") && !name.equals(AsWritten.TARGET)) {
                headers.put(name, String.valueOf(value));
            }
        });
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (message.getBody() instanceof HttpEntity entity) {
            entity.writeTo(body);
        }
        return new DryRun.Request(call, String.valueOf(message.getHeader(Exchange.HTTP_METHOD)),
                URI.create(message.getHeader(Exchange.HTTP_URI, String.class)), headers, body.toByteArray());
    }
}
