package dev.sluice.cli.doctor;

import dev.sluice.broker.Addresses;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.BrokerSettings;
import dev.sluice.cli.Problem;
import dev.sluice.queue.Lanes;
import dev.sluice.queue.Queues;
import dev.sluice.start.Plan;
import jakarta.jms.JMSSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;

/** Whether the broker can be reached, has Sluice's queues, and lets the user work as Sluice does. */
final class BrokerChecks {

    /** What no message fulfils: nothing is taken, also where Sluice does not run. */
    private static final String NOTHING = "1 = 0";
    private static final String HOW = "; docs/deploy.md, \"An external broker\"";

    private final BrokerSettings settings;
    private final Plan plan;
    private final Set<String> tenants;
    private final boolean embedded;
    private final Diagnosis diagnosis;

    BrokerChecks(BrokerSettings settings, Plan plan, Set<String> tenants, Config config,
            Diagnosis diagnosis) {
        this.settings = settings;
        this.plan = plan;
        this.tenants = tenants;
        this.embedded = config.getOptionalValue("sluice.broker.embedded", Boolean.class).orElse(true);
        this.diagnosis = diagnosis;
    }

    void look() {
        try (BrokerClient broker = BrokerClient.connect(settings)) {
            diagnosis.ok("broker", "it answers at " + settings.address());
            Set<String> there = new TreeSet<>();
            List<String> missing = new ArrayList<>();
            for (String queue : new Addresses(plan.contract(), plan.providers(), new Lanes(plan.providers()), tenants)
                    .needed()) {
                if (broker.has(queue)) {
                    there.add(queue);
                } else {
                    missing.add(queue);
                }
            }
            queues(there, missing);
            rights(broker, there);
            if (embedded) {
                diagnosis.ok("address settings", "the embedded broker's are Sluice's own");
            } else {
                new AddressChecks(settings, diagnosis).look(broker, there);
            }
        } catch (Problem e) {
            diagnosis.wrong("broker", String.valueOf(e.getMessage()));
        }
    }

    private void queues(Set<String> there, List<String> missing) {
        if (missing.isEmpty()) {
            diagnosis.ok("queues", "all " + there.size() + " are there");
        } else if (missing.contains(Queues.DEAD) || missing.contains(Queues.UNDELIVERED)) {
            diagnosis.wrong("queues", "there is no " + Named.some(missing) + ": what cannot be delivered is lost; make"
                    + " them" + HOW);
        } else {
            diagnosis.warn("queues", "there is no " + Named.some(missing) + " yet; a broker that makes queues by itself"
                    + " makes them when they are first used, at another make them" + HOW);
        }
    }

    private void rights(BrokerClient broker, Set<String> queues) {
        List<String> refused = new ArrayList<>();
        queues.stream().filter(queue -> !mayRead(broker, queue)).forEach(refused::add);
        if (queues.contains(Queues.ATTENTION) && !mayWrite(broker)) {
            refused.add(Queues.ATTENTION + " (send)");
        }
        String user = settings.username() == null ? "everybody" : "the user " + settings.username();
        if (refused.isEmpty()) {
            diagnosis.ok("broker rights", user + " may read Sluice's queues, and write to them");
        } else {
            diagnosis.wrong("broker rights", user + " may not use " + Named.some(refused) + ": Sluice's own user needs"
                    + " the role sluice of docs/broker-rights.xml; set SLUICE_BROKER_USERNAME to that one here");
        }
    }

    private static boolean mayRead(BrokerClient broker, String queue) {
        return broker.call(session -> {
            try {
                session.createConsumer(session.createQueue(queue), NOTHING).close();
                return true;
            } catch (JMSSecurityException e) {
                return false;
            }
        });
    }

    /** What is sent is taken back, and nobody sees it. */
    private static boolean mayWrite(BrokerClient broker) {
        return broker.call(session -> {
            try {
                session.createProducer(session.createQueue(Queues.ATTENTION)).send(session.createMessage());
                return true;
            } catch (JMSSecurityException e) {
                return false;
            } finally {
                session.rollback();
            }
        });
    }
}
