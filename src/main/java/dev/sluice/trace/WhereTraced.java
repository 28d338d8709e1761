package dev.sluice.trace;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes of the setting where traces go; without one nothing of OpenTelemetry is loaded. */
@Singleton
class WhereTraced {

    @Produces
    @Singleton
    Traces traces(@ConfigProperty(name = "sluice.traces.url") Optional<String> url) {
        return url.filter(text -> !text.isBlank()).<Traces>map(text -> new Collector(text.strip(), replica()))
                .orElse(Traces.OFF);
    }

    void end(@Disposes Traces traces) throws Exception {
        if (traces instanceof AutoCloseable collector) {
            collector.close();
        }
    }

    private static String replica() {
        String host = System.getenv("HOSTNAME");
        return (host == null || host.isBlank() ? "" : host.strip() + ":") + ProcessHandle.current().pid();
    }
}
