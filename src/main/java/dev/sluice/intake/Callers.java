package dev.sluice.intake;

import dev.sluice.broker.BrokerRole;
import dev.sluice.broker.BrokerUsers;
import dev.sluice.ledger.Key;
import dev.sluice.text.Shown;
import jakarta.inject.Singleton;
import jakarta.jms.Message;
import org.jspecify.annotations.Nullable;

/**
 * Whose a request is. Where there are tenants that is told by the broker's user who sent it; whoever is of no tenant
 * because he looks after all of them may say for which one he sends it, as he does when he sends a dead letter again.
 */
@Singleton
public class Callers {

    /**
     * The message property by which whoever is of no tenant says for which one a request is; of a tenant's own user it
     * counts for nothing. No upstream system has one of this name by chance.
     */
    public static final String TENANT = "sluiceTenant";
    /** The broker leaves nothing there that a client wrote. */
    private static final String VALIDATED_USER = org.apache.activemq.artemis.api.core.Message.HDR_VALIDATED_USER
            .toString();

    private final BrokerUsers users;

    public Callers(BrokerUsers users) {
        this.users = users;
    }

    /**
     * Who sent a message.
     *
     * @param tenant empty of none; where there is a fault, whose somebody says it is who may
     * @param fault  why nothing is done for it, if so
     */
    record Caller(String tenant, @Nullable String fault) {

        static final Caller ANYBODY = new Caller("", null);

        boolean isKnown() {
            return fault == null;
        }
    }

    Caller of(Message message) {
        String user = user(message);
        BrokerRole role = users.role(user);
        if (user != null && role != null && !role.decides()) {
            return new Caller(users.tenant(user), null);
        }
        if (role == null && !users.tenants().isEmpty()) {
            return new Caller("", user == null ? "the broker does not say whose the request is"
                    + " (populate-validated-user, or its guard is of a former version), and so not which tenant's"
                    : "the file of sluice.broker.users does not know the broker's user " + Shown.line(user)
                            + ", and so not whose tenant it is");
        }
        return said(message);
    }

    /** The user who sent it, where the broker notes that. */
    public static @Nullable String user(Message message) {
        return Arrival.property(message, VALIDATED_USER, String.class);
    }

    /** What was a tenant's is never nobody's: it would be another request, and ordered once more. */
    private Caller said(Message message) {
        Object said = Arrival.property(message, TENANT, Object.class);
        if (said == null && Arrival.property(message, DeadLetters.QUEUE_OF, Object.class) != null) {
            // Moved by the broker's own console, and not by a command.
            said = Arrival.property(message, DeadLetters.TENANT, Object.class);
        }
        if (said == null) {
            return Caller.ANYBODY;
        }
        String tenant = said instanceof String text && Key.isTenant(text) ? text : "";
        return users.tenants().contains(tenant) ? new Caller(tenant, null)
                : new Caller(tenant, "it is said to be of the tenant " + Shown.line(String.valueOf(said))
                        + ", which the file of sluice.broker.users does not name");
    }
}
