package dev.sluice.broker;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients may have of queues and addresses of their own. */
class ClientQueuesTest {

    /** A share is a third of it: there are two upstream systems, and Sluice. */
    private static final int MOST = 30;

    @TempDir
    Path folder;

    private final List<CoreTrespasser> open = new ArrayList<>();
    private EmbeddedBroker broker;
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = RightsMatrix.freePort();
        broker = GivenBroker.started(folder, port, Optional.of(RightsMatrix.REPLIES), new ReplyQueues(MOST, "1h"));
    }

    @AfterEach
    void stop() throws Exception {
        open.forEach(CoreTrespasser::close);
        broker.stop(null);
    }

    @Test
    void aQueueForResultsHasNoOptionsOfItsOwn() throws Exception {
        CoreTrespasser shop = core("shop-7");
        List<UnaryOperator<QueueConfiguration>> options = List.of(queue -> queue.setTemporary(true),
                queue -> queue.setTemporary(true).setDurable(false), queue -> queue.setRingSize(1L),
                queue -> queue.setMaxConsumers(0), queue -> queue.setEnabled(false),
                queue -> queue.setPurgeOnNoConsumers(true), queue -> queue.setLastValue(true),
                queue -> queue.setLastValueKey("requestId"), queue -> queue.setNonDestructive(true),
                queue -> queue.setExclusive(true), queue -> queue.setFilterString("a = 1"),
                queue -> queue.setConsumersBeforeDispatch(9), queue -> queue.setDelayBeforeDispatch(9_000L),
                queue -> queue.setGroupBuckets(0));
        for (UnaryOperator<QueueConfiguration> option : options) {
            QueueConfiguration asked = option.apply(replies("replies.mine"));
            assertThatThrownBy(() -> shop.made(asked)).as(asked.toJSON()).isInstanceOf(ActiveMQException.class);
            assertThat(Objects.requireNonNull(broker.broker).getAddressInfo(SimpleString.of("replies.mine")))
                    .as(asked.toJSON()).isNull();
        }
        assertThat(shop.made(replies("replies.mine"))).isTrue();
    }

    @Test
    void nobodyTakesThePlaceOfAnothersQueues() throws Exception {
        CoreTrespasser shop = core("shop-7");
        for (int i = 0; i < MOST / 3; i++) {
            shop.made(replies("replies.seven." + i));
            shop.address("replies.bare." + i);
            core("ana").temporary(UUID.randomUUID().toString());
        }
        assertThatThrownBy(() -> shop.made(replies("replies.seven.more"))).hasMessageContaining("sluice.reply-to.most");
        assertThat(core("shop-8").made(replies("replies.eight"))).isTrue();
        core("sluice").send("replies.seven.0", "result");
        new ReplyQueues(MOST, "1s").lookAfter(Objects.requireNonNull(broker.broker), Set.of(),
                name -> name.startsWith("replies."), BrokerUsers.none());
        await().untilAsserted(() -> assertThat(Objects.requireNonNull(broker.broker).getPostOffice().getAddresses())
                .filteredOn(name -> name.toString().startsWith("replies.")).map(SimpleString::toString)
                .containsExactly("replies.seven.0"));
        assertThat(shop.receive("replies.seven.0")).isEqualTo("result");
    }

    @Test
    void addressesWithoutAQueueAreAsManyAsQueues() throws Exception {
        CoreTrespasser shop = core("shop-7");
        assertThatThrownBy(() -> {
            for (int i = 0; i <= MOST; i++) {
                shop.address("replies.bare." + i);
            }
        }).hasMessageContaining("sluice.reply-to.most");
    }

    private static QueueConfiguration replies(String name) {
        return QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST);
    }

    private CoreTrespasser core(String user) throws Exception {
        CoreTrespasser client = new CoreTrespasser(port, user, RightsMatrix.SECRET);
        open.add(client);
        return client;
    }
}
