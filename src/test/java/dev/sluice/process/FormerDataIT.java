package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.given.MovedClock;
import dev.sluice.outcome.Status;
import dev.sluice.sandbox.HambitCaller;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a former version left is gone on with. The data is that of commit 566dbb2, ended by {@code kill -9} with one
 * submission at a time: {@code waiting} lay on the request queue and was not read, {@code queued} was read and waited
 * for its turn, {@code under-way} was called and not answered, {@code retried} was throttled and put off,
 * {@code accepted} and {@code pending} were to be asked about two minutes later. Their results lie on the queue.
 */
@Execution(ExecutionMode.CONCURRENT)
class FormerDataIT {

    private static final String DATA = "/data-566dbb2.zip";
    private static final Pattern REFERENCE = Pattern.compile("OCURREXCH\\d{14}(\\d{13})SANDBOX\\d+");
    /** Longer than the data will ever be old. */
    private static final String EVER = "36500d";

    @TempDir
    private Path folder;

    /** Also where messages are signed now: those that were not are taken until a setting says otherwise. */
    @ParameterizedTest
    @ValueSource(strings = {"", "3q2+796tvu/erb7v3q2+796tvu/erb7v3q2+796tvu8="})
    void everyOrderThatAFormerVersionLeftEndsOnce(String key) throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        List<Asked> left = left();
        Workplace place = new Workplace(folder);
        unpack(folder);
        MovedClock clock = new MovedClock();
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ZERO).withClock(clock))) {
            makeAgain(doubles, clock);
            clock.moveTo(System.currentTimeMillis());
            Map<String, String> settings = Settings.at(doubles).embedded(ports.get(0)).http(ports.get(1))
                    .set("sluice.messages.key", key).set("sluice.ledger.keep", EVER)
                    .set("sluice.providers.hambit.poll.budget", EVER)
                    .set("sluice.providers.hambit.retry.budget", EVER).environment();
            try (SluiceProcess sluice = SluiceProcess.start(place, settings);
                    Books books = new Books(left, doubles.effects(), ports.get(0))) {
                await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
                    // The double refuses what is signed five minutes off its own clock.
                    clock.moveTo(System.currentTimeMillis());
                    assertThat(books.findings()).isEmpty();
                });
                assertThat(books.ends()).containsExactly(Map.entry("orders COMPLETED", (long) left.size()));
                assertThat(books.ever("PENDING")).isEqualTo(2);
                assertThat(doubles.effects().count("hambit", "order-created")).isEqualTo(left.size());
                assertThat(sluice.alive()).isTrue();
            }
        }
    }

    private static List<Asked> left() {
        return Stream.concat(
                Stream.of("waiting-1", "waiting-2", "queued-1", "queued-2", "queued-3", "accepted-1", "accepted-2",
                        "pending-1", "pending-2").map(Asked::order),
                Stream.of(Asked.slow("under-way-1", Duration.ofMinutes(10)),
                        Asked.order("retried-1", new Fate("throttle:2", true, Status.COMPLETED, true))))
                .toList();
    }

    /** The orders that the double had made by then, in its order and at its time, which its references tell. */
    private void makeAgain(SandboxServer doubles, MovedClock clock) throws IOException {
        HambitCaller caller = new HambitCaller(doubles, clock);
        JsonNode made = new ObjectMapper().readTree(folder.resolve("effects.json").toFile()).get("effects");
        for (JsonNode one : made) {
            Matcher reference = REFERENCE.matcher(one.get("reference").asText());
            assertThat(reference.matches()).isTrue();
            clock.moveTo(Long.parseLong(reference.group(1)));
            String answer = caller.create(HambitCaller.with(HambitCaller.order(one.get("about").asText()),
                    "currencyAmount", one.get("amount").asText())).body();
            assertThat(answer).contains("\"" + reference.group() + "\"");
        }
        assertThat(made).hasSize(5);
    }

    private static void unpack(Path folder) throws IOException {
        try (InputStream stream = FormerDataIT.class.getResourceAsStream(DATA);
                ZipInputStream zip = new ZipInputStream(stream)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
    }
}
