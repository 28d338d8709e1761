package dev.sluice.call;

import dev.sluice.outcome.Departure;
import dev.sluice.passage.Calling;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
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

    private DryRun.@Nullable Peer peer;

    void begin(DryRun.Peer peer) {
        this.peer = peer;
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
        DryRun.Request request = request(exchange);
        side.reached(request);
        Departure.leaves();
        DryRun.Answer answer = side.answer(request);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        answer.headers().forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.http());
        message.setBody(new ByteArrayInputStream(answer.body()));
    }

    /** What is about to leave. */
    static DryRun.Request request(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<String, String> headers = new TreeMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (!name.startsWith("Camel") && !name.equals(AsWritten.TARGET) && !name.equals(AsWritten.ACCOUNT)) {
                headers.put(name, String.valueOf(value));
            }
        });
        return new DryRun.Request(Calling.of(exchange).call(), String.valueOf(message.getHeader(Exchange.HTTP_METHOD)),
                URI.create(message.getHeader(Exchange.HTTP_URI, String.class)), headers, body(message));
    }

    private static byte[] body(Message message) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (message.getBody() instanceof HttpEntity entity) {
            try {
                entity.writeTo(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return body.toByteArray();
    }

    /** What came; it is there to be read once more. */
    static DryRun.Answer answer(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        byte[] bytes;
        try (InputStream body = message.getBody(InputStream.class)) {
            bytes = body == null ? new byte[0] : body.readAllBytes();
        }
        message.setBody(new ByteArrayInputStream(bytes));
        String type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        return new DryRun.Answer(message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class),
                type == null ? Map.of() : Map.of(Exchange.CONTENT_TYPE, type), bytes);
    }
}
