package dev.sluice.ledger;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Durations;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * How long is kept what was sent to providers and answered by them.
 *
 * @param time nothing where none of it is kept
 */
public record ExchangeKeep(Duration time) {

    public static final String KEEP = "sluice.exchanges.keep";
    public static final ExchangeKeep OFF = new ExchangeKeep(Duration.ZERO);

    public static ExchangeKeep of(Config config) {
        String text = config.getValue(KEEP, String.class);
        try {
            return text.equals("off") ? OFF : new ExchangeKeep(Durations.parse(text));
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
