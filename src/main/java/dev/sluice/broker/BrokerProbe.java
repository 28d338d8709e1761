package dev.sluice.broker;

import dev.sluice.config.ConfigProblem;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;

/** Asks the broker something small, on a session of its own that does not wait for it to come back. */
@Singleton
public class BrokerProbe {

    private static final int LONGEST_CONNECT_MILLIS = 1000;

    private final Connections connections;
    private final ActiveMQConnectionFactory factory;
    private final Room room;
    private final BrokerMark mark;
    private @Nullable ClientSession session;

    BrokerProbe(Connections connections, ActiveMQConnectionFactory factory, Room room, BrokerMark mark) {
        this.connections = connections;
        this.factory = factory;
        this.room = room;
        this.mark = mark;
    }

    /** Whether the broker answers now and, as far as is known, takes messages; answers within seconds. */
    public boolean answers() {
        try {
            return look() && room.absence() == null;
        } catch (IOException | ConfigProblem e) {
            return false;
        }
    }

    /**
     * @return whether it is known that the broker belongs to the ledger; false where that was not reached yet
     * @throws IOException   where the broker does not answer, or may not be used now; says why, in an operator's words
     * @throws ConfigProblem where it belongs to another ledger
     */
    synchronized boolean look() throws IOException {
        try {
            if (session == null || session.isClosed()) {
                session = connections.probe();
            }
            return mark.isOurs(session);
        } catch (ActiveMQException e) {
            close();
            throw new IOException(e.getType() == ActiveMQExceptionType.SECURITY_EXCEPTION
                    ? "it refuses the user; see sluice.broker.username and sluice.broker.password (" + e.getMessage()
                            + ")"
                    : unreachable(e), e);
        }
    }

    /** The client itself only says that it cannot connect, and not why. */
    private String unreachable(ActiveMQException failure) {
        List<String> reasons = new ArrayList<>();
        for (InetSocketAddress address : connections.addresses(factory)) {
            try (Socket socket = new Socket()) {
                InetSocketAddress place = new InetSocketAddress(address.getHostString(), address.getPort());
                if (place.isUnresolved()) {
                    throw new IOException("the host is not known");
                }
                socket.connect(place, LONGEST_CONNECT_MILLIS);
                reasons.add(address.getHostString() + ": it takes connections, but does not answer as a broker");
            } catch (IOException e) {
                reasons.add(address.getHostString() + ": " + e.getMessage());
            }
        }
        return reasons.isEmpty() ? String.valueOf(failure.getMessage()) : String.join("; ", reasons);
    }

    private void close() {
        if (session != null) {
            Connections.close(session);
        }
        session = null;
    }
}
