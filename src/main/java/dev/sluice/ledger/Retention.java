package dev.sluice.ledger;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/**
 * How long is kept what ended, at least.
 *
 * @param general  requests of every other family
 * @param families requests of a family that has a time of its own
 */
public record Retention(Duration general, Map<String, Duration> families) {

    public static final String KEEP = "sluice.ledger.keep";

    private static final Map<String, String> OF_FAMILIES = Map.of("licenses", "sluice.ledger.keep.licenses", "orders",
            "sluice.ledger.keep.orders", "otp", "sluice.ledger.keep.otp");

    public static Retention of(Config config) {
        return of(setting -> text(config, setting)).orElseThrow(
                () -> new ConfigProblem("setting " + KEEP + ": must not be empty"));
    }

    /**
     * Empty where nothing says how long every other family is kept.
     *
     * @param settings what is set, by its name
     */
    public static Optional<Retention> of(Function<String, Optional<String>> settings) {
        Map<String, Duration> families = new TreeMap<>();
        OF_FAMILIES.forEach(
                (family, setting) -> duration(settings, setting).ifPresent(keep -> families.put(family, keep)));
        return duration(settings, KEEP).map(general -> new Retention(general, families));
    }

    /** The setting that says how long requests of a family are kept: its own, where it is set. */
    public static String setting(Config config, String family) {
        return Optional.ofNullable(OF_FAMILIES.get(family)).filter(own -> text(config, own).isPresent()).orElse(KEEP);
    }

    /** Since when requests of this family must be untouched to be removed. */
    public long before(String family, long now) {
        return now - families.getOrDefault(family, general).toMillis();
    }

    /** The same of what no family is told of: it may be about each of them. */
    public long before(long now) {
        return families.values().stream().mapToLong(keep -> now - keep.toMillis()).reduce(now - general.toMillis(),
                Math::min);
    }

    private static Optional<Duration> duration(Function<String, Optional<String>> settings, String setting) {
        try {
            return settings.apply(setting).map(Durations::parse);
        } catch (IllegalArgumentException e) {
            throw new ConfigProblem("setting " + setting + ": " + e.getMessage());
        }
    }

    private static Optional<String> text(Config config, String setting) {
        return config.getOptionalValue(setting, String.class).filter(text -> !text.isBlank());
    }
}
