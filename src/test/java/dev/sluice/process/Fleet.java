package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Three Sluices at a pair of brokers and a pair of databases, each a process. A Sluice that ends by itself is started
 * again, as an orchestrator does it.
 */
final class Fleet implements AutoCloseable {

    static final int REPLICAS = 3;

    /** What a load meets on its way. */
    interface Trouble {
        void happen(Fleet fleet) throws Exception;
    }

    private static final Duration LONGEST_WORK = Duration.ofMinutes(5);
    private static final Duration LONGEST_END = Duration.ofSeconds(60);
    private static final Duration ORDERS = Duration.ofSeconds(2);
    private static final int AHEAD = 60;

    private final Path folder;
    private final BrokerPair brokers;
    private final PostgresPair databases;
    private final SandboxServer doubles;
    private final List<Map<String, String>> settings = new ArrayList<>();
    private final List<List<String>> under = new ArrayList<>();
    private final Workplace[] places = new Workplace[REPLICAS];
    private final Path[] jars = new Path[REPLICAS];
    private final SluiceProcess[] running = new SluiceProcess[REPLICAS];
    private final List<SluiceProcess> ended = new CopyOnWriteArrayList<>();
    private final Thread orchestrator = new Thread(this::orchestrate, "orchestrator");
    private volatile boolean closed;
    private Books books;
    private long logBefore;

