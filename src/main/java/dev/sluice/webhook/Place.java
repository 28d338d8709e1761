package dev.sluice.webhook;

import dev.sluice.provider.Account;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import java.util.List;
import java.util.stream.Stream;

/** An account that webhooks can be delivered to. */
record Place(Provider provider, Account account) {

    private static final String ROOT = "webhooks";

    /**
     * The account at {@code /webhooks/<provider>/<account>}, null where there is none. Slashes at the end or twice do
     * not count: providers and proxies add them to what they were told.
     */
    static Place at(String path, Providers providers) {
        List<String> names = Stream.of(path.split("/")).filter(name -> !name.isEmpty()).toList();
        Provider provider = names.size() == 3 && names.get(0).equals(ROOT) ? providers.get(names.get(1)) : null;
        Account account = provider == null || provider.webhook() == null ? null : provider.accounts().get(names.get(2));
        return account == null || !account.missing().isEmpty() ? null : new Place(provider, account);
    }

    @Override
    public String toString() {
        return provider.name() + "/" + account.name();
    }
}
