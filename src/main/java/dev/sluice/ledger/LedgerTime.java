package dev.sluice.ledger;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What time it is by the ledger. Pruning believes it and not the machine's clock alone, for what a clock that is ahead
 * makes it forget can be sent twice.
 *
 * <p>The clock is believed while it is within a day of what the ledger noted last and the running time of this process
 * since it read that. Running time is what a clock that is set does not change. Otherwise a person has to confirm the
 * day, or the clock has to come right.
 */
public final class LedgerTime {

    /** As long as a clock that is right may be ahead at a start, because no Sluice ran. */
    public static final Duration TOLERANCE = Duration.ofDays(1);

    private static final Logger LOG = Logger.getLogger(LedgerTime.class);
    private static final long NOTED_EVERY_MILLIS = 60_000;
    private static final Duration BETWEEN_LINES = Duration.ofHours(1);

    private final Database database;
    private final Clock clock;
    private final LongSupplier nanos;

    private volatile @Nullable Mark read;
    private @Nullable Mark newest;
    private long confirmed;
    private @Nullable Long saidAt;
    private volatile @Nullable Doubt doubt;

    /** @param nanos the process's running time, as {@link System#nanoTime()} counts it */
    public LedgerTime(Database database, Clock clock, LongSupplier nanos) {
        this.database = database;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Looks at the clock. The time that it certainly is, epoch milliseconds: by the clock, and not past the newest end
     * of a request (or what a person confirmed) and the running time since that was seen. Empty while the clock is not
     * believed.
     */
    public synchronized OptionalLong look() {
        long wall = clock.millis();
        long now = nanos.getAsLong();
        Noted noted = noted(wall);
        if (read == null || noted.confirmed() != confirmed) {
            read = new Mark(noted.at(), now);
            confirmed = noted.confirmed();
        }
        long expected = read.later(now);
        if (Math.abs(wall - expected) > TOLERANCE.toMillis()) {
            doubt(new Doubt(wall, expected), now);
            return OptionalLong.empty();
        }
        believe();
        if (Math.abs(wall - noted.at()) >= NOTED_EVERY_MILLIS) {
            database.write(sql -> sql.update("UPDATE ledger_time SET at = ? WHERE id = 1", wall));
        }
        long attested = Math.max(noted.newestEnd(), noted.confirmed());
        if (newest == null || newest.at() != attested) {
            newest = new Mark(attested, now);
        }
        return OptionalLong.of(Math.min(wall, newest.later(now)));
    }

    /**
     * A person says what day it is (UTC); noted together with that.
     *
     * @return why it is not confirmed, where it is not
     */
    public synchronized @Nullable String confirm(Act act, LocalDate day) {
        long wall = clock.millis();
        LocalDate today = LocalDate.ofInstant(Instant.ofEpochMilli(wall), ZoneOffset.UTC);
        // A person may be a time zone away.
        if (Math.abs(ChronoUnit.DAYS.between(day, today)) > 1) {
            return "the Sluice that read this has " + Instant.ofEpochMilli(wall) + ", not " + day
                    + "; set its clock right, then nothing has to be confirmed";
        }
        database.write(sql -> sql.updates(Statements.note(act, wall))[0] == 0 ? 0 : sql.update(
                "INSERT INTO ledger_time (id, at, confirmed) VALUES (1, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET at = excluded.at, confirmed = excluded.confirmed",
                wall, wall));
        look();
        return null;
    }

    /**
     * Which day (UTC, days since 1970) what is counted by days counts for: by the clock, and while that is not believed
     * by the ledger's time, so that a clock that was set gives no day's room anew.
     */
    public long day() {
        if (read == null) {
            look();
        }
        long wall = clock.millis();
        long expected = Objects.requireNonNull(read).later(nanos.getAsLong());
        return TimeUnit.MILLISECONDS.toDays(Math.abs(wall - expected) > TOLERANCE.toMillis() ? expected : wall);
    }

    /** Why nothing is pruned, where nothing is; answers at once what the last look saw. */
    public @Nullable String doubt() {
        Doubt now = doubt;
        return now == null ? null : now.text();
    }

    /** How far the clock is from the ledger's time, negative where it is behind; 0 while it is believed. */
    public long secondsOff() {
        Doubt now = doubt;
        return now == null ? 0 : (now.clock() - now.expected()) / 1000;
    }

    private void doubt(Doubt seen, long now) {
        doubt = seen;
        if (saidAt == null || now - saidAt >= BETWEEN_LINES.toNanos()) {
            LOG.warn("Sluice removes nothing from the ledger: " + seen.text());
            saidAt = now;
        }
    }

    private void believe() {
        if (doubt != null) {
            LOG.info("Sluice goes on removing what the ledger kept long enough: its clock is believed again");
        }
        doubt = null;
        saidAt = null;
    }

    private Noted noted(long wall) {
        return database.read(sql -> LedgerTime.noted(sql, wall)).orElseGet(() -> database.write(sql -> {
            // A ledger of an earlier version knows at least when its newest request ended.
            long newestEnd = newestEnd(sql, wall);
            sql.update("INSERT INTO ledger_time (id, at, confirmed) VALUES (1, ?, 0) ON CONFLICT DO NOTHING",
                    newestEnd == 0 ? wall : newestEnd);
            return noted(sql, wall).orElseThrow();
        }));
    }

    private static Optional<Noted> noted(Sql sql, long wall) throws SQLException {
        long newestEnd = newestEnd(sql, wall);
        return sql.query(row -> new Noted(row.getLong("at"), row.getLong("confirmed"), newestEnd),
                "SELECT * FROM ledger_time WHERE id = 1").stream().findFirst();
    }

    /** What is recorded as later than now was recorded by a clock that was wrong, and attests nothing. */
    private static long newestEnd(Sql sql, long wall) throws SQLException {
        return sql.query(row -> row.getLong(1),
                "SELECT MAX(updated_at) FROM request WHERE final = 1 AND updated_at <= ?", wall).get(0);
    }

    /** A time, and the running time at which it was seen. */
    private record Mark(long at, long seen) {

        long later(long nanos) {
            return at + (nanos - seen) / 1_000_000;
        }
    }

    /** @param newestEnd of all requests that ended, 0 where none did */
    private record Noted(long at, long confirmed, long newestEnd) {
    }

    private record Doubt(long clock, long expected) {

        String text() {
            return "its clock says " + seconds(clock) + ", and by the ledger it is " + seconds(expected)
                    + ". Set the clock right; if it is right, ./sluice ledger clock tells how to confirm it";
        }

        private static Instant seconds(long millis) {
            return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS);
        }
    }
}
