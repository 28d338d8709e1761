package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A queue of results that nobody reads, up to the last of the disk that the broker may have. */
@Execution(ExecutionMode.CONCURRENT)
class FullDiskIT {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final String WAITS = "Sluice waits for room at the embedded broker since ";
    private static final String UNREAD_QUEUE = "replies.nobody";
    private static final String UNREAD = "x".repeat(50_000);
    private static final int ORDERS = 30;

    @TempDir
    private Path folder;

    @Test
    void stepsKeepTheirResultsUntilTheQueueIsRead() throws Exception {
        Path disk = disk();
        List<Integer> ports = Workplace.freePorts(2);
        Workplace place = new Workplace(folder);
        List<Asked> load = IntStream.range(0, ORDERS).mapToObj(number -> Asked.order("order-" + number)).toList();
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ofMillis(200)))) {
            Settings settings = Settings.at(doubles).embedded(ports.get(0)).http(ports.get(1))
                    .set("sluice.data", disk.toString())
                    .set("sluice.broker.disk-free", freeBut(disk, 48 << 20)).set("sluice.shutdown-timeout", "3s")
                    .set("sluice.providers.hambit.limits.rate", "2");
            try (SluiceProcess sluice = SluiceProcess.start(place, settings.environment())) {
                try (Sender sender = new Sender(ports.get(0), load, sent -> true)) {
                    await().atMost(LONGEST).until(sender::done);
                }
                await().atMost(LONGEST).until(() -> {
                    fillResults(ports.get(0));
                    return !sluice.said(WAITS).isEmpty();
                });
                assertThat(sluice.said(WAITS).get(0)).contains("sluice.broker.disk-free", disk.toString(),
                        UNREAD_QUEUE + " holds ");
                // So that whoever reads the results reaches the broker.
                await().atMost(LONGEST).until(sluice::ready);
                assertThat(deliver(ports.get(1))).isEqualTo(503);
                assertThat(sluice.terminate(LONGEST)).isEqualTo(143);
            }
            try (SluiceProcess sluice = SluiceProcess.start(place,
                    settings.set("sluice.providers.hambit.limits.rate", "10").environment())) {
                await().atMost(LONGEST).until(() -> !sluice.said(WAITS).isEmpty());
                try (Books books = new Books(load, doubles.effects(), ports.get(0));
                        Counter reader = new Counter(ports.get(0), UNREAD_QUEUE)) {
                    books.awaitSettled(LONGEST);
                    assertThat(books.ends()).containsOnly(Map.entry("orders COMPLETED", (long) ORDERS));
                    assertThat(books.ever("UNKNOWN")).isZero();
                    assertThat(books.findings()).isEmpty();
                    await().atMost(LONGEST)
                            .until(() -> !sluice.said("Sluice goes on: room at the embedded broker").isEmpty());
                }
                await().atMost(LONGEST).until(() -> deliver(ports.get(1)) == 200);
                assertThat(sluice.said("\tat ")).isEmpty();
            }
        } finally {
            delete(disk);
        }
    }

    /** Where other programs hardly change how much is free. */
    private Path disk() throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? Files.createTempDirectory(memory, "sluice-")
                : Files.createDirectory(folder.resolve("data"));
    }

    private static String freeBut(Path disk, long bytes) throws IOException {
        return Long.toString(Files.getFileStore(disk).getUsableSpace() - bytes);
    }

    /** As results would, until the broker takes no more, or none for some seconds. */
    private static void fillResults(int port) throws JMSException {
        JmsConnectionFactory factory = Upstream.factory(port);
        factory.setSendTimeout(5_000);
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(session.createQueue(UNREAD_QUEUE));
            for (int i = 0; i < 10_000; i++) {
                producer.send(session.createTextMessage(UNREAD));
            }
            throw new AssertionError("the broker takes more than its disk should let it");
        } catch (JMSException e) {
            assertThat(e).hasMessageContaining("Timed out");
        }
    }

    private static int deliver(int port) throws IOException, InterruptedException {
        String body = "{\"externalOrderId\":\"nobody-knows\",\"orderStatus\":8}";
        return new Deliveries(port).post("/webhooks/hambit/default", body, Deliveries.hambit(body));
    }

    private static void delete(Path disk) throws IOException {
        try (var files = Files.walk(disk)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
