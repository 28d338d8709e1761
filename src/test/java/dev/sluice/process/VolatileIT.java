package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.pages.Page;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Sender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Who says nothing of durability, which is most AMQP and STOMP clients, loses nothing that was confirmed. */
@Execution(ExecutionMode.CONCURRENT)
class VolatileIT {

    private static final int ORDERS = 200;

    @TempDir
    private Path folder;

    @Test
    void aConfirmedRequestSurvivesTheEmbeddedBrokersEnd() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        List<Asked> load = Asked.calm(new Random(11), ORDERS, 0);
        Workplace place = new Workplace(folder);
        try (SandboxServer doubles = doubles()) {
            Map<String, String> settings = Settings.at(doubles).embedded(ports.get(0)).http(ports.get(1))
                    .set("sluice.providers.hambit.poll.budget", "15s").environment();
            SluiceProcess sluice = SluiceProcess.start(place, settings);
            overAmqp(ports.get(0), load.subList(0, ORDERS / 2));
            overStomp(ports.get(0), load.subList(ORDERS / 2, ORDERS));
            sluice.kill();
            sluice = SluiceProcess.start(place, settings);
            try (Books books = new Books(load, doubles.effects(), ports.get(0))) {
                books.awaitSettled(Duration.ofMinutes(5));
                assertThat(books.findings()).isEmpty();
            } finally {
                sluice.close();
            }
        }
    }

    @Test
    void theGuardDoesTheSameForAnotherBroker() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        List<Asked> load = Asked.calm(new Random(12), ORDERS, 0);
        Workplace place = new Workplace(folder);
        Path data = folder.resolve("artemis");
        ArtemisProcess broker = new ArtemisProcess(ports.get(0), data, core());
        try (SandboxServer doubles = doubles()) {
            overAmqp(ports.get(0), load.subList(0, ORDERS / 2));
            overStomp(ports.get(0), load.subList(ORDERS / 2, ORDERS));
            broker.kill();
            broker = new ArtemisProcess(ports.get(0), data, core());
            Map<String, String> settings = outside(doubles, ports);
            try (SluiceProcess sluice = SluiceProcess.start(place, settings);
                    Books books = new Books(load, doubles.effects(), ports.get(0))) {
                books.awaitSettled(Duration.ofMinutes(5));
                assertThat(books.findings()).isEmpty();
                assertThat(sluice.said("not durable")).isEmpty();
            }
        } finally {
            broker.close();
        }
    }

    @Test
    void withoutTheGuardSluiceSaysWhatMayBeLost() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        List<Asked> load = Asked.calm(new Random(13), 10, 0);
        Workplace place = new Workplace(folder);
        String unguarded = core().replaceAll("(?s)<broker-plugins>.*</broker-plugins>", "");
        try (SandboxServer doubles = doubles();
                ArtemisProcess broker = new ArtemisProcess(ports.get(0), folder.resolve("artemis"), unguarded);
                SluiceProcess sluice = SluiceProcess.start(place, outside(doubles, ports));
                Books books = new Books(load, doubles.effects(), ports.get(0))) {
            overAmqp(ports.get(0), load);
            books.awaitSettled(Duration.ofMinutes(5));
            assertThat(sluice.said("not durable")).hasSizeBetween(1, 2).doesNotHaveDuplicates();
            assertThat(sluice.metric("sluice_volatile_requests_total{")).isPositive();
        }
    }

    private static Map<String, String> outside(SandboxServer doubles, List<Integer> ports) {
        return Settings.at(doubles).outside("tcp://127.0.0.1:" + ports.get(0)).set("sluice.ledger.one-process", "true")
                .http(ports.get(1)).environment();
    }

    /** What the page tells to write into broker.xml. */
    private static String core() {
        return Page.at(Path.of(System.getProperty("basedir", "")), Path.of("docs/deploy.md"))
                .section("## An external broker")
                .fenced("xml").get(0).strip();
    }

    private static void overAmqp(int port, List<Asked> load) throws Exception {
        try (Client client = Client.create(); Connection connection = client.connect("127.0.0.1", port);
                Sender sender = connection.openAnonymousSender()) {
            for (Asked asked : load) {
                for (int time = 0; time < asked.times(); time++) {
                    sender.send(Message.create(asked.body()).to(asked.queue())).awaitAccepted();
                }
            }
        }
    }

    private static void overStomp(int port, List<Asked> load) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            write(socket.getOutputStream(), "CONNECT\naccept-version:1.2\nhost:127.0.0.1\n\n");
            assertThat(frame(in)).startsWith("CONNECTED");
            for (Asked asked : load) {
                for (int time = 0; time < asked.times(); time++) {
                    write(socket.getOutputStream(),
                            "SEND\ndestination:" + asked.queue() + "\nreceipt:1\n\n" + asked.body());
                    assertThat(frame(in)).startsWith("RECEIPT");
                }
            }
        }
    }

    private static void write(OutputStream out, String frame) throws IOException {
        out.write((frame + "\0").getBytes(StandardCharsets.UTF_8));
    }

    private static String frame(DataInputStream in) throws IOException {
        StringBuilder frame = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != 0; next = in.readUnsignedByte()) {
            if (next != '\n' || !frame.isEmpty()) {
                frame.append((char) next);
            }
        }
        return frame.toString();
    }

    private static SandboxServer doubles() {
        return SandboxServer.start(0, SandboxSettings.defaults().withOrderDuration(Duration.ofMillis(100)));
    }
}
