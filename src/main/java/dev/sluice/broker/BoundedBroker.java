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
 * its end, takes no room, and is refused then.
 */
final class BoundedBroker extends ActiveMQServerImpl {

    /** A text takes two bytes a character here, and may have come as one. */
    private static final long MOST_KEPT = 2 * RequestGuard.MOST_BYTES + (1 << 20);

    BoundedBroker(Configuration configuration, ActiveMQSecurityManager security) {
        super(configuration, security);
        addProtocolManagerFactory(new BoundedCore());
    }

    @Override
    protected StorageManager createStorageManager() {
        JournalStorageManager journal = new JournalStorageManager(getConfiguration(), getCriticalAnalyzer(),
                executorFactory, scheduledPool, ioExecutorFactory, ioCriticalErrorListener) {
            @Override
            public void addBytesToLargeMessage(SequentialFile file, long messageId, ActiveMQBuffer bytes)
                    throws Exception {
                if (file.size() <= MOST_KEPT) {
                    super.addBytesToLargeMessage(file, messageId, bytes);
                }
            }

            @Override
            public void addBytesToLargeMessage(SequentialFile file, long messageId, byte[] bytes) throws Exception {
                if (file.size() <= MOST_KEPT) {
                    super.addBytesToLargeMessage(file, messageId, bytes);
                }
            }
        };
        getCriticalAnalyzer().add(journal);
        return journal;
    }
}
