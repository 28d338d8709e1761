package dev.sluice.people;

import dev.sluice.broker.BrokerRole;
import dev.sluice.broker.BrokerUsers;
import dev.sluice.intake.Callers;
import dev.sluice.text.Shown;
import jakarta.inject.Singleton;
import jakarta.jms.Message;
import org.jspecify.annotations.Nullable;

/**
 * Who may decide. Where the broker tells its users apart that is an operator, by what the broker notes on the message;
 * elsewhere it is whoever could send it.
 */
@Singleton
class Deciders {

    private final BrokerUsers users;

    Deciders(BrokerUsers users) {
        this.users = users;
    }

    /** Why what the message asks for is not done, whatever it is; nothing where its sender may decide. */
    @Nullable
    String refusal(Message message) {
        if (!users.areToldApart()) {
            return null;
        }
        String user = Callers.user(message);
        if (user == null) {
            return "the broker does not say whose message it is (populate-validated-user)";
        }
        BrokerRole role = users.role(user);
        return role == null ? "the file of sluice.broker.users does not know the broker's user " + Shown.line(user)
                : role.decides() ? null : "the broker's user " + user + " is " + role.id() + " and no operator";
    }

    /** The demand as that of its sender, whoever the message says that it is. */
    Demand own(Demand demand, Message message) {
        String user = users.areToldApart() ? Callers.user(message) : null;
        return user == null ? demand : demand.of(user);
    }
}
