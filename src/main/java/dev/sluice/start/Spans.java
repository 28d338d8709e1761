package dev.sluice.start;

import dev.sluice.config.Durations;
import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.config.SettingPlace;
import dev.sluice.ledger.Retention;
import dev.sluice.provider.Account;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Times of settings and of providers' files, each right by itself, of which one must be longer than the other. */
final class Spans {

    private static final String SHUTDOWN = "sluice.shutdown-timeout";

    private Spans() {
    }

    static void check(Config config, Providers providers, Mistakes mistakes) {
        Duration shutdown = duration(config, SHUTDOWN);
        for (Provider provider : providers.all()) {
            String setting = Retention.setting(config, provider.family());
            Duration keep = duration(config, setting);
            for (Account account : provider.accounts().values()) {
                Map.of("poll", account.poll().budget(), "retry", account.retry().budget()).forEach((name, budget) -> {
                    if (keep != null && budget.compareTo(keep) > 0) {
                        if (isOperators(config, setting)) {
                            mistakes.add(SettingPlace.mistake(Rule.IMPOSSIBLE_TIMES, config, setting, "is shorter than "
                                    + name + ".budget of "
                                    + provider.name() + ", which is " + Durations.text(budget)
                                    + " by its file or a setting over it, so that a requestId would be free again while its order is still looked"
                                    + " after"));
                        } else {
                            providers.wrong(Rule.IMPOSSIBLE_TIMES, provider.name(), name + ".budget", "is longer than "
                                    + setting + " ("
                                    + Durations.text(keep)
                                    + "), so that a requestId would be free again while its order is still looked"
                                    + " after");
                        }
                    }
                });
            }
            if (shutdown != null && provider.timeouts().response().compareTo(shutdown) >= 0) {
                mistakes.note(Mistake.of(Rule.CUT_OFF_CALLS,
                        "timeouts.response of " + provider.name() + " is not shorter than " + SHUTDOWN
                                + ": calls that are under way when Sluice ends are cut off"));
            }
        }
    }

    /** Whether it stands somewhere else than in what Sluice brings. */
    private static boolean isOperators(Config config, String setting) {
        return config.getConfigValue(setting).getSourceOrdinal() > 250;
    }

    /** Nothing where it is none, which is told elsewhere. */
    private static @Nullable Duration duration(Config config, String setting) {
        try {
            return config.getOptionalValue(setting, String.class).map(Durations::parse).orElse(null);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
