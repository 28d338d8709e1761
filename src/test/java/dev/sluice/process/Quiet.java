package dev.sluice.process;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Clients, brokers and doubles that log each lost connection would drown what the tests say: they lose hundreds on
 * purpose.
 */
final class Quiet {

    private static final List<Logger> LOUD = List.of(Logger.getLogger("org.apache.qpid"),
            Logger.getLogger("org.apache.activemq"), Logger.getLogger("org.apache.artemis"),
            Logger.getLogger("io.zonky"), Logger.getLogger("io.vertx"));

    private Quiet() {
    }

    static void please() {
        LOUD.forEach(logger -> logger.setLevel(Level.OFF));
    }
}
