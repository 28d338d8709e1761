package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.given.MovedClock;
import dev.sluice.ledger.Funds;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Lane;
import dev.sluice.queue.Lanes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of balances that are watched, and of which of them. */
class BalanceMetersTest {

    private static final Lane LANE = new Lane("messagehub", "default");
    private static final Map<Lane, Set<String>> WATCHED = Map.of(LANE, Set.of("EUR"));

    @TempDir
    private Path folder;
    private final MovedClock clock = new MovedClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final BalanceMeters meters = new BalanceMeters(metrics, clock);

    @Test
    void whatIsWatchedAgainIsAsOldAsThat() {
        meters.watch(WATCHED);
        clock.advance(Duration.ofMinutes(2));
        meters.watch(WATCHED);
        assertThat(age()).as("watched on").isEqualTo(120);

        meters.know(LANE, Map.of("EUR", new Funds(BigDecimal.ONE, false, clock.millis())));
        clock.advance(Duration.ofSeconds(30));
        assertThat(age()).isEqualTo(30);

        meters.watch(Map.of());
        assertThat(age()).isNaN();
        clock.advance(Duration.ofDays(365));
        meters.watch(WATCHED);
        clock.advance(Duration.ofSeconds(1));
        assertThat(age()).isEqualTo(1);
    }

    /** It is read as soon as its credentials are there, and would be told as not read until then. */
    @Test
    void whatCannotBeReadIsNotToldAsNotRead() throws Exception {
        Path password = folder.resolve("password");
        Providers providers = GivenProviders.shipped(Map.of(
                "sluice.providers.messagehub.accounts.second.username", "user",
                "sluice.providers.messagehub.accounts.second.password-file", password.toString(),
                "sluice.providers.messagehub.limits.low-balance", "{\"*\": \"100.00\"}"));
        Balances balances = new Balances(providers, new Lanes(providers), null, null, null, null, clock, meters, "10m");
        assertThat(accounts()).containsExactly("default");

        Files.writeString(password, "secret");
        clock.advance(Duration.ofMinutes(1));
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(camel);
            balances.watched(exchange);
            List<?> read = exchange.getMessage().getBody(List.class);
            assertThat(read.contains(new Lane("messagehub", "second"))).isTrue();
        }
        assertThat(accounts()).containsExactlyInAnyOrder("default", "second");
    }

    private double age() {
        return metrics.get("sluice.balance.age").tag("currency", "EUR").gauge().value();
    }

    private Set<String> accounts() {
        return metrics.find("sluice.balance.age").gauges().stream().filter(gauge -> !Double.isNaN(gauge.value()))
                .map(Gauge::getId).map(id -> id.getTag("account")).collect(Collectors.toSet());
    }
}
