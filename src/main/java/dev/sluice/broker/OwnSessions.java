package dev.sluice.broker;

import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.ChannelImpl.CHANNEL_ID;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionResponseMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Lets a Core connection have only the sessions that it creates itself, as a user with a password: before it has one,
 * it can do nothing else. By itself the broker gives whoever names it another connection's session (CVE-2026-57967),
 * and makes queues for whoever asks (CVE-2026-49362). A client that reconnects creates its session anew.
 */
public final class OwnSessions implements Interceptor {

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        if (packet.getChannelID() != CHANNEL_ID.SESSION.id) {
            return true;
        }
        return switch (packet.getType()) {
            case PacketImpl.CREATESESSION, PacketImpl.CREATESESSION_V2, PacketImpl.CHECK_FOR_FAILOVER -> true;
            case PacketImpl.REATTACH_SESSION -> {
                ((CoreRemotingConnection) connection).getChannel(CHANNEL_ID.SESSION.id, -1)
                        .send(new ReattachSessionResponseMessage(-1, false));
                yield false;
            }
            default -> false;
        };
    }
}
