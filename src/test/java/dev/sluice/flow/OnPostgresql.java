package dev.sluice.flow;

/** The same on a real PostgreSQL server that forces every commit to the disk. */
public class OnPostgresql extends OnSqlite {

    @Override
    String ledger() {
        return "postgresql";
    }
}
