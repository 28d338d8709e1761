package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ledger.PlanMark;
import dev.sluice.ledger.PlanView;
import dev.sluice.ledger.Replica;
import dev.sluice.ledger.Replica.Standing;
import dev.sluice.ledger.RunningPlan;
import dev.sluice.ledger.Wanted;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

/** What health and metrics tell of the plan. */
class PlanCheckTest {

    private static final PlanMark OLD = new PlanMark("0000000000aa");
    private static final PlanMark NEW = new PlanMark("0000000000bb");
    private static final long NOW = 1_800_000_000_000L;

    private final Clock clock = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
    private final RunningPlan running = new RunningPlan(clock);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final PlanCheck check = new PlanCheck(running, clock, metrics);

    @Test
    void aRefusedPlanIsNamedWithItsMistakesAndSluiceStaysUp() {
        running.runs(OLD);
        check.seen("one", view(NEW, replica("one", OLD, Standing.RUNS, NOW)));
        assertThat(metrics.get("sluice.plan.refused").gauge().value()).isZero();

        running.refused(NEW, IntStream.rangeClosed(1, 12).mapToObj(i -> "routes/a.camel.yaml:" + i + ": no\u001b[2J")
                .toList());
        HealthCheckResponse response = check.call();
        assertThat(response.getStatus()).isEqualTo(Status.UP);
        Map<String, Object> data = response.getData().orElseThrow();
        assertThat(data).as("at once, whatever was seen of the ledger")
                .containsEntry("running", "0000000000aa since 2027-01-15T08:00:00Z")
                .containsEntry("refused", "0000000000bb at 2027-01-15T08:00:00Z")
                .containsEntry("refused.1", "routes/a.camel.yaml:1: no\\u001b[2J").containsKey("refused.10")
                .doesNotContainKey("refused.11").containsEntry("refused.more", 2L);

        check.seen("one", view(NEW, replica("one", OLD, Standing.REFUSED, NOW)));
        assertThat(check.call().getData().orElseThrow().get("wanted"))
                .isEqualTo("0000000000bb by ana since 2027-01-15T08:00:00Z: ticket 17; REFUSED of one");
        assertThat(metrics.get("sluice.plan.refused").gauge().value()).isOne();

        running.runs(NEW);
        assertThat(check.call().getData().orElseThrow()).containsOnlyKeys("running");
    }

    @Test
    void replicasThatDifferAreShown() {
        running.runs(NEW);
        check.seen("one", view(NEW, replica("one", NEW, Standing.RUNS, NOW), replica("two", OLD, Standing.OTHER_FILES,
                NOW), replica("dead", OLD, Standing.RUNS, NOW - Replica.GONE_MILLIS - 1)));
        assertThat(check.call().getData().orElseThrow()).containsOnlyKeys("running", "two")
                .containsEntry("two", "runs 0000000000aa; OTHER_FILES of two");
        assertThat(metrics.get("sluice.plan.differs").gauge().value()).isOne();

        check.seen("one", view(NEW, replica("one", NEW, Standing.RUNS, NOW), replica("two", NEW, Standing.RUNS, NOW)));
        assertThat(check.call().getData().orElseThrow()).containsOnlyKeys("running");
        assertThat(metrics.get("sluice.plan.differs").gauge().value()).isZero();
    }

    @Test
    void replicasThatAgreeDifferFromWhatIsWantedAndWithoutAWishFromEachOther() {
        assertThat(view(NEW, replica("one", OLD, Standing.RUNS, NOW)).differs(NOW)).isTrue();
        assertThat(view(null, replica("one", OLD, Standing.RUNS, NOW)).differs(NOW)).isFalse();
        assertThat(view(null, replica("one", OLD, Standing.RUNS, NOW), replica("two", NEW, Standing.RUNS, NOW))
                .differs(NOW)).isTrue();
    }

    @Test
    void theMetricOfWhatRunsHasOneFingerprintAtATime() {
        running.runs(OLD);
        check.seen("one", view(null));
        running.runs(NEW);
        check.seen("one", view(null));
        assertThat(metrics.get("sluice.plan.running").gauges()).singleElement()
                .satisfies(gauge -> assertThat(gauge.getId().getTag("plan")).isEqualTo("0000000000bb"));
    }

    private static PlanView view(PlanMark wanted, Replica... replicas) {
        return new PlanView(Optional.ofNullable(wanted).map(plan -> new Wanted("act", plan, false, "ana", "ticket 17",
                NOW)), List.of(replicas));
    }

    private static Replica replica(String name, PlanMark running, Standing standing, long seen) {
        return new Replica(name, running, NOW, "/sluice", "act", standing,
                standing == Standing.RUNS ? "" : standing + " of " + name, Optional.empty(), seen);
    }
}
