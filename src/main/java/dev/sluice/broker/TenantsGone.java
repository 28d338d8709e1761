package dev.sluice.broker;

import dev.sluice.config.ConfigProblem;
import dev.sluice.ledger.Housekeeping;
import dev.sluice.ledger.Key;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Supplier;

/**
 * Orders of tenants that are open where there are no tenants any more: sent once more, each would be another one, of
 * nobody.
 */
@Singleton
class TenantsGone {

    private final BrokerUsers users;
    private final Supplier<List<Key>> open;

    @Inject
    TenantsGone(BrokerUsers users, Housekeeping ledger) {
        this(users, ledger::openOfTenants);
    }

    TenantsGone(BrokerUsers users, Supplier<List<Key>> open) {
        this.users = users;
        this.open = open;
    }

    /** @throws ConfigProblem where there are such orders */
    void refuse() {
        if (!users.tenants().isEmpty()) {
            return;
        }
        List<Key> left = open.get();
        if (!left.isEmpty()) {
            throw new ConfigProblem("setting sluice.broker.users: there are no tenants, and requests of tenants are"
                    + " open, such as " + left.get(0).name() + "; name its tenant in the file of users again until"
                    + " they have ended");
        }
    }
}
