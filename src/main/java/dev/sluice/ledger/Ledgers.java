package dev.sluice.ledger;

import dev.sluice.config.ConfigProblem;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.flyway.FlywayDataSource;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Makes the ledger on the database that the settings name, its tables brought up to date. */
@Singleton
public class Ledgers {

    @Produces
    @Singleton
    Database database(@ConfigProperty(name = "sluice.ledger.url") Optional<String> url,
                      @ConfigProperty(name = "sluice.data") String data,
                      @DataSource("sqlite") InjectableInstance<AgroalDataSource> sqlite,
                      @FlywayDataSource("sqlite") InjectableInstance<Flyway> sqliteTables,
                      @DataSource("postgresql") InjectableInstance<AgroalDataSource> postgresql,
                      @FlywayDataSource("postgresql") InjectableInstance<Flyway> postgresqlTables) {
        boolean server = url.filter(text -> !text.isBlank()).isPresent();
        try {
            if (!server) {
                Files.createDirectories(Path.of(data));
            }
            (server ? postgresqlTables : sqliteTables).get().migrate();
        } catch (IOException e) {
            throw new ConfigProblem("setting sluice.data: the folder " + data + " cannot be made: " + e.getMessage());
        } catch (FlywayException e) {
            throw new ConfigProblem((server ? "setting sluice.ledger.url: the ledger at " + url.get()
                    : "setting sluice.data: the ledger in " + data) + " cannot be used: "
                    + String.valueOf(e.getMessage()).lines().filter(line -> !line.isBlank()).findFirst().orElse(""));
        }
        return server ? new PooledDatabase(postgresql.get()) : new SharedCommitDatabase(sqlite.get());
    }

    void close(@Disposes Database database) throws Exception {
        if (database instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    @Produces
    @Singleton
    Ledger ledger(Database database, Clock clock) {
        return new Ledger(database, clock);
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }
}
