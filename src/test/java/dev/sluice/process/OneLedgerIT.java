package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cli.Ran;
import dev.sluice.given.MovedClock;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A broker is served with one ledger and no other, whatever the settings, until a person says so. */
@Execution(ExecutionMode.CONCURRENT)
class OneLedgerIT {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String REFUSED = " belongs to another ledger: it is marked for " + UUID
            + ", and the ledger in data is "
            + UUID + "; set sluice.ledger.url, or sluice.data, .* ./sluice broker adopt --by NAME --why TEXT";

    @TempDir
    private Path folder;

    @Test
    void ofTwoFirstStartsAtOnceExactlyOneWins() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        List<Asked> load = Asked.calm(new Random(11), 10, 5);
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ofMillis(100)));
                OutsideBroker broker = broker(ports, "broker");
                Books books = new Books(load, doubles.effects(), ports.get(0));
                Sender sender = new Sender(ports.get(0), load, sent -> true);
                SluiceProcess one = SluiceProcess.launch(place("one"), at(doubles, ports, 1));
                SluiceProcess other = SluiceProcess.launch(place("other"), at(doubles, ports, 2))) {
            await().atMost(LONGEST).until(() -> (one.ready() || other.ready()) && (!one.alive() || !other.alive()));
            SluiceProcess refused = one.alive() ? other : one;
            assertThat(refused.exitCode()).isEqualTo(1);
            assertRefusedIn(refused, "the broker at tcp://127.0.0.1:" + ports.get(0));
            books.awaitSettled(LONGEST);
            assertThat(books.findings()).isEmpty();
        }
    }

    @Test
    void aPersonLetsAnotherLedgerHaveTheBrokerOnceTheFirstIsStopped() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        Workplace second = place("second");
        try (OutsideBroker broker = broker(ports, "broker");
                SluiceProcess first = SluiceProcess.start(place("first"), at(ports, 1))) {
            try (SluiceProcess refused = SluiceProcess.launch(second, at(ports, 2))) {
                assertThat(refused.awaitEnd(LONGEST)).isEqualTo(1);
                assertRefusedIn(refused, "the broker at tcp://127.0.0.1:" + ports.get(0));
            }
            Ran adopted = adopt(second, ports, 2);
            assertThat(adopted.exitCode()).as(adopted.err()).isZero();
            assertThat(adopted.out()).matches("The broker that is marked for the ledger " + UUID + " belongs to " + UUID
                    + " from the next start of Sluice on.\\R");
            try (SluiceProcess successor = SluiceProcess.launch(second, at(ports, 2))) {
                await().atMost(LONGEST).until(() -> !successor.said("Sluice waits for the broker").isEmpty());
                assertThat(successor.said("Sluice waits for the broker").get(0)).contains("still takes from it");
                assertThat(first.ready()).isTrue();
                assertThat(successor.ready()).isFalse();
                first.close();
                successor.awaitReady();
                assertThat(adopt(second, ports, 2).err()).contains("no broker has refused this ledger");
            }
            try (SluiceProcess again = SluiceProcess.launch(place("third"), at(ports, 1))) {
                assertThat(again.awaitEnd(LONGEST)).isEqualTo(1);
            }
        }
    }

    @Test
    void aLedgerThatIsMovedToAServerGoesOnWithItsOpenOrders() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        List<Asked> load = Asked.calm(new Random(12), 10, 5);
        Workplace place = place("moved");
        MovedClock clock = new MovedClock();
        clock.moveTo(System.currentTimeMillis());
        Duration order = Duration.ofMinutes(1);
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(order).withClock(clock));
                Postgres server = new Postgres();
                OutsideBroker broker = broker(ports, "broker");
                Books books = new Books(load, doubles.effects(), ports.get(0));
                Sender sender = new Sender(ports.get(0), load, sent -> true)) {
            // What an end leaves claimed and not sent comes to people soon.
            Map<String, String> file = impatient(doubles, ports, "10m").alone().environment();
            try (SluiceProcess before = SluiceProcess.start(place, file)) {
                await().atMost(LONGEST)
                        .until(() -> sender.done() && doubles.effects().count("hambit", "order-created") > 2);
            }
            assertThat(books.unsettled()).isNotEmpty();
            clock.advance(order);
            Map<String, String> after = Postgres.under(impatient(doubles, ports, "2m"), server.port()).environment();
            Ran moved = Ran.run(place.folder(), after, "", "ledger", "move");
            assertThat(moved.err()).isEmpty();
            assertThat(moved.out()).startsWith("Moved ");
            try (SluiceProcess sluice = SluiceProcess.start(place, after)) {
                // What the first one had not taken is made only now, and must come to its end too.
                await().atMost(LONGEST).until(() -> {
                    clock.advance(Duration.ofSeconds(1));
                    return books.unsettled();
                }, List::isEmpty);
                assertThat(books.findings()).isEmpty();
                assertThat(sluice.said("belongs to another ledger")).isEmpty();
            }
        }
    }

    /** What is let once is not let for ever, and no crash between the steps leaves the broker to nobody or to two. */
    @Test
    void aCrashBetweenIdAndMarkOrBetweenTwoMarksIsMendedByTheNextStart() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        Workplace first = place("first");
        Workplace second = place("second");
        try (OutsideBroker broker = broker(ports, "broker")) {
            endAt(Point.MARKING, first, at(ports, 1));
            assertThat(mark(ports.get(0))).isNull();
            SluiceProcess.start(first, at(ports, 1)).close();
            String marked = mark(ports.get(0));
            assertThat(marked).matches("ledger = '" + UUID + "'");
            try (SluiceProcess refused = SluiceProcess.launch(second, at(ports, 2))) {
                assertThat(refused.awaitEnd(LONGEST)).isEqualTo(1);
            }
            assertThat(adopt(second, ports, 2).exitCode()).isZero();
            endAt(Point.UNMARKED, second, at(ports, 2));
            assertThat(mark(ports.get(0))).isNull();
            SluiceProcess.start(second, at(ports, 2)).close();
            assertThat(mark(ports.get(0))).isNotNull().isNotEqualTo(marked);
            try (SluiceProcess refused = SluiceProcess.launch(first, at(ports, 1))) {
                assertThat(refused.awaitEnd(LONGEST)).isEqualTo(1);
                assertThat(mark(ports.get(0))).isNotEqualTo(marked);
            }
        }
    }

    /** For set-ups that are thrown away: each start takes the broker over, but not from a Sluice that is at it. */
    @Test
    void aStartThatAlwaysAdoptsNeedsNobodyAndRobsNobody() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        try (OutsideBroker broker = broker(ports, "broker")) {
            SluiceProcess.start(place("first"), at(ports, 1)).close();
            Map<String, String> always = settings(ports, 2).set("sluice.broker.adopt", "always").environment();
            try (SluiceProcess second = SluiceProcess.start(place("second"), always)) {
                Map<String, String> too = settings(ports, 1).set("sluice.broker.adopt", "always").environment();
                try (SluiceProcess third = SluiceProcess.launch(place("third"), too)) {
                    await().atMost(LONGEST).until(() -> !third.said("still takes from it").isEmpty());
                    assertThat(second.ready()).isTrue();
                    assertThat(third.ready()).isFalse();
                }
            }
        }
    }

    /**
     * The same place on the network, and nothing of the broker that was there. The connections see it, however late the
     * watch is.
     */
    @Test
    void aBrokerOfAnotherLedgerInThePlaceOfOursEndsSluiceBeforeItTakesAnything() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        try (OutsideBroker other = broker(ports, "other")) {
            SluiceProcess.start(place("stranger"), at(ports, 1)).close();
            try (Connection connection = factory(ports).createConnection();
                    Session session = connection.createSession()) {
                session.createProducer(session.createQueue("orders.requests"))
                        .send(session.createTextMessage("not ours"));
            }
        }
        OutsideBroker ours = broker(ports, "ours");
        Workplace place = place("place");
        try (SluiceProcess sluice = SluiceProcess.launch(place, at(ports, 2), Point.woven())) {
            sluice.awaitReady();
            Files.createFile(place.file("late-watch"));
            ours.close();
            try (OutsideBroker other = broker(ports, "other")) {
                assertThat(sluice.awaitEnd(LONGEST)).isEqualTo(1);
                assertRefusedIn(sluice, "the broker at tcp://127.0.0.1:" + ports.get(0));
                assertThat(waiting(ports, "orders.requests")).isEqualTo(1);
            }
        } finally {
            ours.close();
        }
    }

    @Test
    void aLostLedgerBesideTheEmbeddedBrokerIsNoticed() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        Workplace place = place("place");
        Map<String, String> settings = new Settings().embedded(ports.get(0)).http(ports.get(1)).environment();
        SluiceProcess.start(place, settings).close();
        SluiceProcess.start(place, settings).close();
        try (Stream<Path> files = Files.list(place.file("data"))) {
            for (Path file : files.filter(file -> file.getFileName().toString().startsWith("ledger.db")).toList()) {
                Files.delete(file);
            }
        }
        try (SluiceProcess refused = SluiceProcess.launch(place, settings)) {
            assertThat(refused.awaitEnd(LONGEST)).isEqualTo(1);
            assertRefusedIn(refused, "the embedded broker");
        }
        assertThat(adopt(place, ports, 1).exitCode()).isZero();
        SluiceProcess.start(place, settings).close();
    }

    private static void assertRefusedIn(SluiceProcess sluice, String broker) {
        assertThat(sluice.output().stream().filter(line -> line.contains("belongs to another ledger"))).singleElement()
                .asString()
                .matches(broker + REFUSED);
        assertThat(sluice.said("\tat ")).isEmpty();
        assertThat(sluice.said(" ERROR ")).isEmpty();
    }

    private static void endAt(Point point, Workplace place, Map<String, String> settings) throws Exception {
        try (SluiceProcess sluice = SluiceProcess.launch(place, settings, Point.arguments(Map.of(point, 1), 0))) {
            assertThat(sluice.awaitEnd(LONGEST)).isEqualTo(Point.EXIT_CODE);
        }
    }

    private static String mark(int port) throws Exception {
        try (var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
                Connection connection = factory.createConnection();
                Session session = connection.createSession()) {
            var queue = ((ActiveMQSession) session).getCoreSession().queueQuery(SimpleString.of("sluice.ledger"));
            return queue.isExists() ? String.valueOf(queue.getFilterString()) : null;
        }
    }

    private static long waiting(List<Integer> ports, String queue) throws Exception {
        try (Connection connection = factory(ports).createConnection(); Session session = connection.createSession()) {
            return ((ActiveMQSession) session).getCoreSession().queueQuery(SimpleString.of(queue)).getMessageCount();
        }
    }

    private static ActiveMQConnectionFactory factory(List<Integer> ports) {
        return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(0));
    }

    private static Ran adopt(Workplace place, List<Integer> ports, int own) {
        return Ran.run(place.folder(), at(ports, own), "", "broker", "adopt", "--by", "ana", "--why",
                "ticket 3: moved");
    }

    private Workplace place(String name) throws IOException {
        return new Workplace(folder.resolve(name));
    }

    private OutsideBroker broker(List<Integer> ports, String name) throws IOException {
        return new OutsideBroker(ports.get(0), folder.resolve(name));
    }

    private static Map<String, String> at(SandboxServer doubles, List<Integer> ports, int own) {
        return Settings.at(doubles).http(ports.get(own)).outside("tcp://127.0.0.1:" + ports.get(0)).alone()
                .environment();
    }

    private static Settings impatient(SandboxServer doubles, List<Integer> ports, String budget) {
        return Settings.at(doubles).impatient(budget, "15s").http(ports.get(1))
                .outside("tcp://127.0.0.1:" + ports.get(0));
    }

    private static Map<String, String> at(List<Integer> ports, int own) {
        return settings(ports, own).environment();
    }

    private static Settings settings(List<Integer> ports, int own) {
        return new Settings().http(ports.get(own)).outside("tcp://127.0.0.1:" + ports.get(0)).alone();
    }
}
