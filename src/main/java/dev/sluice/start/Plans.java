package dev.sluice.start;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.DataFolder;
import dev.sluice.contract.Contract;
import dev.sluice.intake.Routing;
import dev.sluice.ledger.RunningPlan;
import dev.sluice.provider.Providers;
import dev.sluice.route.NoTracing;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.quarkus.main.events.BeforeStart;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Makes the plan and its parts, and ends the start where it has mistakes, before anything else is begun. */
@Singleton
public class Plans {

    private static final Logger LOG = Logger.getLogger(Plans.class);

    /** @throws ConfigProblem with all mistakes */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) BeforeStart event, CamelContext camel,
            Plan plan, RunningPlan running) {
        if (NoTracing.off(camel)) {
            LOG.warn(
                    "Camel's tracing is off, whatever the settings camel.main and camel.trace say: it would write whole"
                            + " messages to the log");
        }
        plan.make(camel);
        plan.mistakes().refuse();
        plan.mistakes().notes().forEach(note -> LOG.warn(note.told()));
        running.runs(plan.mark());
        LOG.infof("The plan of routes and providers' files is %s", running.mark().text());
    }

    /** @param folder made by now, before the embedded broker starts: it is taken when it is made */
    void take(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) BeforeStart event, DataFolder folder) {
        folder.taken().ifPresent(data -> {
            try {
                KeptPlan.keep(Path.of(""), data);
            } catch (IOException e) {
                LOG.warnf("No copy of the plan could be kept in %s (%s); ./sluice diff needs --against",
                        KeptPlan.in(data), e.toString());
            }
        });
    }

    @Produces
    @Singleton
    Plan plan(Config config) {
        return new Plan(Path.of(""), config, System.getenv());
    }

    @Produces
    @Singleton
    Providers providers(Plan plan) {
        return plan.providers();
    }

    @Produces
    @Singleton
    Contract contract(Plan plan) {
        return plan.contract();
    }

    @Produces
    @Singleton
    Routing routing(Plan plan) {
        return plan.routing();
    }
}
