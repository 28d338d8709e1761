package dev.sluice.health;

import dev.sluice.ledger.PlanView;
import dev.sluice.ledger.Replica;
import dev.sluice.ledger.Replica.Standing;
import dev.sluice.ledger.RunningPlan;
import dev.sluice.text.Shown;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Which plan this replica runs, which is wanted, what was refused last and why, and who runs another one. Always up:
 * what runs is whole, whatever was refused.
 */
@Singleton
@Readiness
public class PlanCheck implements HealthCheck {

    private static final int MOST_LINES = 10;

    private record Seen(String name, PlanView view) {
    }

    private final RunningPlan running;
    private final Clock clock;
    private final MultiGauge marks;
    private volatile Seen seen = new Seen("", new PlanView(Optional.empty(), List.of()));

    PlanCheck(RunningPlan running, Clock clock, MeterRegistry metrics) {
        this.running = running;
        this.clock = clock;
        Gauge.builder("sluice.plan.differs", () -> seen.view.differs(clock.millis()) ? 1 : 0)
                .description("Whether a replica runs another plan than is wanted, or than another one")
                .register(metrics);
        Gauge.builder("sluice.plan.refused", () -> isRefused() ? 1 : 0)
                .description("Whether this replica refused the plan that is wanted").register(metrics);
        marks = MultiGauge.builder("sluice.plan.running").description("The plan that runs, by its fingerprint")
                .register(metrics);
    }

    /** What is wanted, and what each replica runs; the name is this one's. */
    public void seen(String name, PlanView view) {
        seen = new Seen(name, view);
        // One at a time: the rows of before are gone then.
        marks.register(List.of(MultiGauge.Row.of(Tags.of("plan", String.valueOf(running.mark().text())), 1)), true);
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("plan").up();
        RunningPlan.State state = running.state();
        response.withData("running", state.mark().text() + " since " + state.since());
        Seen seen = this.seen;
        seen.view.wanted().filter(wanted -> !wanted.plan().equals(state.mark())).ifPresent(wanted -> {
            String stand = own(seen).map(Replica::said).filter(said -> !said.isEmpty()).map(said -> "; " + said)
                    .orElse("");
            response.withData("wanted", Shown.line(wanted.plan().text() + " by " + wanted.who() + " since "
                    + Instant.ofEpochMilli(wanted.at()) + ": " + wanted.why() + stand));
        });
        RunningPlan.Refusal refusal = state.refusal();
        if (refusal != null) {
            response.withData("refused", refusal.wanted().text() + " at " + refusal.at());
            int number = 0;
            for (String line : refusal.lines()) {
                if (++number > MOST_LINES) {
                    response.withData("refused.more", refusal.lines().size() - MOST_LINES);
                    break;
                }
                response.withData("refused." + number, Shown.line(line));
            }
        }
        seen.view.alive(clock.millis()).stream()
                .filter(one -> !one.name().equals(seen.name) && !one.running().equals(state.mark()))
                .forEach(one -> response.withData(Shown.line(one.name()), "runs " + one.running().text()
                        + (one.said().isEmpty() ? "" : Shown.line("; " + one.said()))));
        return response.build();
    }

    private boolean isRefused() {
        return own(seen).filter(own -> own.standing() == Standing.REFUSED).isPresent();
    }

    private static Optional<Replica> own(Seen seen) {
        return seen.view.replicas().stream().filter(one -> one.name().equals(seen.name)).findFirst();
    }
}
