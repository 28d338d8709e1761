package dev.sluice.bench;

import dev.sluice.bench.site.Contestant;
import dev.sluice.bench.site.Site;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** All runs of all systems, in alternation: what slows the machine down for a while slows down every system. */
public final class Bench {

    private static final int WARM_UP_ORDERS = 4_000;
    private static final Set<Measure> TOLD = EnumSet.of(Measure.RATE, Measure.WARM_RATE, Measure.PROGRAM_CPU,
            Measure.ADDED_P50, Measure.ADDED_P99);
    // Kept, so that what is set of them stays set.
    private static final List<Logger> LOUD = List.of(Logger.getLogger("org.apache.activemq"),
            Logger.getLogger("org.apache.artemis"), Logger.getLogger("io.zonky"));

    private final Site site;
    private final Choices choices;
    private final Consumer<String> progress;

    /** @param progress told a line for each run */
    public Bench(Site site, Choices choices, Consumer<String> progress) {
        this.site = site;
        this.choices = choices;
        this.progress = progress;
    }

    /** Has libraries in this process write nothing; to be called before the first of them is used. */
    public static void quietly() {
        LOUD.forEach(logger -> logger.setLevel(Level.OFF));
    }

    /** In the order in which they were measured, after one that only warms broker, provider and database. */
    public List<Outcome> run() throws IOException, InterruptedException, JMSException, SQLException {
        warmUp();
        List<Outcome> outcomes = new ArrayList<>();
        for (Conditions conditions : choices.conditions()) {
            for (int round = 1; round <= choices.rounds(); round++) {
                for (Contestant contestant : choices.contestants()) {
                    Outcome outcome = new Outcome(conditions, contestant, round,
                            Trial.run(site, conditions, contestant));
                    outcomes.add(outcome);
                    progress.accept(line(outcome));
                }
            }
        }
        return outcomes;
    }

    private void warmUp() throws IOException, InterruptedException, JMSException, SQLException {
        Trial.run(site, new Conditions(Mode.DRAIN, choices.ledgers().get(0), 0,
                Math.min(choices.orders(), WARM_UP_ORDERS), choices.rate()), Contestant.BASELINE);
        progress.accept("Broker, provider and database are warm.");
    }

    private String line(Outcome outcome) {
        StringBuilder line = new StringBuilder(outcome.conditions().shown()).append(", round ").append(outcome.round())
                .append(" of ").append(choices.rounds()).append(", ").append(outcome.contestant().shown()).append(':');
        String next = " ";
        for (Map.Entry<Measure, Double> figure : outcome.figures().entrySet()) {
            if (TOLD.contains(figure.getKey())) {
                line.append(next).append(shortly(figure.getKey(), figure.getValue()));
                next = ", ";
            }
        }
        return line.toString();
    }

    private static String shortly(Measure measure, double figure) {
        String number = Numbers.shown(figure, measure.decimals());
        return switch (measure) {
            case RATE -> number + " orders/s";
            case WARM_RATE -> "warm " + number;
            case PROGRAM_CPU -> number + " ms CPU an order";
            default -> measure.name().substring("ADDED_".length()).toLowerCase(Locale.ROOT) + " " + number + " ms";
        };
    }
}
