package dev.sluice.webhook;

import dev.sluice.http.Characters;
import dev.sluice.signing.Incoming;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * A webhook as it came over HTTP. Its headers are those of the request: Camel has parameters of the query among them.
 *
 * @param answered headers of its answer
 * @param place where it came to, as the router reads it
 * @param path  as its sender wrote it, without the query
 * @param query as its sender wrote it
 */
record HttpDelivery(MultiMap answered, String place, String method, String path, String query,
        Map<String, String> headers,
        Received body) {

    static HttpDelivery of(Exchange exchange) throws IOException {
        HttpServerRequest request = Objects.requireNonNull(exchange.getMessage(HttpMessage.class)).getRequest();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach(header -> headers.merge(header.getKey(), header.getValue(),
                (first, next) -> first + ", " + next));
        String path = request.uri().split("\\?", 2)[0].replaceFirst("^https?://[^/]*", "");
        return new HttpDelivery(request.response().headers(),
                exchange.getMessage().getHeader(Exchange.HTTP_PATH, "", String.class),
                request.method().name(), path, Objects.requireNonNullElse(request.query(), ""), headers,
                new Received(bytes(exchange.getMessage()), headers.get("Content-Encoding"),
                        Characters.declaredBy(headers.get("Content-Type"))));
    }

    /** What a GET has beside its address is of no meaning (RFC 9110, 9.3.1), and would be signed by nobody. */
    boolean hasBodyWithoutMeaning() {
        return method.equals("GET") && (body.bytes().length > 0 || headers.containsKey("Transfer-Encoding")
                || !headers.getOrDefault("Content-Length", "0").equals("0"));
    }

    /** @param form of its body, as it may have been signed */
    Incoming of(byte[] form) {
        return new Incoming(method, path, query, headers, form);
    }

    private static byte[] bytes(Message message) throws IOException {
        if (message.getBody() == null) {
            return new byte[0];
        }
        try (InputStream stream = message.getBody(InputStream.class)) {
            return stream.readNBytes(Received.LARGEST + 1);
        }
    }
}
