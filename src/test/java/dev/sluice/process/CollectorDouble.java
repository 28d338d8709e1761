package dev.sluice.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A collector of traces, which reads what comes as OTLP says it is, with no code of its sender. */
final class CollectorDouble implements AutoCloseable {

    record Span(String trace, String id, String parent, String name, long kind, long begun, long ended,
            Map<String, String> says) {

        String of(String name) {
            return says.getOrDefault(name, "");
        }
    }

    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<String> resources = new CopyOnWriteArrayList<>();
    private final StringBuffer bytes = new StringBuffer();
    private final HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);

    CollectorDouble() throws IOException {
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    List<Span> about(String requestId) {
        return spans.stream().filter(span -> span.of("requestId").equals(requestId)).toList();
    }

    /** All that came, as characters. */
    String heard() {
        return bytes.toString();
    }

    List<String> resources() {
        return resources;
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        bytes.append(exchange.getRequestHeaders().entrySet()).append(new String(body, StandardCharsets.UTF_8));
        for (Field resource : fields(body, 1)) {
            fields(resource.bytes, 1).forEach(one -> resources.add(attributes(one.bytes, 1).toString()));
            for (Field scope : fields(resource.bytes, 2)) {
                fields(scope.bytes, 2).forEach(span -> spans.add(span(span.bytes)));
            }
        }
        exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static Span span(byte[] span) {
        return new Span(hex(span, 1), hex(span, 2), hex(span, 4), text(span, 5), number(span, 6), number(span, 7),
                number(span, 8), attributes(span, 9));
    }

    private static Map<String, String> attributes(byte[] of, int number) {
        Map<String, String> attributes = new TreeMap<>();
        for (Field attribute : fields(of, number)) {
            byte[] value = fields(attribute.bytes, 2).get(0).bytes;
            attributes.put(text(attribute.bytes, 1),
                    fields(value, 1).isEmpty() ? Long.toString(number(value, 3)) : text(value, 1));
        }
        return attributes;
    }

    private record Field(int number, long value, byte[] bytes) {
    }

    private static List<Field> fields(byte[] message, int number) {
        return fields(message).stream().filter(field -> field.number == number).toList();
    }

    private static List<Field> fields(byte[] message) {
        List<Field> fields = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long key = varint(in);
            long value = 0;
            byte[] bytes = {};
            switch ((int) key & 7) {
                case 0 -> value = varint(in);
                case 1 -> value = in.getLong();
                case 2 -> in.get(bytes = new byte[(int) varint(in)]);
                case 5 -> value = in.getInt();
                default -> throw new IllegalArgumentException("no such wire type");
            }
            fields.add(new Field((int) (key >> 3), value, bytes));
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static String text(byte[] message, int number) {
        return new String(first(message, number), StandardCharsets.UTF_8);
    }

    private static String hex(byte[] message, int number) {
        return HexFormat.of().formatHex(first(message, number));
    }

    private static byte[] first(byte[] message, int number) {
        return fields(message, number).stream().map(Field::bytes).findFirst().orElse(new byte[0]);
    }

    private static long number(byte[] message, int number) {
        return fields(message, number).stream().mapToLong(Field::value).findFirst().orElse(0);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
