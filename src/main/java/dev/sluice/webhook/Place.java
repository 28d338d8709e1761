package dev.sluice.webhook;

import dev.sluice.provider.Account;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.provider.Webhook;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An account that webhooks can be delivered to. */
record Place(Provider provider, Account account, Webhook webhook) {

    private static final String ROOT = "webhooks";
    private static final Set<String> METHODS = Set.of("GET", "POST");

    /**
     * The account at {@code /webhooks/<provider>/<account>}, if there is one. Slashes at the end or twice do
     * not count: providers and proxies add them to what they were told.
     */
    static @Nullable Place at(String path, Providers providers) {
        List<String> names = Stream.of(path.split("/")).filter(name -> !name.isEmpty()).toList();
        Provider provider = names.size() == 3 && names.get(0).equals(ROOT) ? providers.get(names.get(1)) : null;
        Webhook webhook = provider == null ? null : provider.webhook();
        if (provider == null || webhook == null) {
            return null;
        }
        Account account = provider.accounts().get(names.get(2));
        return account == null || !account.missing().isEmpty() ? null : new Place(provider, account, webhook);
    }

    /** Whether something may be delivered there by this method. Who delivers to no account is told that it is none. */
    static boolean takes(String path, String method, Providers providers) {
        Place place = at(path, providers);
        return place == null ? METHODS.contains(method) && path.startsWith("/" + ROOT + "/")
                : place.webhook.takes(method);
    }

    /** What is wrong with one that comes by the method of a challenge, and is none. */
    String unlike(String method) {
        return "it is no challenge, and came by " + method + ", where webhook.method is " + webhook.method();
    }

    @Override
    public String toString() {
        return provider.name() + "/" + account.name();
    }
}
