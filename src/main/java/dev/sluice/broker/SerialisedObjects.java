package dev.sluice.broker;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.ObjectInputFilter;
import org.apache.camel.quarkus.main.events.BeforeStart;

/**
 * Java's serialised objects: this process makes none of them anew, whichever library would and from whomever they come
 * (CVE-2026-40860, CVE-2026-43866, CVE-2026-57822). An operator's own {@code jdk.serialFilter} stands instead.
 */
@Singleton
public class SerialisedObjects {

    private static final String NONE = "!*";

    void refuse(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) BeforeStart event) {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter(NONE));
        }
    }
}
