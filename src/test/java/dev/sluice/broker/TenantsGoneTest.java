package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigProblem;
import dev.sluice.ledger.Key;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open orders of tenants where there are none any more. */
class TenantsGoneTest {

    private static final List<Key> OPEN = List.of(new Key("orders", "acme", "order-7"));

    @TempDir
    private Path folder;

    @Test
    void theyAreInTheWayOfTheStart() {
        assertThatThrownBy(() -> new TenantsGone(BrokerUsers.none(), () -> OPEN).refuse())
                .isInstanceOf(ConfigProblem.class).hasMessageContaining("sluice.broker.users")
                .hasMessageContaining("such as acme/order-7").hasMessageContaining("again until they have ended");
        assertThatCode(() -> new TenantsGone(BrokerUsers.none(), List::of).refuse()).doesNotThrowAnyException();
    }

    @Test
    void notWhereThereAreTenants() throws Exception {
        BrokerUsers users = GivenUsers.of(GivenUsers.file(folder, Map.of("shop-7", BrokerRole.UPSTREAM),
                Map.of("shop-7", "beta"), "said-to-nobody"));
        assertThatCode(() -> new TenantsGone(users, () -> OPEN).refuse()).doesNotThrowAnyException();
    }
}