    /** @param budget how long an order is asked about */
    Fleet(Path folder, String budget) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        this.folder = folder;
        brokers = new BrokerPair(folder.resolve("broker"));
        databases = new PostgresPair(folder.resolve("database"));
        List<Integer> ports = Workplace.freePorts(REPLICAS);
        doubles = SandboxServer.start(0, SandboxSettings.defaults().withOrderDuration(ORDERS)
                .withWebhooks("http://127.0.0.1:" + ports.get(0)));
        for (int replica = 0; replica < REPLICAS; replica++) {
            settings.add(Settings.at(doubles).impatient(budget, "3s").http(ports.get(replica))
                    .outside(BrokerPair.url(here(brokers.ports()))).set("sluice.ledger.url",
                            PostgresPair.url(here(databases.ports())))
                    .set("sluice.ledger.username", "postgres").set("sluice.sweep.period", "500ms")
                    .set("sluice.sweep.grace", "2s").environment());
            under.add(List.of());
            version(replica, Path.of(System.getProperty("basedir", "")).toAbsolutePath());
        }
    }

    private static List<String> here(List<Integer> ports) {
        return ports.stream().map(port -> "127.0.0.1:" + port).toList();
    }

    /** The replica is in a network of its own. */
    Fleet in(Network network, int replica) throws IOException {
        List<String> toBrokers = new ArrayList<>();
        for (int port : brokers.ports()) {
            toBrokers.add(network.place(Network.To.BROKERS, port));
        }
        List<String> toDatabases = new ArrayList<>();
        for (int port : databases.ports()) {
            toDatabases.add(network.place(Network.To.DATABASES, port));
        }
        String atDoubles = network.place(Network.To.REST, doubles.port());
        Map<String, String> inside = new HashMap<>(settings.get(replica));
        inside.replaceAll((name, value) -> value.replace("127.0.0.1:" + doubles.port(), atDoubles));
        List.copyOf(inside.keySet()).stream().filter(name -> name.endsWith("_BASE_URL"))
                .forEach(name -> inside.put(name.replace("_BASE_URL", "_PLAIN_HTTP"), "true"));
        inside.put("SLUICE_BROKER_URL", BrokerPair.url(toBrokers));
        inside.put("SLUICE_LEDGER_URL", PostgresPair.url(toDatabases));
        inside.put("QUARKUS_HTTP_HOST", network.inside());
        settings.set(replica, inside);
        under.set(replica, network.entrance());
        return this;
    }

    /** From its next start on the replica is what was built there, with its flows and files. */
    Fleet version(int replica, Path repository) throws IOException {
        places[replica] = new Workplace(Files.createTempDirectory(folder, "place-"), repository);
        jars[replica] = Workplace.jar(repository);
        return this;
    }

    /** The replica's clock is that far from the others'; its waits are as long as theirs. */
    Fleet clock(int replica, String off) throws IOException {
        // The program itself would start another process, and outlive it. What it mends in old C libraries has the waits of
        // a JVM end at once, again and again.
        Process faketime = new ProcessBuilder("faketime", "-m", "-f", off, "sh", "-c", "echo $LD_PRELOAD").start();
        String library = new String(faketime.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        under.set(replica,
                List.of("env", "LD_PRELOAD=" + library, "FAKETIME=" + off, "FAKETIME_DONT_FAKE_MONOTONIC=1",
                        "FAKETIME_FORCE_MONOTONIC_FIX=0"));
        return this;
    }

    /** Sends the load, lets the trouble happen when some of it is done, and holds everything against each other. */
    Tally run(String what, List<Asked> load, Trouble trouble) throws Exception {
        long began = System.nanoTime();
        brokers.start();
        databases.start();
        for (int replica = 0; replica < REPLICAS; replica++) {
            launch(replica);
        }
        orchestrator.setDaemon(true);
        orchestrator.start();
        try {
            awaitReady();
            logBefore = log();
            return reckoned(what, load, trouble, began);
        } catch (Exception | AssertionError e) {
            printLogs();
            throw e;
        }
    }

    private Tally reckoned(String what, List<Asked> load, Trouble trouble, long began) throws Exception {
        try (Books kept = new Books(load, doubles.effects(), Upstream.factory(brokers.ports()));
                Sender sender = new Sender(Upstream.factory(brokers.ports()), load,
                        sent -> sent < kept.answered() + AHEAD)) {
            books = kept;
            trouble.happen(this);
            Reckoning.awaitEnd(what, books, sender);
            try (Connection ledger = databases.connection()) {
                Tally tally = new Tally(load.size(), books.made(), ended.size(), 0, 0,
                        Reckoning.findings(books, ledger));
                System.out.printf("%s: %s%n    %s, ever UNKNOWN %d, open %d, %d s%n", what, tally.line(0),
                        books.ends(), books.ever("UNKNOWN"), books.openWithoutCause(),
                        (System.nanoTime() - began) / 1_000_000_000);
                tally.findings().stream().limit(5).forEach(System.out::println);
                assertThat(tally.findings().stream().limit(30)).as(what + ", " + tally.findings().size() + " findings")
                        .isEmpty();
                assertThat(said("duplicate key")).isEmpty();
                assertThat(books.openWithoutCause()).as("open, though nothing was lost but by the trouble")
                        .isLessThanOrEqualTo(AHEAD);
                return tally;
            }
        }
    }

    private void printLogs() throws IOException {
        for (int replica = 0; replica < REPLICAS; replica++) {
            List<String> lines = running[replica].output();
            System.out.printf("Replica %d, process %d:%n", replica, running[replica].pid());
            lines.subList(Math.max(0, lines.size() - 40), lines.size()).forEach(System.out::println);
        }
    }

    /** What each of so many orders left, rows with their indexes, and wrote on the way. */
    String costs(int orders) throws Exception {
        try (Connection ledger = databases.connection(); var statement = ledger.createStatement()) {
            ResultSet row = statement
                    .executeQuery("SELECT (SELECT count(*) FROM request), (SELECT count(*) FROM journal),"
                            + " pg_total_relation_size('request') + pg_total_relation_size('journal')"
                            + " + pg_total_relation_size('provider_order'), (SELECT count(*) FROM exchange),"
                            + " pg_total_relation_size('exchange'), pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0'),"
                            + " (SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL)");
            row.next();
            double calls = 0;
            for (SluiceProcess one : running) {
                calls += one.sum("sluice_calls_seconds_count");
            }
            return String.format(
                    "%.1f rows of request, %.1f of journal, %.1f of exchange, %d bytes of ledger, %d of exchanges"
                            + " beside, %d of its log, %d written by the broker, %.1f calls; connections to the database %d",
                    row.getDouble(1) / orders,
                    row.getDouble(2) / orders, row.getDouble(4) / orders, row.getLong(3) / orders,
                    row.getLong(5) / orders, (row.getLong(6) - logBefore) / orders, brokers.written() / orders,
                    calls / orders, row.getInt(7));
        }
    }

    private long log() throws Exception {
        try (Connection ledger = databases.connection(); var statement = ledger.createStatement()) {
            ResultSet row = statement.executeQuery("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')");
            row.next();
            return row.getLong(1);
        }
    }

    BrokerPair brokers() {
        return brokers;
    }

    PostgresPair databases() {
        return databases;
    }

    SluiceProcess replica(int replica) {
        return running[replica];
    }

    void awaitMade(int at) {
        await().atMost(LONGEST_WORK).pollInterval(Duration.ofMillis(5)).until(() -> books.made() >= at);
    }

    /** Until all that are there have been ready. */
    void awaitReady() {
        await().atMost(LONGEST_WORK).pollInterval(Duration.ofMillis(200))
                .until(() -> Stream.of(running).allMatch(SluiceProcess::ready));
    }

    /** A signal that no handler sees, such as STOP. */
    void signal(int replica, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(running[replica].pid())).start().waitFor())
                .isZero();
    }

    /** As a rolling update does it: told to end, and another in its place. */
    void restart(int replica) throws Exception {
        SluiceProcess one = running[replica];
        assertThat(one.terminate(LONGEST_END)).as("it ends when it is told to").isGreaterThanOrEqualTo(0);
        await().atMost(LONGEST_WORK).until(() -> running[replica] != one && running[replica].ready());
    }

    private void launch(int replica) throws IOException {
        running[replica] = SluiceProcess.launch(places[replica], settings.get(replica), List.of(), under.get(replica),
                jars[replica]);
    }

    private void orchestrate() {
        while (!closed) {
            for (int replica = 0; replica < REPLICAS; replica++) {
                if (!running[replica].alive()) {
                    ended.add(running[replica]);
                    try {
                        launch(replica);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
            Pause.millis(200);
        }
    }

    /** Lines of what all of them wrote, the ended ones too, that hold the text. */
    List<String> said(String text) {
        return Stream.concat(ended.stream(), Stream.of(running)).flatMap(one -> one.output().stream())
                .filter(line -> line.contains(text)).toList();
    }

    @Override
    public void close() throws Exception {
        closed = true;
        orchestrator.join();
        Stream.of(running).filter(one -> one != null).forEach(SluiceProcess::close);
        brokers.close();
        databases.close();
        doubles.close();
    }
}
