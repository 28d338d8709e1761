package dev.sluice.start;

import dev.sluice.broker.BrokerUsers;
import dev.sluice.broker.BrokerWatch;
import dev.sluice.broker.QueueNames;
import dev.sluice.config.Mistake;
import dev.sluice.config.Rule;
import dev.sluice.config.Mistakes;
import dev.sluice.config.SettingPlace;
import dev.sluice.ledger.Housekeeping;
import dev.sluice.ledger.PlanMark;
import dev.sluice.ledger.RunningPlan;
import dev.sluice.route.FlowSet;
import dev.sluice.watch.OutOfMemory;
import io.smallrye.config.SmallRyeConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the files say into the running Sluice, between two messages, as a whole or not at all. The new plan is made
 * and checked aside; then nothing new is taken, what is in hand ends, flows and facts of providers are replaced, and all
 * goes on. For the protocol it is a stop and a start: what waits on queues waits on, and nothing else is remembered than
 * at what pace and how well providers answered.
 */
@Singleton
public class Swap {

    /** What becomes of open orders that the wanted plan cannot look after. */
    public enum Left {
        /** They stand in the way. */
        REFUSED,
        /** People look after them, where they are told of them. */
        TO_PEOPLE
    }

    private static final Logger LOG = Logger.getLogger(Swap.class);
    private static final Path HOME = Path.of("");

    private final RunningPlan running;
    private final Plans plans;
    private final Config started;
    private final OpenOrders orders;
    private final BrokerWatch broker;
    private final BrokerUsers users;
    private final Standstill standstill;
    private final Turnover turnover;
    /** What the operator's files say of providers, by which the plan runs. */
    private Map<String, String> settings;

    Swap(RunningPlan running, Plans plans, Config started, Housekeeping ledger, QueueNames queues, BrokerWatch broker,
            BrokerUsers users, Standstill standstill, Turnover turnover) {
        this.running = running;
        this.plans = plans;
        this.started = started;
        this.orders = new OpenOrders(ledger::open, queues::waiting);
        this.broker = broker;
        this.users = users;
        this.standstill = standstill;
        this.turnover = turnover;
        this.settings = FreshSettings.ofProviders(started);
    }

    public RunningPlan.State running() {
        return running.state();
    }

    /**
     * One at a time; returns when it is over. Nothing is taken from any queue meanwhile, so {@link Standstill#LONGEST}
     * bounds it. Not for a flow to call, for it waits until no flow has anything in hand. What is refused is told at
     * {@link RunningPlan} and here; who wants it tells the log.
     */
    public synchronized Taken take(PlanMark wanted, Left left) {
        if (wanted.equals(running.mark()) && hasItsSettings() && users.areAsRead()) {
            return new Taken.Already(wanted);
        }
        Taken taken = attempted(wanted, left);
        if (taken instanceof Taken.Now) {
            plans.keep();
        } else {
            running.refused(wanted, taken.lines());
        }
        return taken;
    }

    /** The fingerprint has none of them, for they hold secrets. */
    private boolean hasItsSettings() {
        try {
            return settings.equals(FreshSettings.ofProviders(settingFiles().sources()));
        } catch (IOException e) {
            // Whoever tries to take them says so.
            return false;
        }
    }

    private SettingFiles settingFiles() throws IOException {
        return SettingFiles.read(HOME, started.unwrap(SmallRyeConfig.class).getProfiles());
    }

    private Taken attempted(PlanMark wanted, Left left) {
        PlanMark here = PlanFiles.mark(HOME);
        if (!here.equals(wanted)) {
            return new Taken.Differ(wanted, here);
        }
        try {
            Mistakes mistakes = new Mistakes();
            if (!users.areAsRead()) {
                mistakes.add(SettingPlace.mistake(Rule.NEEDS_RESTART, started, "sluice.broker.users",
                        "names a file with other users than at the start, and needs a restart: restart, or put it back"));
            }
            SettingFiles files = settingFiles();
            Plan plan = new Plan(HOME, FreshSettings.of(started, files, mistakes), System.getenv());
            try (DefaultCamelContext aside = plan.unstarted()) {
                plan.mistakes().all().forEach(mistakes::add);
                if (!plan.isOfItsFiles()) {
                    return new Taken.Differ(wanted, PlanFiles.mark(HOME));
                }
                if (!files.areAsRead()) {
                    return new Taken.Unsettled();
                }
                if (!mistakes.areNone()) {
                    return new Taken.Refused(mistakes.all());
                }
                Taken taken = checked(plan, FlowSet.of(aside), left);
                if (taken instanceof Taken.Now) {
                    settings = FreshSettings.ofProviders(files.sources());
                }
                return taken;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refused("Sluice ends");
        } catch (Throwable e) {
            OutOfMemory.endsOn(e);
            LOG.error("A plan could not be taken", e);
            return refused("it cannot be taken: " + e.getClass().getSimpleName() + " (the log has more)");
        }
    }

    private Taken checked(Plan plan, FlowSet flows, Left left) throws InterruptedException {
        Taken inTheWay = inTheWay(plan, left);
        if (inTheWay != null) {
            return inTheWay;
        }
        String away = broker.absence();
        if (away != null) {
            return new Taken.InTheWay(List.of("the broker is not there: " + away));
        }
        plan.mistakes().notes().forEach(LOG::warn);
        try {
            if (!standstill.begin()) {
                return new Taken.NotDrained(standstill.inHand());
            }
            // Meanwhile there may be more of them.
            Taken late = inTheWay(plan, left);
            return late == null ? turnover.made(plan, flows) : late;
        } finally {
            standstill.end();
        }
    }

    private @Nullable Taken inTheWay(Plan plan, Left left) {
        List<String> lines = orders.left(plans.plan().providers(), plan.providers(), left);
        return lines.isEmpty() ? null : new Taken.InTheWay(lines);
    }

    private static Taken refused(String why) {
        return new Taken.Refused(List.of(Mistake.of(Rule.NOT_TAKEN, why)));
    }
}
