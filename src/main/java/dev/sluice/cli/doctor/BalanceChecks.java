package dev.sluice.cli.doctor;

import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.config.Durations;
import dev.sluice.ledger.Funds;
import dev.sluice.provider.Account;
import dev.sluice.provider.Balance;
import dev.sluice.provider.Provider;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** Whether accounts whose balance is watched have as much as they should, by what the ledger keeps of it. */
final class BalanceChecks {

    private static final String PERIOD = "sluice.balances.period";
    /** After so many of them it is old. */
    private static final int OLD_PERIODS = 6;
    private static final Duration OLD = Duration.ofHours(1);
    private static final String WHY = "; the log says why, and docs/operate.md, \"A balance that runs low\"";

    /** An account of which there is a balance to be read, and that can be called. */
    private record Watched(String provider, Account account) {

        String what() {
            return provider + "/" + account.name();
        }
    }

    private final Surroundings surroundings;
    private final Diagnosis diagnosis;
    private final Duration old;

    BalanceChecks(Surroundings surroundings, Config config, Diagnosis diagnosis) {
        this.surroundings = surroundings;
        this.diagnosis = diagnosis;
        this.old = old(config);
    }

    private static Duration old(Config config) {
        try {
            return config.getOptionalValue(PERIOD, String.class).map(Durations::parse)
                    .map(period -> period.multipliedBy(OLD_PERIODS)).orElse(OLD);
        } catch (IllegalArgumentException e) {
            return OLD;
        }
    }

    void look(Collection<Provider> providers) {
        List<Watched> watched = providers.stream().flatMap(provider -> watched(provider).stream()).toList();
        if (watched.isEmpty()) {
            return;
        }
        Map<Watched, Map<String, Funds>> kept;
        try {
            kept = LedgerAccess.read(surroundings, ledger -> {
                Map<Watched, Map<String, Funds>> read = new LinkedHashMap<>();
                for (Watched one : watched) {
                    read.put(one, ledger.balance(one.provider(), one.account().name()));
                }
                return read;
            });
        } catch (Problem e) {
            diagnosis.warn("balances", "nobody knows what accounts have: " + e.getMessage());
            return;
        }
        kept.forEach(this::look);
    }

    private static List<Watched> watched(Provider provider) {
        Balance balance = provider.balance();
        return balance == null || provider.unusableOperation(balance.operation()) != null ? List.of()
                : provider.accounts().values().stream()
                        .filter(account -> !account.lowBalance().isEmpty() && provider.unusable(account.name()) == null)
                        .map(account -> new Watched(provider.name(), account)).toList();
    }

    private void look(Watched watched, Map<String, Funds> kept) {
        long now = System.currentTimeMillis();
        watched.account().lowBalance().forEach((currency, least) -> {
            String in = currency.equals(Balance.UNNAMED) ? "" : " " + currency;
            Funds funds = kept.get(currency);
            if (funds == null) {
                diagnosis.warn(watched.what(), "what it has" + (in.isEmpty() ? "" : " in" + in)
                        + " at the provider is watched, and was never read" + WHY);
                return;
            }
            boolean low = funds.amount().compareTo(least) < 0;
            String told = "it had " + funds.amount().toPlainString() + in + " at the provider "
                    + Moments.relative(funds.at(), now)
                    + (low ? ", less than the " + least.toPlainString() + " of limits.low-balance" : "");
            if (now - funds.at() > old.toMillis()) {
                diagnosis.warn(watched.what(), told + ", and that was not read since" + WHY);
            } else if (low) {
                diagnosis.warn(watched.what(), told + ": add to it, or what it pays out will be refused");
            } else {
                diagnosis.ok(watched.what(), told);
            }
        });
    }
}
