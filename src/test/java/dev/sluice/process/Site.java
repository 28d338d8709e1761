package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Sluice and all that it needs, each a process that can be ended or cut off at any moment. */
final class Site implements AutoCloseable {

    private static final Duration LONGEST_WAY = Duration.ofMinutes(5);

    /**
     * @param outside    whether the broker is a process of its own, behind a cable; else it is inside Sluice
     * @param postgresql whether the ledger is PostgreSQL, behind a cable; else SQLite
     * @param webhooks   whether the doubles send them
     * @param race       milliseconds as for {@link Point#arguments}
     * @param orders     how long an order lives at its double
     */
    record Shape(int replicas, boolean outside, boolean postgresql, boolean webhooks, int race, Duration orders,
            UnaryOperator<Settings> settings) {
    }

    private final Shape shape;
    private final Path folder;
    private final Workplace place;
    private final SandboxServer doubles;
    private final int brokerPort;
    private final Postgres postgres;
    private final Cable toBroker;
    private final Cable toDatabase;
    private final List<Map<String, String>> settings = new ArrayList<>();
    private final SluiceProcess[] running;
    private final Map<Point, Integer>[] armed;
    private final List<SluiceProcess> ended = new CopyOnWriteArrayList<>();
    private volatile OutsideBroker broker;

    Site(Path folder, Shape shape) throws IOException {
        this.shape = shape;
        this.folder = folder;
        this.place = new Workplace(folder.resolve("place"));
        this.running = new SluiceProcess[shape.replicas()];
        this.armed = new Map[shape.replicas()];
        List<Integer> ports = Workplace.freePorts(1 + shape.replicas());
        this.brokerPort = ports.get(0);
        SandboxSettings sandbox = SandboxSettings.defaults().withOrderDuration(shape.orders());
        this.doubles = SandboxServer.start(0,
                shape.webhooks() ? sandbox.withWebhooks("http://127.0.0.1:" + ports.get(1)) : sandbox);
        this.postgres = shape.postgresql() ? new Postgres() : null;
        this.toBroker = shape.outside() ? new Cable(brokerPort) : null;
        this.toDatabase = shape.postgresql() ? new Cable(postgres.port()) : null;
        for (int port : ports.subList(1, ports.size())) {
            Settings one = shape.settings().apply(Settings.at(doubles).http(port).embedded(brokerPort));
            if (shape.outside()) {
                one.outside("tcp://127.0.0.1:" + toBroker.port());
            }
            if (shape.outside() && !shape.postgresql()) {
                one.alone();
            }
            if (shape.postgresql()) {
                one.set("sluice.ledger.url", postgres.url(toDatabase.port())).set("sluice.ledger.username", "postgres");
            }
            settings.add(one.environment());
        }
    }

    SandboxServer doubles() {
        return doubles;
    }

    int brokerPort() {
        return brokerPort;
    }

    void startBroker(Map<Point, Integer> passings) throws IOException {
        broker = new OutsideBroker(brokerPort, folder.resolve("broker"), passings);
    }

    OutsideBroker broker() {
        return broker;
    }

    void launch(int replica, Map<Point, Integer> passings) throws IOException {
        armed[replica] = passings;
        running[replica] = SluiceProcess.launch(place, settings.get(replica), Point.arguments(passings, shape.race()));
    }

    void awaitReady(int replica) throws IOException {
        do {
            running[replica].awaitReadyOrEnd();
        } while (startedAgain(replica));
        running[replica].awaitReady();
    }

    /** As an orchestrator does it where a start was given up because the broker or the database was away. */
    private boolean startedAgain(int replica) throws IOException {
        boolean gaveUp = (shape.outside() || shape.postgresql()) && !running[replica].alive()
                && running[replica].exitCode() == 1;
        if (gaveUp) {
            ended.add(running[replica]);
            launch(replica, armed[replica]);
        }
        return gaveUp;
    }

    void kill(int replica) {
        running[replica].kill();
        ended.add(running[replica]);
    }

    void awaitOwnEnd(int replica, Point point) throws InterruptedException, IOException {
        int code;
        do {
            code = running[replica].awaitEnd(LONGEST_WAY);
        } while (startedAgain(replica));
        assertThat(code).as(() -> "Sluice passes " + point + " and ends itself; it says\n"
                + String.join("\n", running[replica].output())).isEqualTo(Point.EXIT_CODE);
        ended.add(running[replica]);
    }

    void cut(Plan.Kind kind, long millis) {
        (kind == Plan.Kind.CUT_BROKER ? toBroker : toDatabase).cut(millis);
    }

    Connection ledger() throws SQLException {
        return shape.postgresql() ? DriverManager.getConnection(postgres.url(postgres.port()), "postgres", "")
                : DriverManager.getConnection("jdbc:sqlite:" + place.file("data/ledger.db"));
    }

    /** Lines of what all of them wrote, the killed ones too, that hold the text. */
    List<String> said(String text) {
        return Stream.concat(ended.stream(), Stream.of(running)).flatMap(one -> one.output().stream())
                .filter(line -> line.contains(text)).toList();
    }

    @Override
    public void close() throws IOException {
        Stream.of(running).filter(one -> one != null).forEach(SluiceProcess::close);
        if (broker != null) {
            broker.close();
        }
        for (AutoCloseable part : new AutoCloseable[]{toBroker, toDatabase, postgres, doubles}) {
            if (part != null) {
                try {
                    part.close();
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
        }
    }
}
