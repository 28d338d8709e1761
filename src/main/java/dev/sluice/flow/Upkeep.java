package dev.sluice.flow;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Durations;
import dev.sluice.lane.Gates;
import dev.sluice.ledger.ExchangeKeep;
import dev.sluice.ledger.Housekeeping;
import dev.sluice.ledger.Ledger;
import dev.sluice.ledger.LedgerTime;
import dev.sluice.ledger.Pruning;
import dev.sluice.ledger.Retention;
import dev.sluice.step.Letter;
import dev.sluice.step.Steps;
import dev.sluice.watch.Ending;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What is done on a slow clock: asks about orders whose poll went missing, and removes what was kept long enough. */
@Singleton
@Named("upkeep")
@Unremovable
public class Upkeep {

    private static final int MOST = 500;

    private final Ledger ledger;
    private final Housekeeping housekeeping;
    private final LedgerTime time;
    private final Steps steps;
    private final Gates gates;
    private final Clock clock;
    private final Duration grace;
    private final Pruning pruning;

    Upkeep(Ledger ledger, Housekeeping housekeeping, LedgerTime time, Steps steps, Gates gates, Clock clock,
            Ending ending, Config config, @ConfigProperty(name = "sluice.sweep.grace") String grace,
            @ConfigProperty(name = "sluice.sweep.period") String sweepPeriod,
            @ConfigProperty(name = "sluice.ledger.prune-period") String prunePeriod) {
        this.ledger = ledger;
        this.housekeeping = housekeeping;
        this.time = time;
        this.steps = steps;
        this.gates = gates;
        this.clock = clock;
        this.grace = duration("sluice.sweep.grace", grace);
        this.pruning = new Pruning(housekeeping, time, Retention.of(config), ExchangeKeep.of(config));
        ending.first(pruning::end);
        duration("sluice.sweep.period", sweepPeriod);
        duration("sluice.ledger.prune-period", prunePeriod);
    }

    /** The body becomes one ask for each order that is overdue, but for those whose asks would only wait. */
    public void overdue(Exchange exchange) {
        long now = clock.millis();
        List<Letter> asks = housekeeping.takeOverdue(now - grace.toMillis(), now, MOST).stream()
                .flatMap(key -> ledger.find(key).stream())
                .filter(entry -> gates.told(entry.provider(), entry.account()) == null)
                .flatMap(entry -> steps.askAgain(Steps.OVERDUE + UUID.randomUUID(), entry).stream()).toList();
        exchange.getMessage().setBody(asks);
    }

    /** Looks whether the clock is believed; health, metrics and the log tell where it is not. */
    public void time() {
        time.look();
    }

    public void prune() {
        pruning.run();
    }

    private static Duration duration(String setting, String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigProblem("setting " + setting + ": " + e.getMessage());
        }
    }
}
