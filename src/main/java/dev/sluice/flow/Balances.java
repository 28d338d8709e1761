package dev.sluice.flow;

import dev.sluice.call.BalanceCall;
import dev.sluice.call.BalanceUnread;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Durations;
import dev.sluice.lane.Gates;
import dev.sluice.ledger.BalanceRows;
import dev.sluice.ledger.Funds;
import dev.sluice.ledger.LedgerUnavailable;
import dev.sluice.provider.Balance;
import dev.sluice.provider.PlanTaken;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Lane;
import dev.sluice.queue.Lanes;
import dev.sluice.step.Letter;
import dev.sluice.step.Letters;
import dev.sluice.text.Shown;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Watches what accounts have at their providers, where it is set how much that should be. One replica at a time reads it,
 * in the account's turn; all of them tell it. An operator is called once when it is less, and once when it is as much
 * again: the ledger keeps which of the two was said last.
 */
@Singleton
@Named("balances")
@Unremovable
public class Balances {

    private static final Logger LOG = Logger.getLogger(Balances.class);

    /** After so many of them what was told is old. */
    private static final int OLD_TURNS = 100;

    /** What was read, to be kept once an operator knows of it. */
    private record Reading(Lane lane, Map<String, Funds> funds) {

        private static final String PROPERTY = Reading.class.getName();
    }

    private final Providers providers;
    private final Lanes lanes;
    private final Gates gates;
    private final BalanceCall calls;
    private final BalanceRows rows;
    private final Letters letters;
    private final Clock clock;
    private final BalanceMeters meters;
    private final long turnMillis;
    private final String replica = UUID.randomUUID().toString();
    /** Accounts whose credentials were refused in this replica's last turn: it leaves the next one to the others. */
    private final Set<Lane> refused = ConcurrentHashMap.newKeySet();

    Balances(Providers providers, Lanes lanes, Gates gates, BalanceCall calls, BalanceRows rows, Letters letters,
            Clock clock, BalanceMeters meters, @ConfigProperty(name = "sluice.balances.period") String period) {
        this.providers = providers;
        this.lanes = lanes;
        this.gates = gates;
        this.calls = calls;
        this.rows = rows;
        this.letters = letters;
        this.clock = clock;
        this.meters = meters;
        this.turnMillis = turnMillis(period);
        measure();
    }

    /** A little less than from one look to the next, so that whoever had the turn may have it again. */
    private static long turnMillis(String period) {
        try {
            return Durations.parse(period).toMillis() * 9 / 10;
        } catch (IllegalArgumentException e) {
            throw new ConfigProblem("setting sluice.balances.period: " + e.getMessage());
        }
    }

    void take(@Observes PlanTaken event) {
        measure();
    }

    /** One whose provider is switched off, or whose credentials are missing, would be told as one that is never read. */
    private List<Lane> measure() {
        List<Lane> readable = lanes.all().stream().filter(this::isWatched).filter(this::isReadable).toList();
        Map<Lane, Set<String>> watched = new HashMap<>();
        readable.forEach(lane -> watched.put(lane, least(lane).keySet()));
        meters.watch(watched);
        return readable;
    }

    /** The body becomes the accounts that are watched and can be read: a credential's file may have come meanwhile. */
    public void watched(Exchange exchange) {
        exchange.getMessage().setBody(measure());
    }

    /** The body, an account, becomes what an operator is to be told of it. */
    public void read(Exchange exchange) throws InterruptedException {
        Lane lane = exchange.getMessage().getBody(Lane.class);
        List<Letter> told = new ArrayList<>();
        try {
            BalanceRows.Seen seen = rows.see(lane.provider(), lane.account(), replica, clock, turnMillis);
            Map<String, Funds> last = Funds.read(seen.last());
            meters.know(lane, last);
            if (seen.due() && refused.remove(lane)) {
                giveBack(lane);
            } else if (seen.due()) {
                amounts(lane).ifPresent(amounts -> exchange.setProperty(Reading.PROPERTY,
                        new Reading(lane, compared(lane, amounts, last, told))));
            }
        } catch (LedgerUnavailable e) {
            LOG.debugf(e, "%s/%s: its balance is not read while the ledger is away", lane.provider(), lane.account());
        }
        exchange.getMessage().setBody(told);
    }

