package dev.sluice.trace;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class CollectorTest {

    @Test
    void aValueIsToldNoLongerThanTheContractHasThem() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            heard.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            try (Collector collector = new Collector("http://127.0.0.1:" + server.getAddress().getPort(), "one")) {
                collector.begin(Part.Side.TAKES, "take", null, 0).says("requestId", "r".repeat(64))
                        .says("account", "x".repeat(64 << 10)).end();
            }
            await().untilAsserted(() -> assertThat(heard).isNotEmpty());
            assertThat(heard).singleElement().asString().contains("r".repeat(64), "x".repeat(64))
                    .doesNotContain("x".repeat(129));
        } finally {
            server.stop(0);
        }
    }
}
