package dev.sluice.broker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnection;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerSessionPlugin;

/** Tells whether the broker's journal works for a session of Sluice itself, which is in the same process. */
final class OwnContexts implements ActiveMQServerSessionPlugin {

    private final Set<OperationContext> contexts = ConcurrentHashMap.newKeySet();

    @Override
    public void afterCreateSession(ServerSession session) {
        if (isOurs(session)) {
            contexts.add(session.getSessionContext());
        }
    }

    @Override
    public void afterCloseSession(ServerSession session, boolean failed) {
        contexts.remove(session.getSessionContext());
    }

    boolean hold(OperationContext context) {
        return contexts.contains(context);
    }

    static boolean isOurs(ServerSession session) {
        return session.getRemotingConnection().getTransportConnection() instanceof InVMConnection;
    }
}
