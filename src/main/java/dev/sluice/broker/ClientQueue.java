package dev.sluice.broker;

import org.apache.activemq.artemis.api.config.ActiveMQDefaultConfiguration;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.jspecify.annotations.Nullable;

/** What a client may ask of a queue that is made for it: nothing by which results on it get lost, or stay unread. */
final class ClientQueue {

    private ClientQueue() {
    }

    /** Whether it has no option that is not the broker's default. */
    static boolean isPlain(QueueConfiguration queue) {
        boolean ofOneClient = is(queue.isTemporary()) && is(queue.isDurable());
        // A Core client gives a temporary topic one by which it checks that the topic is there.
        boolean filtered = queue.getFilterString() != null && !queue.getFilterString().isEmpty();
        boolean choosing = filtered && !is(queue.isTemporary())
                || is(queue.isLastValue()) || queue.getLastValueKey() != null || is(queue.isNonDestructive());
        boolean dropping = is(queue.isPurgeOnNoConsumers()) || !isOr(queue.isEnabled(), true)
                || !isOr(queue.getRingSize(), ActiveMQDefaultConfiguration.DEFAULT_RING_SIZE)
                || !isOr(queue.getAutoDeleteMessageCount(), 0L);
        boolean withholding = is(queue.isExclusive()) || is(queue.isGroupRebalance())
                || !isOr(queue.getMaxConsumers(), ActiveMQDefaultConfiguration.DEFAULT_MAX_QUEUE_CONSUMERS)
                || !isOr(queue.getGroupBuckets(), ActiveMQDefaultConfiguration.DEFAULT_GROUP_BUCKETS)
                || !isOr(queue.getConsumersBeforeDispatch(),
                        ActiveMQDefaultConfiguration.DEFAULT_CONSUMERS_BEFORE_DISPATCH)
                || !isOr(queue.getDelayBeforeDispatch(), ActiveMQDefaultConfiguration.DEFAULT_DELAY_BEFORE_DISPATCH);
        return !ofOneClient && !choosing && !dropping && !withholding;
    }

    private static boolean is(@Nullable Boolean option) {
        return Boolean.TRUE.equals(option);
    }

    private static boolean isOr(@Nullable Object option, Object usual) {
        return option == null || option.equals(usual);
    }
}
