package dev.sluice.queue;

import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/**
 * The lanes of all providers: one for each account that the configuration knows, and in any case one for the default.
 */
@Singleton
public class Lanes {

    private final Providers providers;

    public Lanes(Providers providers) {
        this.providers = providers;
    }

    /**
     * The lane of an account; the default one where the configuration does not know the account, or knows it no more.
     */
    public Lane of(String provider, String account) {
        Provider known = providers.get(provider);
        return new Lane(provider, known != null && known.accounts().containsKey(account) ? account : Lane.DEFAULT);
    }

    public List<Lane> of(Provider provider) {
        return Stream.concat(Stream.of(Lane.DEFAULT), provider.accounts().keySet().stream()).distinct()
                .map(account -> new Lane(provider.name(), account)).toList();
    }

    public List<Lane> all() {
        return providers.all().stream().flatMap(provider -> of(provider).stream()).toList();
    }
}
