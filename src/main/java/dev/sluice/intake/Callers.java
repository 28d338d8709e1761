package dev.sluice.intake;

import dev.sluice.broker.BrokerRole;
import dev.sluice.broker.BrokerUsers;
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

    /** The message property by which an operator says for which tenant a request is; of others it counts for nothing. */
    public static final String TENANT = "tenant";
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
     * @param tenant empty of none
     * @param fault  why nothing is done for it, if so
     */
    record Caller(String tenant, @Nullable String fault) {

        static final Caller ANYBODY = new Caller("", null);
    }

    Caller of(Message message) {
        if (users.tenants().isEmpty()) {
            return Caller.ANYBODY;
        }
        String user = user(message);
        BrokerRole role = users.role(user);
        if (user == null || role == null) {
            return new Caller("", user == null ? "the broker does not say whose the request is"
                    + " (populate-validated-user), and so not which tenant's"
                    : "the file of sluice.broker.users does not know the broker's user " + Shown.line(user)
                            + ", and so not whose tenant it is");
        }
        return role.decides() ? new Caller(said(message), null) : new Caller(users.tenant(user), null);
    }

    /** The user who sent it, where the broker notes that. */
    public static @Nullable String user(Message message) {
        return Arrival.property(message, VALIDATED_USER, String.class);
    }

    private String said(Message message) {
        String tenant = Arrival.property(message, TENANT, String.class);
        return tenant != null && users.tenants().contains(tenant) ? tenant : "";
    }
}
