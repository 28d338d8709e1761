package dev.sluice.watch;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * What metrics of HTTP are told apart by is no text of whoever sends a request: it would be a new row each time, kept
 * for good. Of paths the settings see to that ({@code match-patterns}), of methods this does.
 */
@Singleton
public class HttpLabels {

    private static final String METHOD = "method";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Produces
    @Singleton
    MeterFilter methods() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                String method = id.getName().startsWith("http.server.") ? id.getTag(METHOD) : null;
                return method == null || METHODS.contains(method) ? id : id.withTags(List.of(Tag.of(METHOD, "other")));
            }
        };
    }
}
