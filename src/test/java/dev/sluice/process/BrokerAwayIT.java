package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What Sluice does and says while its external broker is away, and that it is all there once the broker is back. */
@Execution(ExecutionMode.CONCURRENT)
class BrokerAwayIT {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final String WAITS = "Sluice waits for the broker at tcp://127.0.0.1:";
    private static final String GOES_ON = "Sluice goes on: the broker at tcp://127.0.0.1:";

    @TempDir
    private Path folder;

    @Test
    void aWebhookIsToldToComeBackAndHealthSaysNotReadyUntilTheBrokerIsBack() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        OutsideBroker broker = broker(ports);
        try (SluiceProcess sluice = SluiceProcess.start(place(),
                settings(ports).set("sluice.sandbox.enabled", "true").environment())) {
            await().atMost(LONGEST).until(() -> deliver(ports.get(1)) == 200);
            broker.close();
            await().atMost(LONGEST).until(() -> sluice.status("/q/health/ready") == 503);
            assertThat(deliver(ports.get(1))).isEqualTo(503);
            assertThat(sluice.status("/q/health/live")).isEqualTo(200);
            broker = broker(ports);
            await().atMost(LONGEST).until(sluice::ready);
            assertThat(broker.unread()).isEmpty();
            await().atMost(LONGEST).until(() -> deliver(ports.get(1)) == 200);
        } finally {
            broker.close();
        }
    }

    @Test
    void aStartWaitsForTheBrokerAndIsReadyOnceEveryRouteConsumes() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        try (SluiceProcess sluice = SluiceProcess.launch(place(), settings(ports).environment())) {
            await().atMost(LONGEST).until(() -> !sluice.said(WAITS + ports.get(0) + " since ").isEmpty());
            assertThat(sluice.said(WAITS).get(0)).contains("refused");
            await().atMost(LONGEST).until(() -> sluice.status("/q/health/live") == 200);
            assertThat(sluice.status("/q/health/started")).isEqualTo(200);
            assertThat(sluice.status("/q/health/ready")).isEqualTo(503);
            try (OutsideBroker broker = broker(ports)) {
                await().atMost(LONGEST).pollInterval(Duration.ofMillis(10)).until(sluice::ready);
                assertThat(broker.unread()).isEmpty();
                assertQuiet(sluice);
                assertThat(sluice.turns(WAITS, GOES_ON)).as("said once whenever it is back").matches("(w+g)+w*");
            }
        }
    }

    @Test
    void aBrokerThatComesAndGoesUnderLoadLosesAndDoublesNothing() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        List<Asked> load = Asked.calm(new Random(8), 200, 20);
        OutsideBroker broker = broker(ports);
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ofMillis(500)));
                SluiceProcess sluice = SluiceProcess.start(place(), outside(Settings.at(doubles), ports)
                        .set("sluice.providers.messagehub.poll.budget", "15s").environment());
                Books books = new Books(load, doubles.effects(), ports.get(0));
                Sender sender = new Sender(ports.get(0), load, sent -> true)) {
            for (int gone = 1; gone <= 3; gone++) {
                int at = load.size() * gone / 5;
                await().atMost(LONGEST).pollInterval(Duration.ofMillis(5)).until(() -> books.made() >= at);
                broker.close();
                await().atMost(LONGEST).until(() -> !sluice.ready());
                broker = broker(ports);
                await().atMost(LONGEST).pollInterval(Duration.ofMillis(10)).until(sluice::ready);
                assertThat(broker.unread()).isEmpty();
            }
            books.awaitSettled(LONGEST);
            assertThat(books.findings()).isEmpty();
            assertQuiet(sluice);
        } finally {
            broker.close();
        }
    }

    @Test
    void aBrokerThatRefusesTheUserIsSaidAsSuch() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        try (OutsideBroker broker = new OutsideBroker(ports.get(0), folder.resolve("broker"), "sluice", "right");
                SluiceProcess sluice = SluiceProcess.launch(place(),
                        settings(ports).set("sluice.broker.username", "sluice")
                                .set("sluice.broker.password", "wr0ng").environment())) {
            await().atMost(LONGEST).until(() -> !sluice.said("refuses the user").isEmpty());
            assertThat(sluice.said("refuses the user").get(0)).contains(WAITS, "sluice.broker.username",
                    "sluice.broker.password");
            assertThat(sluice.said("wr0ng")).isEmpty();
            await().atMost(LONGEST).until(() -> sluice.status("/q/health/live") == 200);
            assertThat(sluice.status("/q/health/ready")).isEqualTo(503);
            assertQuiet(sluice);
        }
    }

    /** One line now and then for the whole process, and no traces. */
    private static void assertQuiet(SluiceProcess sluice) {
        assertThat(sluice.said("\tat ")).isEmpty();
        assertThat(sluice.said(WAITS)).hasSizeLessThanOrEqualTo(Math.max(7, sluice.tensOfSeconds()));
        assertThat(sluice.said("ERROR")).isEmpty();
        assertThat(sluice.said("WARN").stream().filter(line -> !line.contains(WAITS))
                .filter(line -> !line.contains("dev.sluice.provider")))
                .as("warnings").hasSizeLessThan(8);
    }

    private Workplace place() throws IOException {
        return new Workplace(folder.resolve("place"));
    }

    private OutsideBroker broker(List<Integer> ports) throws Exception {
        return new OutsideBroker(ports.get(0), folder.resolve("broker"));
    }

    private static Settings settings(List<Integer> ports) {
        return outside(new Settings(), ports);
    }

    private static Settings outside(Settings settings, List<Integer> ports) {
        return settings.http(ports.get(1)).outside("tcp://127.0.0.1:" + ports.get(0) + "?trustStorePassword=unsaid")
                .alone();
    }

    private static int deliver(int port) throws IOException, InterruptedException {
        String body = "{\"externalOrderId\":\"nobody-knows\",\"orderStatus\":8}";
        return new Deliveries(port).post("/webhooks/hambit/default", body, Deliveries.hambit(body));
    }
}
