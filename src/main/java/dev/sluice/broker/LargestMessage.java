package dev.sluice.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnection;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Refuses a client's message that would not fit in memory several times over: its sender is told. What is larger than a
 * request may be, and smaller than this, is taken and becomes a dead letter, whole.
 */
final class LargestMessage implements ActiveMQServerMessagePlugin {

    private static final long BYTES = 4L << 20;

    @Override
    public void beforeSend(ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue)
            throws ActiveMQException {
        boolean ours = session.getRemotingConnection().getTransportConnection() instanceof InVMConnection;
        if (!ours && message.getWholeMessageSize() > BYTES) {
            if (message instanceof LargeServerMessage large) {
                delete(large);
            }
            throw new ActiveMQException("a message may have at most " + (BYTES >> 20) + " MiB",
                    ActiveMQExceptionType.LARGE_MESSAGE_ERROR_BODY);
        }
    }

    private static void delete(LargeServerMessage large) throws ActiveMQException {
        try {
            large.deleteFile();
        } catch (Exception e) {
            throw new ActiveMQException(e.getMessage(), e, ActiveMQExceptionType.IO_ERROR);
        }
    }
}
