package dev.sluice.broker;

import dev.sluice.watch.Watch;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.camel.quarkus.main.events.AfterStart;
import org.jspecify.annotations.Nullable;

/**
 * Whether the broker takes messages, or is full: then steps wait with what they have to publish. An external broker
 * tells it only by not letting its clients send, which the client says in its log every ten seconds.
 */
@Singleton
public class Room implements Filter {

    /** Held here, for a logger that nobody holds loses its filter. */
    private static final Logger CLIENT = Logger.getLogger("org.apache.activemq.artemis.core.client");
    private static final String BLOCKED = "AMQ212054";
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(12);

    private final EmbeddedBroker embedded;
    private final Connections connections;
    private volatile @Nullable Watch watch;
    private volatile Instant blocked = Instant.EPOCH;
    private volatile String address = "";

    Room(EmbeddedBroker embedded, Connections connections) {
        this.embedded = embedded;
        this.connections = connections;
    }

    void start(@Observes AfterStart event) {
        CLIENT.setFilter(this);
        watch = new Watch("room at " + connections.broker(), this::look);
    }

    void end(@Observes ShutdownEvent event) {
        if (watch != null) {
            watch.close();
        }
    }

    /** Why the broker takes no messages, where it does not as far as is known; answers at once. */
    public @Nullable String absence() {
        return watch == null ? null : watch.absence();
    }

    /** What else the client logs is said by {@link BrokerWatch}, and once. */
    @Override
    public boolean isLoggable(LogRecord record) {
        if (String.valueOf(record.getMessage()).startsWith(BLOCKED)) {
            address = String.valueOf(record.getMessage()).replaceFirst(".*address=(\\S+).*", "$1");
            blocked = Instant.now();
        }
        return false;
    }

    private void look() throws IOException {
        String fullness = embedded.fullness();
        if (fullness == null && blocked.plus(BETWEEN_WORDS).isAfter(Instant.now())) {
            fullness = "it takes no messages for " + address + ", so steps keep their results; have them read, or"
                    + " give the"
                    + " broker's disk or the address more room";
        }
        if (fullness != null) {
            throw new IOException(fullness);
        }
    }
}
