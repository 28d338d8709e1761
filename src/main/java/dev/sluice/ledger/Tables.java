package dev.sluice.ledger;

import dev.sluice.config.ConfigProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;

/** The ledger's tables, brought up to date once, and which ledger it is by them. */
final class Tables {

    /** Why tables cannot be made there, in an operator's words. */
    interface Place {
        Optional<String> missing(Connection connection) throws SQLException;
    }

    private final Flyway flyway;
    private final DataSource pool;
    private final String where;
    private final Place place;
    private volatile @Nullable String identity;

    /** @param where the setting and the place, as an operator is told of them */
    Tables(Flyway flyway, DataSource pool, String where, Place place) {
        this.flyway = flyway;
        this.pool = pool;
        this.where = where;
        this.place = place;
    }

    /** Where the statements are that make them, each by its version. */
    static String[] locations(boolean file) {
        return file ? new String[]{"ledger"} : new String[]{"ledger", "ledger-postgresql"};
    }

    /** The version to which a start brings them. */
    static String newest(boolean file) {
        MigrationInfo[] all = Flyway.configure().dataSource("jdbc:sqlite::memory:", null, null)
                .locations(locations(file)).load().info().all();
        return all[all.length - 1].getVersion().getVersion();
    }

    /** The ledger's id, once the tables are prepared. */
    @Nullable
    String identity() {
        return identity;
    }

    /**
     * @throws Away          where the server cannot be reached now
     * @throws ConfigProblem where waiting does not help: no such user, no right, tables of another Sluice
     */
    synchronized void prepare() throws Away {
        if (identity != null) {
            return;
        }
        try {
            try (Connection connection = pool.getConnection()) {
                place.missing(connection).ifPresent(missing -> {
                    throw new ConfigProblem(where + " cannot be used: " + missing);
                });
            }
            flyway.migrate();
            try (Connection connection = pool.getConnection()) {
                identity = Identity.of(new Sql(connection));
            }
        } catch (FlywayException | SQLException e) {
            String reason = String.valueOf(e.getMessage()).lines().filter(line -> !line.isBlank()).findFirst()
                    .orElse("");
            if (Away.tells(e)) {
                throw new Away(reason.replace("Unable to obtain connection from database: ", ""), e);
            }
            throw new ConfigProblem(where + " cannot be used: " + reason);
        }
    }
}
