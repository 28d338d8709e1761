package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.contract.PublishedResults;
import dev.sluice.process.Follower.Received;
import dev.sluice.sandbox.Sandbox;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Work that is held back, because its provider cannot be reached, while Sluice or its broker ends. */
@Execution(ExecutionMode.CONCURRENT)
class HeldIT {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration LONGEST_END = Duration.ofSeconds(60);
    private static final int TERMINATED = 128 + 15;

    private final List<Asked> load = Asked.calm(new Random(5), 30, 30);

    @TempDir
    private Path folder;

    @Test
    void anEndGivesItBackToItsQueueAndItIsDoneAfterwards() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        Workplace place = new Workplace(folder);
        Map<String, String> settings = settings(ports.get(2)).embedded(ports.get(0)).http(ports.get(1)).environment();
        SluiceProcess sluice = SluiceProcess.start(place, settings);
        try (Sender sender = new Sender(ports.get(0), load, sent -> true)) {
            awaitHeld(sender, sluice);
            assertThat(sluice.terminate(LONGEST_END)).isEqualTo(TERMINATED);
            assertThat(sluice.output()).noneMatch(line -> line.startsWith("\tat "));
            sluice = SluiceProcess.start(place, settings);
            awaitHeld(sender, sluice);
            allIsDoneOnce(ports.get(2), ports.get(0));
        } finally {
            sluice.close();
        }
    }

    /** The broker gives what it had delivered to others then; who holds it still must not act on it. */
    @Test
    void aBrokerThatRestartsMeanwhileMakesNothingUnknown() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        Workplace place = new Workplace(folder.resolve("place"));
        OutsideBroker broker = new OutsideBroker(ports.get(0), folder.resolve("broker"));
        Settings settings = settings(ports.get(2)).http(ports.get(1)).outside("tcp://127.0.0.1:" + ports.get(0))
                .alone();
        try (SluiceProcess sluice = SluiceProcess.start(place, settings.environment());
                Sender sender = new Sender(ports.get(0), load, sent -> true)) {
            awaitHeld(sender, sluice);
            broker.close();
            await().atMost(LONGEST).until(() -> !sluice.ready());
            broker = new OutsideBroker(ports.get(0), folder.resolve("broker"));
            await().atMost(LONGEST).until(sluice::ready);
            allIsDoneOnce(ports.get(2), ports.get(0));
        } finally {
            broker.close();
        }
    }

    @Test
    void whatWaitsForAnAccountThatIsTakenAwayIsAnswered() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        Workplace place = new Workplace(folder);
        Settings settings = settings(ports.get(2)).embedded(ports.get(0)).http(ports.get(1));
        Settings more = settings(ports.get(2)).embedded(ports.get(0)).http(ports.get(1));
        Sandbox.credentials("hambit")
                .forEach((name, value) -> more.set("sluice.providers.hambit.accounts.shop7." + name, value));
        List<Asked> ofShop7 = load.stream().filter(asked -> asked.errand() == Errand.EXCHANGE)
                .map(asked -> asked.by("shop7")).toList();
        SluiceProcess sluice = SluiceProcess.start(place, more.environment());
        try (Sender sender = new Sender(ports.get(0), ofShop7, sent -> true)) {
            await().atMost(LONGEST).until(() -> sender.done() && holds(sluice, "hambit/shop7"));
        } finally {
            assertThat(sluice.terminate(LONGEST_END)).isEqualTo(TERMINATED);
        }
        List<Received> results = new CopyOnWriteArrayList<>();
        try (SluiceProcess again = SluiceProcess.start(place, settings.environment());
                Follower follower = new Follower(ports.get(0), "orders.results", results::add)) {
            await().atMost(LONGEST).until(() -> results.stream().filter(Received::isFinal)
                    .map(Received::requestId).distinct().count() == ofShop7.size());
            assertThat(again.alive()).isTrue();
            assertThat(results).allSatisfy(result -> {
                assertThat(PublishedResults.fault(result.body())).isNull();
                assertThat(result.status()).isEqualTo("REJECTED");
                assertThat(result.body().path("error").path("category").asText()).isEqualTo("CONFIGURATION");
            });
        }
    }

    private static boolean holds(SluiceProcess sluice, String lane) {
        return sluice.output().stream().anyMatch(line -> line.contains(lane + ": 5 in a row failed"));
    }

    private static void awaitHeld(Sender sender, SluiceProcess sluice) {
        await().atMost(LONGEST).until(() -> sender.done()
                && holds(sluice, "hambit/default") && holds(sluice, "messagehub/default"));
    }

    private void allIsDoneOnce(int doublesPort, int brokerPort) throws Exception {
        try (SandboxServer doubles = SandboxServer.start(doublesPort,
                SandboxSettings.defaults().withOrderDuration(Duration.ofMillis(100)));
                Books books = new Books(load, doubles.effects(), brokerPort)) {
            books.awaitSettled(LONGEST);
            assertThat(books.findings()).isEmpty();
            assertThat(books.ends()).containsOnly(Map.entry("orders COMPLETED", 30L), Map.entry("otp COMPLETED", 30L));
            assertThat(books.ever("UNKNOWN")).isZero();
        }
    }

    /** Nothing listens at the port of the doubles until they come. */
    private static Settings settings(int doublesPort) {
        Settings settings = new Settings();
        for (String provider : new String[]{"hambit", "messagehub"}) {
            String prefix = "sluice.providers." + provider + ".";
            Map.of("base-url", "http://127.0.0.1:" + doublesPort + "/sandbox/" + provider, "limits.concurrency", "8",
                    "limits.rate", "50", "breaker.failures", "5", "breaker.open", "1s", "poll.first-delay", "200ms",
                    "poll.max-delay", "1s", "retry.first-delay", "200ms", "retry.max-delay", "1s")
                    .forEach((key, value) -> settings.set(prefix + key, value));
            Sandbox.credentials(provider)
                    .forEach((name, value) -> settings.set(prefix + "accounts.default." + name, value));
        }
        return settings;
    }
}