    /** An operator knows of what was read: now it is kept, and all replicas tell it. */
    public void told(Exchange exchange) {
        Reading reading = exchange.getProperty(Reading.PROPERTY, Reading.class);
        if (reading == null) {
            return;
        }
        Lane lane = reading.lane();
        try {
            if (rows.keep(lane.provider(), lane.account(), replica, Funds.written(reading.funds()))) {
                meters.know(lane, reading.funds());
            }
        } catch (LedgerUnavailable e) {
            LOG.debugf(e, "%s/%s: what was read of its balance is not kept", lane.provider(), lane.account());
        }
    }

    /**
     * Empty where they could not be read. Another replica may be able to, at once; but where the credentials are refused,
     * which a provider may lock for it, only after this turn.
     */
    private Optional<Map<String, BigDecimal>> amounts(Lane lane) throws InterruptedException {
        Optional<Map<String, BigDecimal>> amounts = Optional.empty();
        try {
            if (isWatched(lane)) {
                Provider provider = Objects.requireNonNull(providers.get(lane.provider()));
                Balance balance = Objects.requireNonNull(provider.balance());
                amounts = gates.beside(lane, () -> calls.read(provider, lane.account(), balance));
            }
        } catch (BalanceUnread e) {
            unread(lane, String.valueOf(e.getMessage()));
            if (e.isRefused()) {
                refused.add(lane);
                return amounts;
            }
        }
        if (amounts.isEmpty()) {
            giveBack(lane);
        }
        return amounts;
    }

    private void giveBack(Lane lane) {
        rows.giveBack(lane.provider(), lane.account(), replica);
    }

    /** @param told gets what an operator is to be told */
    private Map<String, Funds> compared(Lane lane, Map<String, BigDecimal> amounts, Map<String, Funds> last,
            List<Letter> told) {
        Map<String, Funds> funds = new TreeMap<>();
        least(lane).forEach((currency, least) -> {
            boolean named = !currency.equals(Balance.UNNAMED);
            BigDecimal amount = amounts.get(currency);
            Funds before = last.get(currency);
            if (amount != null) {
                boolean low = amount.compareTo(least) < 0;
                if (Funds.isNews(low, before, clock.millis() - OLD_TURNS * turnMillis)) {
                    told.add(letters.balance(lane, named ? currency : null, amount, least, low));
                }
                funds.put(currency, new Funds(amount, low, clock.millis()));
            } else {
                unread(lane, "the answer has none" + (named ? " in " + currency : ""));
                if (before != null) {
                    funds.put(currency, before);
                }
            }
        });
        return funds;
    }

    private static void unread(Lane lane, String why) {
        LOG.warnf("%s/%s: its balance could not be read: %s", lane.provider(), lane.account(), Shown.line(why));
    }

    private Map<String, BigDecimal> least(Lane lane) {
        Provider provider = providers.get(lane.provider());
        return provider == null ? Map.of() : provider.account(lane.account()).lowBalance();
    }

    private boolean isWatched(Lane lane) {
        Provider provider = providers.get(lane.provider());
        return provider != null && provider.balance() != null && provider.accounts().containsKey(lane.account())
                && !least(lane).isEmpty();
    }

    private boolean isReadable(Lane lane) {
        Provider provider = Objects.requireNonNull(providers.get(lane.provider()));
        Balance balance = Objects.requireNonNull(provider.balance());
        return provider.unusable(lane.account()) == null && provider.unusableOperation(balance.operation()) == null;
    }
}
