package dev.sluice.bench.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All that is the same for every run. */
public final class Site implements AutoCloseable {

    /** CPU time of each side up to a moment. */
    public record Spent(Duration program, Duration database, Duration broker) {

        public Spent since(Spent before) {
            return new Spent(program.minus(before.program), database.minus(before.database),
                    broker.minus(before.broker));
        }
    }

    private static final Duration POLL_DELAY = Duration.ofSeconds(1);

    private final Path home;
    private final Path folder;
    private final int consumers;
    private final Broker broker;
    private final Provider provider;
    private final Map<String, String> settings;
    private final Map<Ledger.Kind, Ledger> ledgers = new EnumMap<>(Ledger.Kind.class);
    private int runs;

    private Site(Path home, Path folder, int consumers, Broker broker, Provider provider,
            Map<String, String> settings) {
        this.settings = settings;
        this.home = home;
        this.folder = folder;
        this.consumers = consumers;
        this.broker = broker;
        this.provider = provider;
    }

    /**
     * @param home      the checkout, with a built Sluice
     * @param folder    for journals, ledgers and logs: on a disk, not in memory
     * @param consumers of each queue, for every system
     */
    public static Site open(Path home, Path folder, int consumers, Set<Ledger.Kind> kinds)
            throws IOException, InterruptedException, SQLException {
        return open(home, folder, consumers, kinds, Map.of());
    }

    /**
     * The same.
     *
     * @param settings of Sluice alone, beside those of each run
     */
    public static Site open(Path home, Path folder, int consumers, Set<Ledger.Kind> kinds,
            Map<String, String> settings) throws IOException, InterruptedException, SQLException {
        Path place = folder.toAbsolutePath();
        Files.createDirectories(place);
        Site site = new Site(home.toAbsolutePath(), place, consumers, Broker.start(place), Provider.start(place),
                settings);
        for (Ledger.Kind kind : kinds) {
            site.ledgers.put(kind, kind.open(place));
        }
        return site;
    }

    /** Empties the queues, has the provider forget, and makes a folder for the next run's system. */
    public Path clear(int latencyMs) throws IOException, InterruptedException {
        broker.empty();
        provider.begin(latencyMs);
        return Files.createDirectories(folder.resolve("run-" + ++runs));
    }

    /** Starts a system on a fresh ledger, and returns at once. */
    public Running start(Contestant contestant, Ledger.Kind kind, Path data) throws IOException, SQLException {
        return contestant.start(this, ledger(kind).fresh(data), data);
    }

    public Spent spent(Running system, Ledger.Kind kind) {
        return new Spent(system.child().cpu(), ledger(kind).cpu(), broker.cpu());
    }

    public Ledger ledger(Ledger.Kind kind) {
        Ledger ledger = ledgers.get(kind);
        if (ledger == null) {
            throw new BenchFailure("no ledger on " + kind.shown() + " was opened");
        }
        return ledger;
    }

    public Broker broker() {
        return broker;
    }

    public Provider provider() {
        return provider;
    }

    public Path home() {
        return home;
    }

    Map<String, String> settings() {
        return settings;
    }

    public int consumers() {
        return consumers;
    }

    public Duration pollDelay() {
        return POLL_DELAY;
    }

    /** Ends what was started; logs and ledgers stay. */
    @Override
    public void close() throws IOException {
        for (Ledger ledger : ledgers.values()) {
            ledger.close();
        }
        provider.close();
        broker.close();
    }

    /** Takes away the folder of one that was closed and did well. */
    public static void forget(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
