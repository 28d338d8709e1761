package dev.sluice.start;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Mistake;
import dev.sluice.config.Rule;
import dev.sluice.lane.LeftLanes;
import dev.sluice.ledger.RunningPlan;
import dev.sluice.route.FlowSet;
import dev.sluice.watch.Ending;
import dev.sluice.watch.OutOfMemory;
import jakarta.inject.Singleton;
import java.util.List;
import org.apache.camel.CamelContext;
import org.jboss.logging.Logger;

/** Puts one plan in another's place while nothing is in hand; where it cannot begin, the other one is put back. */
@Singleton
class Turnover {

    private static final Logger LOG = Logger.getLogger(Turnover.class);

    private final CamelContext camel;
    private final Plans plans;
    private final RunningPlan running;
    private final LeftLanes left;
    private final Standstill standstill;
    private final Ending ending;

    Turnover(CamelContext camel, Plans plans, RunningPlan running, LeftLanes left, Standstill standstill,
            Ending ending) {
        this.camel = camel;
        this.plans = plans;
        this.running = running;
        this.left = left;
        this.standstill = standstill;
        this.ending = ending;
    }

    Taken made(Plan plan, FlowSet flows) {
        Plan before = plans.plan();
        RunningPlan.State ran = running.state();
        FlowSet former = FlowSet.of(camel);
        try {
            former.leave(camel);
            plans.take(plan);
            flows.enter(camel);
            running.runs(plan.mark());
            begin();
            return new Taken.Now(plan.mark());
        } catch (Throwable e) {
            // Also where a class of a bean cannot be loaded: half a plan must not stand.
            OutOfMemory.endsOn(e);
            LOG.error("The flows of a plan could not begin, and those before are put back", e);
            putBack(before, former, ran);
            String line = StartFailure.line(e);
            return new Taken.Refused(
                    List.of(Mistake.of(Rule.NOT_TAKEN, line == null ? "its flows cannot begin: " + e : line)));
        }
    }

    private void begin() throws Exception {
        standstill.letIn();
        FlowSet.begin(camel);
        left.add();
    }

    /** Some of the others may have begun, and what they took has to end by the plan that it began by. */
    private void putBack(Plan before, FlowSet former, RunningPlan.State ran) {
        try {
            if (!standstill.begin()) {
                end("what they took did not end in time: " + String.join(", ", standstill.inHand()));
                return;
            }
            FlowSet.of(camel).leave(camel);
            plans.take(before);
            former.enter(camel);
            running.returnsTo(ran);
            begin();
        } catch (Throwable e) {
            OutOfMemory.endsOn(e);
            LOG.error("Neither a plan's flows nor those before it can begin", e);
            String line = StartFailure.line(e);
            end(line == null ? e.toString() : line);
        }
    }

    /** A stop is safe, and half of one plan beside half of another is not. */
    private void end(String why) {
        ending.because(new ConfigProblem("routes: the flows cannot begin, neither those of the files nor those"
                + " before them (" + why + "); mend them and start again"));
    }
}
