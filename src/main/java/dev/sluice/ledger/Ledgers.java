package dev.sluice.ledger;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.DataFolder;
import dev.sluice.watch.Ending;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** Makes the ledger on the database that the settings name, its tables brought up to date once it can be reached. */
@Singleton
public class Ledgers {

    private final Ending ending;
    private @Nullable Tables tables;
    private String where = "";

    /** @param folder that no other process works on the ledger in it */
    Ledgers(Ending ending, DataFolder folder) {
        this.ending = ending;
    }

    @Produces
    @Singleton
    Database database(@ConfigProperty(name = "sluice.ledger.url") Optional<String> url,
            @ConfigProperty(name = "sluice.data") String data,
            @Named("sqlite") Instance<AgroalDataSource> sqlite,
            @Named("flyway_sqlite") Instance<Flyway> sqliteTables,
            @Named("postgresql") Instance<AgroalDataSource> postgresql,
            @Named("flyway_postgresql") Instance<Flyway> postgresqlTables) {
        if (url.filter(text -> !text.isBlank()).isPresent()) {
            where = "the ledger at " + LedgerUrl.place(url.get());
            Tables tables = new Tables(postgresqlTables.get(), postgresql.get(), "setting sluice.ledger.url: " + where,
                    server -> LedgerUrl.missing(url.get(), server));
            this.tables = tables;
            try {
                tables.prepare();
            } catch (Away e) {
                // The database waits for it, and prepares the tables then.
            }
            // What an operator has to mend ends Sluice then as it would now, were the server there.
            ServerDatabase server = new ServerDatabase(postgresql.get(), where, tables::prepare, ending::because);
            ending.first(server::waitNoMore);
            return server;
        }
        where = "the ledger in " + data;
        Tables tables = new Tables(sqliteTables.get(), sqlite.get(), "setting sluice.data: " + where,
                file -> Optional.empty());
        this.tables = tables;
        try {
            tables.prepare();
        } catch (Away e) {
            throw new ConfigProblem("setting sluice.data: " + where + " cannot be used: " + e.getMessage());
        }
        FileDatabase file = new FileDatabase(sqlite.get(), where);
        ending.first(file::waitNoMore);
        return file;
    }

    void close(@Disposes Database database) throws Exception {
        if (database instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    @Produces
    @Singleton
    Identity identity(Database database) {
        return new Identity(Objects.requireNonNull(tables)::identity, where, database instanceof FileDatabase,
                database);
    }

    @Produces
    @Singleton
    Ledger ledger(Database database, Clock clock, RunningPlan plan, LedgerTime time) {
        return new Ledger(database, clock, plan, time::day);
    }

    @Produces
    @Singleton
    TokenRows tokenRows(Database database) {
        return new TokenRows(database);
    }

    @Produces
    @Singleton
    BalanceRows balanceRows(Database database) {
        return new BalanceRows(database);
    }

    @Produces
    @Singleton
    PlanRows planRows(Database database, Ledger ledger, Clock clock) {
        return new PlanRows(database, ledger, clock);
    }

    @Produces
    @Singleton
    WebhookRows webhookRows(Database database) {
        return new WebhookRows(database);
    }

    @Produces
    @Singleton
    HoldRows holdRows(Database database, Ledger ledger, Clock clock) {
        return new HoldRows(database, ledger, clock);
    }

    @Produces
    @Singleton
    BulkRows bulkRows(Database database, Ledger ledger, Clock clock) {
        return new BulkRows(database, ledger, clock);
    }

    @Produces
    @Singleton
    ApprovalRows approvalRows(Database database, Ledger ledger, BulkRows bulks, Clock clock) {
        return new ApprovalRows(database, ledger, bulks, clock);
    }

    @Produces
    @Singleton
    ShareRows shareRows(Database database) {
        return new ShareRows(database, !(database instanceof FileDatabase));
    }

    @Produces
    @Singleton
    Housekeeping housekeeping(Database database, Clock clock) {
        return new Housekeeping(database, clock);
    }

    @Produces
    @Singleton
    LedgerTime ledgerTime(Database database, Clock clock) {
        return new LedgerTime(database, clock, System::nanoTime);
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }
}
