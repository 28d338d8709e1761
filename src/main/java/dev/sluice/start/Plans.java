package dev.sluice.start;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.DataFolder;
import dev.sluice.contract.Contract;
import dev.sluice.intake.Routing;
import dev.sluice.ledger.RunningPlan;
import dev.sluice.provider.PlanTaken;
import dev.sluice.provider.Providers;
import dev.sluice.route.NoTracing;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.quarkus.main.events.BeforeStart;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Makes the plan, and ends the start where it has mistakes, before anything else is begun. Whoever asks for the plan's
 * parts is given what stands for those of the plan that runs, also after another one was taken.
 */
@Singleton
public class Plans {

    private static final Logger LOG = Logger.getLogger(Plans.class);

    private final Instance<Object> parts;
    private final Event<PlanTaken> taken;
    private volatile Plan plan;
    private volatile Optional<Path> data = Optional.empty();

    Plans(Config config, Instance<Object> parts, Event<PlanTaken> taken) {
        this.parts = parts;
        this.taken = taken;
        this.plan = new Plan(Path.of(""), config, System.getenv());
    }

    /** @throws ConfigProblem with all mistakes */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) BeforeStart event, CamelContext camel,
            RunningPlan running) {
        if (NoTracing.off(camel)) {
            LOG.warn(
                    "Camel's tracing is off, whatever the settings camel.main and camel.trace say: it would write whole"
                            + " messages to the log");
        }
        plan.make(camel);
        plan.mistakes().refuse();
        plan.mistakes().notes().forEach(note -> LOG.warn(note.told()));
        running.runs(plan.mark());
        LOG.infof("The plan of routes and providers' files is %s", plan.mark().text());
    }

    /** @param folder made by now, before the embedded broker starts: it is taken when it is made */
    void take(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) BeforeStart event, DataFolder folder) {
        data = folder.taken();
        keep();
    }

    /** A copy of what runs, where there is a place for it. */
    void keep() {
        data.ifPresent(to -> {
            try {
                KeptPlan.keep(Path.of(""), to, plan.mark());
            } catch (IOException | UncheckedIOException e) {
                LOG.warnf("No copy of the plan could be kept in %s (%s); ./sluice diff needs --against",
                        KeptPlan.in(to), e.toString());
            }
        });
    }

    Plan plan() {
        return plan;
    }

    /** From now on its parts count; nothing is in hand. */
    void take(Plan other) {
        PlanTaken event = new PlanTaken(other.providers().changedFrom(plan.providers()));
        plan = other;
        letGo(Providers.class);
        letGo(Contract.class);
        letGo(Routing.class);
        taken.fire(event);
    }

    /** What stands for it looks for another one when it is asked next. */
    private <T> void letGo(Class<T> part) {
        Instance<T> one = parts.select(part);
        one.destroy(one.get());
    }

    @Produces
    @ApplicationScoped
    Providers providers() {
        return plan.providers();
    }

    @Produces
    @ApplicationScoped
    Contract contract() {
        return plan.contract();
    }

    @Produces
    @ApplicationScoped
    Routing routing() {
        return plan.routing();
    }
}
