package dev.sluice.broker;

import dev.sluice.guard.RequestGuard;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.impl.journal.JournalStorageManager;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/**
 * The broker, which keeps no more of a message that a client streams to it than shows that it is too large: it comes to
 * its end, takes no room, and is refused then. Of what Sluice itself sends it keeps all, for nobody refuses that.
 */
final class BoundedBroker extends ActiveMQServerImpl {

    /** A text takes two bytes a character here, and may have come as one. */
    private static final long MOST_KEPT = 2 * RequestGuard.MOST_BYTES + (1 << 20);

    private final OwnContexts ours = new OwnContexts();

    BoundedBroker(Configuration configuration, ActiveMQSecurityManager security) {
        super(configuration, security);
        registerBrokerPlugin(ours);
        addProtocolManagerFactory(new BoundedCore());
    }

    @Override
    protected StorageManager createStorageManager() {
        JournalStorageManager journal = new JournalStorageManager(getConfiguration(), getCriticalAnalyzer(),
                executorFactory, scheduledPool, ioExecutorFactory, ioCriticalErrorListener) {
            @Override
            public void addBytesToLargeMessage(SequentialFile file, long messageId, ActiveMQBuffer bytes)
                    throws Exception {
                if (keeps(file)) {
                    super.addBytesToLargeMessage(file, messageId, bytes);
                }
            }

            @Override
            public void addBytesToLargeMessage(SequentialFile file, long messageId, byte[] bytes) throws Exception {
                if (keeps(file)) {
                    super.addBytesToLargeMessage(file, messageId, bytes);
                }
            }

            private boolean keeps(SequentialFile file) throws Exception {
                return file.size() <= MOST_KEPT || ours.hold(getContext());
            }
        };
        getCriticalAnalyzer().add(journal);
        return journal;
    }
}
