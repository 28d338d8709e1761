package dev.sluice.cli.doctor;

import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.ledger.Holds;
import dev.sluice.ledger.LedgerReader;
import dev.sluice.ledger.LedgerTime;
import dev.sluice.ledger.TimeRow;
import java.sql.SQLException;
import java.util.Optional;

/** Whether the ledger can be read, which tables it has, what time it is by it, and who holds back submissions. */
final class LedgerChecks {

    private static final long SKEW_MILLIS = 5_000;

    /**
     * @param clock of the database itself, epoch milliseconds
     * @param holds empty where they cannot be read
     */
    private record Seen(Optional<String> version, String needed, Optional<TimeRow> noted, long clock,
            Optional<Holds> holds) {

        static Seen in(LedgerReader ledger) throws SQLException {
            return new Seen(ledger.version(), ledger.neededVersion(), ledger.time(),
                    ledger.clock(), ledger.tellsOfHolds() ? Optional.of(ledger.holds()) : Optional.empty());
        }
    }

    private final Surroundings surroundings;
    private final Diagnosis diagnosis;

    LedgerChecks(Surroundings surroundings, Diagnosis diagnosis) {
        this.surroundings = surroundings;
        this.diagnosis = diagnosis;
    }

    void look() {
        long before = System.currentTimeMillis();
        Seen seen;
        try {
            seen = LedgerAccess.read(surroundings, Seen::in);
        } catch (Problem e) {
            diagnosis.wrong("ledger", String.valueOf(e.getMessage()));
            return;
        }
        diagnosis.ok("ledger", "it can be read");
        tables(seen);
        database(seen.clock(), before, System.currentTimeMillis());
        noted(seen);
        held(seen);
    }

    private void tables(Seen seen) {
        String version = seen.version().orElse("");
        if (version.isEmpty()) {
            diagnosis.warn("ledger tables", "nobody says which version they are; at PostgreSQL this role needs SELECT"
                    + " on flyway_schema_history");
        } else if (number(version) == number(seen.needed())) {
            diagnosis.ok("ledger tables", "version " + version);
        } else if (number(version) < number(seen.needed())) {
            diagnosis.warn("ledger tables", "version " + version + ", and this Sluice has " + seen.needed()
                    + ": its next start brings them there");
        } else {
            diagnosis.wrong("ledger tables", "version " + version + ", and this Sluice knows only " + seen.needed()
                    + ": run the version that made them, or a newer one");
        }
    }

    private static int number(String version) {
        return Integer.parseInt(version.replaceAll("\\D.*", ""));
    }

    private void database(long clock, long before, long after) {
        long off = clock < before ? clock - before : Math.max(0, clock - after);
        if (Math.abs(off) <= SKEW_MILLIS) {
            diagnosis.ok("ledger clock", "the database's clock and this machine's are the same");
        } else {
            diagnosis.warn("ledger clock", "the database's clock is " + Moments.length(off)
                    + (off > 0 ? " ahead of" : " behind") + " this machine's; set both by NTP");
        }
    }

    private void noted(Seen seen) {
        long ahead = System.currentTimeMillis() - seen.noted().map(TimeRow::at).orElse(System.currentTimeMillis());
        if (Math.abs(ahead) <= LedgerTime.TOLERANCE.toMillis()) {
            diagnosis.ok("ledger time", "this machine's clock is believed");
        } else {
            diagnosis.warn("ledger time", "this machine's clock is " + Moments.length(ahead)
                    + (ahead > 0 ? " ahead of" : " behind") + " what the ledger noted, so nothing is pruned;"
                    + " ./sluice ledger clock tells what to do");
        }
    }

    private void held(Seen seen) {
        if (seen.holds().isEmpty()) {
            diagnosis.warn("submissions", "nobody says whether they are held; at PostgreSQL this role needs SELECT on"
                    + " submission_hold and account_hold");
            return;
        }
        Holds holds = seen.holds().get();
        if (holds.by().isEmpty()) {
            diagnosis.ok("submissions", "none are held by ./sluice hold");
        }
        holds.places().forEach(place -> diagnosis.warn("submissions", (place.isEverything() ? ""
                : "of " + place.text() + " ") + holds.of(place).orElseThrow().text() + "; ./sluice release"
                + place.arguments() + " --by NAME --why TEXT lets them go on"));
    }
}
