package dev.sluice.ledger;

import dev.sluice.config.ConfigProblem;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The ledger's tables, brought up to date once. */
final class Tables {

    private final Flyway flyway;
    private final String where;
    private boolean ready;

    /** @param where the setting and the place, as an operator is told of them */
    Tables(Flyway flyway, String where) {
        this.flyway = flyway;
        this.where = where;
    }

    /**
     * @throws Away          where the server cannot be reached now
     * @throws ConfigProblem where waiting does not help: no such user, no right, tables of another Sluice
     */
    synchronized void prepare() throws Away {
        if (ready) {
            return;
        }
        try {
            flyway.migrate();
            ready = true;
        } catch (FlywayException e) {
            String reason = String.valueOf(e.getMessage()).lines().filter(line -> !line.isBlank()).findFirst().orElse("");
            if (Away.tells(e)) {
                throw new Away(reason.replace("Unable to obtain connection from database: ", ""), e);
            }
            throw new ConfigProblem(where + " cannot be used: " + reason);
        }
    }
}
