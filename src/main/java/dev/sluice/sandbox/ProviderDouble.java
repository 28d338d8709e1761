package dev.sluice.sandbox;

import io.vertx.ext.web.Router;
import java.util.Map;

/** A stand-in of one provider, as strict as its document. A further one is such a class, named in {@link Doubles}. */
interface ProviderDouble {

    /** The provider's name, which is also the part of the path after {@code /sandbox/}. */
    String provider();

    /** The only credentials it knows, by the names that the provider's file gives them. */
    Map<String, String> credentials();

    /** What one has to know to call it, by keyword. */
    default Map<String, String> help() {
        return Map.of();
    }

    /** @param router of its own, below {@code /sandbox/<provider>}; request bodies are read already */
    void mount(Router router);
}
