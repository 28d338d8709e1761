package dev.sluice.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigProblem;
import dev.sluice.lane.LeftLanes;
import dev.sluice.ledger.PlanMark;
import dev.sluice.ledger.RunningPlan;
import dev.sluice.provider.GivenProviders;
import dev.sluice.route.FlowSet;
import dev.sluice.watch.Ending;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands where the flows of a plan cannot begin. */
class TurnoverTest {

    private static final PlanMark OLD = new PlanMark("0000000000aa");

    @TempDir
    private Path folder;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final RunningPlan running = new RunningPlan(Clock.systemUTC());
    private final List<ConfigProblem> ends = new ArrayList<>();
    private Plan before;
    private Plan plan;
    private Plan counts;
    private boolean isStill = true;

    @BeforeEach
    void start() throws Exception {
        before = new Plan(folder, GivenProviders.config(Map.of()), Map.of());
        plan = new Plan(folder, GivenProviders.config(Map.of()), Map.of());
        counts = before;
        running.runs(OLD);
        camel.addRoutes(route("old"));
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void anErrorThatIsNoExceptionPutsBackWhatRan() throws Exception {
        Taken taken = made(1);
        assertThat(taken).isInstanceOf(Taken.Refused.class);
        assertThat(taken.lines()).singleElement().asString().contains("NoClassDefFoundError");
        assertThat(counts).isSameAs(before);
        assertThat(running.mark()).isEqualTo(OLD);
        assertThat(camel.getRouteController().getRouteStatus("old").isStarted()).isTrue();
        assertThat(camel.getRoute("new")).isNull();
        assertThat(ends).isEmpty();
    }

    @Test
    void theProcessEndsWhereWhatTheNewFlowsTookDoesNot() throws Exception {
        isStill = false;
        made(1);
        assertThat(ends).singleElement().extracting(Throwable::getMessage).asString()
                .contains("what they took did not end in time: 1 × submit");
        assertThat(counts).as("what is in hand ends by the plan that it began by").isSameAs(plan);
    }

    @Test
    void itEndsWhereNeitherCanBegin() throws Exception {
        made(2);
        assertThat(ends).singleElement().extracting(Throwable::getMessage).asString()
                .contains("neither those of the files nor those before them");
    }

    private Taken made(int failures) throws Exception {
        Turnover turnover = new Turnover(camel, plans(), running, lanes(failures), standstill(), ending());
        try (DefaultCamelContext aside = new DefaultCamelContext(false)) {
            aside.build();
            aside.addRoutes(route("new"));
            return turnover.made(plan, FlowSet.of(aside));
        }
    }

    private static RouteBuilder route(String name) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + name).routeId(name).to("mock:end");
            }
        };
    }

    private Plans plans() {
        return new Plans(GivenProviders.config(Map.of()), null, null) {
            @Override
            Plan plan() {
                return counts;
            }

            @Override
            void take(Plan other) {
                counts = other;
            }
        };
    }

    private LeftLanes lanes(int failures) {
        return new LeftLanes(camel, null, null) {
            private int left = failures;

            @Override
            public void add() {
                if (left-- > 0) {
                    throw new NoClassDefFoundError("a bean's");
                }
            }
        };
    }

    private Standstill standstill() {
        return new Standstill(null, null, null) {
            @Override
            boolean begin() {
                return isStill;
            }

            @Override
            void letIn() {
                // nobody waits
            }

            @Override
            List<String> inHand() {
                return List.of("1 × submit");
            }
        };
    }

    private Ending ending() {
        return new Ending("40s") {
            @Override
            public void because(ConfigProblem problem) {
                ends.add(problem);
            }
        };
    }
}
