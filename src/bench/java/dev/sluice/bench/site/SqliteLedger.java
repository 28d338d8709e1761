package dev.sluice.bench.site;

import java.nio.file.Path;
import java.time.Duration;

/** A file in the system's own folder, written by the system itself: SQLite has one writer, hence one connection. */
final class SqliteLedger implements Ledger {

    @Override
    public Fresh fresh(Path data) {
        return new Fresh(Kind.SQLITE, "jdbc:sqlite:" + data.resolve("bench.db") + "?journal_mode=WAL&synchronous=FULL",
                "", 1);
    }

    @Override
    public Duration cpu() {
        return Duration.ZERO;
    }

    @Override
    public String durability() {
        return "SQLite: journal_mode=WAL, synchronous=FULL; its CPU is the program's";
    }

    @Override
    public void close() {
        // Nothing runs.
    }
}
