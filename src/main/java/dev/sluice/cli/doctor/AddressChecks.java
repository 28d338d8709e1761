package dev.sluice.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.BrokerSettings;
import dev.sluice.json.Json;
import dev.sluice.queue.Queues;
import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/** Whether an external broker keeps what cannot be delivered, and what does not fit into its memory. */
final class AddressChecks {

    private static final String WHAT = "address settings";
    private static final String MANAGEMENT = "activemq.management";
    private static final int LONGEST_WAIT_MILLIS = 5_000;
    private static final int DELIVERIES = 100;

    private final BrokerSettings settings;
    private final Diagnosis diagnosis;
    private final Map<String, List<String>> wrong = new TreeMap<>();
    private final Map<String, List<String>> doubtful = new TreeMap<>();

    AddressChecks(BrokerSettings settings, Diagnosis diagnosis) {
        this.settings = settings;
        this.diagnosis = diagnosis;
    }

    void look(BrokerClient broker, Set<String> queues) {
        boolean told = broker.call(session -> {
            try (ClientSession asking = ((ActiveMQSession) session).getCoreSession().getSessionFactory()
                    .createSession(settings.username(), settings.password(), false, true, true, false, 0)) {
                asking.start();
                for (String queue : queues) {
                    judge(queue, ask(asking, queue));
                }
                return true;
            } catch (JMSException e) {
                throw e;
            } catch (Exception e) {
                return false;
            }
        });
        if (!told) {
            diagnosis.warn(WHAT, "the broker does not tell them, for this user has no right to manage; compare its"
                    + " broker.xml with docs/deploy.md, \"An external broker\"");
            return;
        }
        wrong.forEach((what, of) -> diagnosis.wrong(WHAT, what + ": " + Named.some(of)));
        doubtful.forEach((what, of) -> diagnosis.warn(WHAT, what + ": " + Named.some(of)));
        if (wrong.isEmpty() && doubtful.isEmpty()) {
            diagnosis.ok(WHAT, "dead letters, paging and deliveries are as docs/deploy.md has them");
        }
    }

    private static JsonNode ask(ClientSession session, String queue) throws Exception {
        try (ClientRequestor requestor = new ClientRequestor(session, MANAGEMENT)) {
            ClientMessage question = session.createMessage(false);
            ManagementHelper.putOperationInvocation(question, ResourceNames.BROKER, "getAddressSettingsAsJSON", queue);
            ClientMessage answer = requestor.request(question, LONGEST_WAIT_MILLIS);
            if (answer == null || !ManagementHelper.hasOperationSucceeded(answer)) {
                throw new IllegalStateException("no answer");
            }
            return Json.read(String.valueOf(ManagementHelper.getResult(answer)).getBytes(StandardCharsets.UTF_8),
                    Json.Numbers.ALL_AS_TEXT);
        }
    }

    private void judge(String queue, JsonNode settings) {
        // What nobody set it does not tell.
        int deliveries = settings.path("maxDeliveryAttempts").asInt(AddressSettings.DEFAULT_MAX_DELIVERY_ATTEMPTS);
        boolean keepsAll = queue.equals(Queues.DEAD) && deliveries < 0;
        if (!keepsAll) {
            judgeDeadLetters(queue, settings.path("deadLetterAddress").asText(settings.path("DLA").asText()));
        }
        String full = settings.path("addressFullMessagePolicy").asText();
        if (full.equals("DROP") || full.equals("FAIL")) {
            note(wrong, "address-full-policy is " + full + (full.equals("DROP") ? ", by which messages are lost"
                    : ", by which deliveries are spent") + "; set it to PAGE", queue);
        }
        if (deliveries >= 0 && deliveries < DELIVERIES) {
            note(doubtful,
                    "max-delivery-attempts is " + deliveries + ", so that a short failure makes dead letters; set"
                            + " it to " + DELIVERIES,
                    queue);
        } else if (deliveries < 0 && !keepsAll) {
            note(doubtful, "max-delivery-attempts has no end, so that what nobody can read comes back for ever; set"
                    + " it to " + DELIVERIES, queue);
        }
    }

    private void judgeDeadLetters(String queue, String dead) {
        boolean last = queue.equals(Queues.DEAD) || queue.equals(Queues.UNDELIVERED);
        String expected = last ? Queues.DEAD : Queues.UNDELIVERED;
        if (dead.isEmpty() || dead.equals("null")) {
            note(wrong, "no dead-letter-address, so that what cannot be delivered is lost; set it to " + expected,
                    queue);
        } else if (!dead.equals(expected)) {
            note(wrong, "dead-letter-address is " + dead + ", from which Sluice takes nothing; set it to " + expected,
                    queue);
        }
    }

    private static void note(Map<String, List<String>> to, String what, String queue) {
        to.computeIfAbsent(what, first -> new ArrayList<>()).add(queue);
    }
}
