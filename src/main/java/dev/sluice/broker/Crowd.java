package dev.sluice.broker;

import dev.sluice.watch.Watch;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Objects;
import org.apache.camel.quarkus.main.events.BeforeStart;
import org.jspecify.annotations.Nullable;

/**
 * Keeps submissions back while the embedded broker holds as many pending orders as memory is for: what is delayed
 * cannot wait on the disk. What waits to be submitted can.
 */
@Singleton
public class Crowd {

    private final EmbeddedBroker embedded;
    private volatile @Nullable Watch watch;

    Crowd(EmbeddedBroker embedded) {
        this.embedded = embedded;
    }

    void start(@Observes BeforeStart event) {
        watch = new Watch("memory for more pending orders", this::look);
    }

    void end(@Observes ShutdownEvent event) {
        if (watch != null) {
            watch.close();
        }
    }

    /** Whether there was memory for what follows one more submission when it was looked last; answers at once. */
    public boolean admits() {
        return Objects.requireNonNull(watch).there();
    }

    private void look() throws IOException {
        String crowd = embedded.crowd();
        if (crowd != null) {
            throw new IOException(crowd);
        }
    }
}
