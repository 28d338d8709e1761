package dev.sluice.ledger;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Durations;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * How long is kept what was sent to providers and answered by them, and how much of it.
 *
 * @param time nothing where none of it is kept
 * @param most rows, the newest ones
 */
public record ExchangeKeep(Duration time, long most) {

    public static final String KEEP = "sluice.exchanges.keep";
    public static final String MOST = "sluice.exchanges.most";
    public static final ExchangeKeep OFF = new ExchangeKeep(Duration.ZERO, 0);

    public static ExchangeKeep of(Config config) {
        String most = config.getValue(MOST, String.class);
        if (!most.matches("0*[1-9][0-9]{0,11}")) {
            throw new ConfigProblem("setting " + MOST + ": must be a whole number, at least 1");
        }
        String text = config.getValue(KEEP, String.class);
        try {
            return text.equals("off") ? OFF : new ExchangeKeep(Durations.parse(text), Long.parseLong(most));
        } catch (IllegalArgumentException e) {
            throw new ConfigProblem("setting " + KEEP + ": " + e.getMessage());
        }
    }

    public boolean isOff() {
        return time.isZero();
    }

    /** Since when it must be there to be removed. */
    long before(long now) {
        return now - time.toMillis();
    }
}
