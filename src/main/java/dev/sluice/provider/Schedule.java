package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Durations;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When something is tried again: after {@code first}, each time {@code factor} longer up to {@code longest}, spread by
 * {@code jitter} (a share of the delay, to both sides), and no more once {@code budget} has passed since the beginning.
 */
public record Schedule(Duration first, BigDecimal factor, Duration longest, Duration budget, BigDecimal jitter) {

    static Schedule of(JsonNode node) {
        return new Schedule(
                Durations.parse(node.path("first-delay").asText()),
                new BigDecimal(node.path("factor").asText()),
                Durations.parse(node.path("max-delay").asText()),
                Durations.parse(node.path("budget").asText()),
                new BigDecimal(node.path("jitter").asText("0")));
    }

    /** The delay in milliseconds before try {@code attempt}, which counts from 1. */
    public long delay(int attempt) {
        BigDecimal longestMillis = BigDecimal.valueOf(longest.toMillis());
        BigDecimal delay = BigDecimal.valueOf(first.toMillis());
        for (int i = 1; i < attempt && delay.compareTo(longestMillis) < 0; i++) {
            delay = delay.multiply(factor).setScale(0, RoundingMode.CEILING);
            if (factor.compareTo(BigDecimal.ONE) == 0) {
                break;
            }
        }
        long millis = delay.min(longestMillis).longValue();
        long spread = jitter.multiply(BigDecimal.valueOf(millis)).longValue();
        return spread == 0 ? millis : millis + ThreadLocalRandom.current().nextLong(-spread, spread + 1);
    }

    /** The moment after which nothing is tried any more, in epoch milliseconds. */
    public long deadline(long since) {
        return since + budget.toMillis();
    }
}
