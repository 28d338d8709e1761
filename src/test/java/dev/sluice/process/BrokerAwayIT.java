package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Sluice says over HTTP while its external broker is away, and after it is back. */
class BrokerAwayIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void aWebhookIsToldToComeBackAndHealthSaysNotReadyUntilTheBrokerIsBack() throws Exception {
        Workplace place = new Workplace(folder.resolve("place"));
        List<Integer> ports = Workplace.freePorts(2);
        int http = ports.get(0);
        OutsideBroker broker = new OutsideBroker(ports.get(1), folder.resolve("broker"));
        Settings settings = new Settings().http(http).set("sluice.broker.embedded", "false")
                .set("sluice.broker.url", "tcp://127.0.0.1:" + ports.get(1)).set("sluice.sandbox.enabled", "true");
        try (SluiceProcess sluice = SluiceProcess.start(place, settings.environment())) {
            assertThat(deliver(http)).isEqualTo(200);
            broker.close();
            await().atMost(Duration.ofSeconds(20)).until(() -> get(http, "/q/health/ready") == 503);
            assertThat(deliver(http)).isEqualTo(503);
            assertThat(get(http, "/q/health/live")).isEqualTo(200);
            broker = new OutsideBroker(ports.get(1), folder.resolve("broker"));
            await().atMost(Duration.ofSeconds(30)).until(() -> get(http, "/q/health/ready") == 200);
            assertThat(deliver(http)).isEqualTo(200);
        } finally {
            broker.close();
        }
    }

    private static int deliver(int port) throws IOException, InterruptedException {
        String body = "{\"externalOrderId\":\"nobody-knows\",\"orderStatus\":8}";
        return new Deliveries(port).post("/webhooks/hambit/default", body, Deliveries.hambit(body));
    }

    private static int get(int port, String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(10))
                .build(), BodyHandlers.discarding()).statusCode();
    }
}
