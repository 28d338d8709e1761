package dev.sluice.broker;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;

/** Over Core, whose client may ask for everything that the broker has a name for. */
final class CoreTrespasser implements Trespasser {

    private static final long CALL_MILLIS = 60_000;

    private final String user;
    private final String password;
    private final ServerLocator locator;
    private final ClientSession session;

    CoreTrespasser(int port, String user, String password) throws Exception {
        this.user = user;
        this.password = password;
        locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port).setCallTimeout(CALL_MILLIS)
                .setProducerWindowSize(-1);
        session = locator.createSessionFactory().createSession(user, password, false, true, true, false, 0);
        session.start();
    }

    @Override
    public Map<String, Try> sends(String name) {
        Map<String, Try> tries = new LinkedHashMap<>();
        tries.put("send", () -> sent(name, null));
        tries.put("send anycast", () -> sent(name, RoutingType.ANYCAST));
        tries.put("send multicast", () -> sent(name, RoutingType.MULTICAST));
        tries.put("send in a transaction", () -> {
            try (ClientSession other = transacted()) {
                ClientProducer producer = other.createProducer();
                producer.send(name, other.createMessage(true));
                other.commit();
                return true;
            }
        });
        tries.put("route", () -> {
            ClientMessage message = session.createMessage(true);
            message.putStringProperty(Message.HDR_ORIGINAL_QUEUE, SimpleString.of(name));
            message.putStringProperty(Message.HDR_ORIGINAL_ADDRESS, SimpleString.of(name));
            message.putStringProperty(Message.HDR_BRIDGE_DUPLICATE_ID, SimpleString.of(name));
            message.putBytesProperty(Message.HDR_ROUTE_TO_IDS, new byte[]{0, 0, 0, 0, 0, 0, 0, 9});
            send(session, name, message);
            return true;
        });
        return tries;
    }

    @Override
    public Map<String, Try> reads(String name) {
        Map<String, Try> tries = new LinkedHashMap<>();
        tries.put("consume", () -> read(name, null, false));
        tries.put("consume by a filter", () -> read(name, "priority >= 0", false));
        tries.put("browse", () -> read(name, null, true));
        return tries;
    }

    @Override
    public Map<String, Try> changes(String name) {
        Map<String, Try> tries = new LinkedHashMap<>();
        for (RoutingType type : RoutingType.values()) {
            tries.put("make " + type, () -> made(QueueConfiguration.of(name).setRoutingType(type)));
            tries.put("make spy " + type, () -> made(QueueConfiguration.of("spy").setAddress(name)
                    .setRoutingType(type)));
            tries.put("make temporary spy " + type, () -> made(QueueConfiguration.of("spy").setAddress(name)
                    .setRoutingType(type).setTemporary(true).setDurable(false)));
            tries.put("make under the name, elsewhere " + type, () -> {
                made(QueueConfiguration.of(name).setAddress("replies.mine").setRoutingType(type));
                return false;
            });
            tries.put("make shared " + type, () -> {
                session.createSharedQueue(QueueConfiguration.of("spy").setAddress(name).setRoutingType(type)
                        .setDurable(true));
                return true;
            });
            tries.put("make shared, elsewhere " + type, () -> {
                session.createSharedQueue(QueueConfiguration.of(name).setAddress("replies.mine").setRoutingType(type)
                        .setDurable(false));
                return false;
            });
            tries.put("make the address " + type, () -> {
                session.createAddress(SimpleString.of(name), type, false);
                return true;
            });
        }
        tries.put("exclusive", () -> made(QueueConfiguration.of("spy").setAddress(name).setExclusive(true)
                .setRoutingType(RoutingType.ANYCAST).setAutoCreateAddress(true)));
        tries.put("delete", () -> {
            session.deleteQueue(name);
            return true;
        });
        tries.put("manage: remove", () -> managed(ResourceNames.BROKER, "destroyQueue", name, true, true));
        tries.put("manage: empty", () -> managed(ResourceNames.QUEUE + name, "removeMessages", ""));
        tries.put("manage: send", () -> managed(ResourceNames.ADDRESS + name, "sendMessage", Map.of(), 3, "x", true,
                null, null));
        tries.put("manage: divert", () -> managed(ResourceNames.BROKER, "createDivert", "spy", "spy", name,
                "replies.mine", false, null, null));
        tries.put("manage: user", () -> managed(ResourceNames.BROKER, "addSecuritySettings", name, "upstream",
                "upstream", "upstream", "upstream", "upstream", "upstream", "upstream"));
        return tries;
    }

    @Override
    public void send(String name, String body) throws ActiveMQException {
        ClientMessage message = session.createMessage(ClientMessage.TEXT_TYPE, true);
        message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(body));
        send(session, name, message);
    }

    @Override
    public String receive(String name) throws ActiveMQException {
        try (ClientConsumer consumer = session.createConsumer(name)) {
            ClientMessage message = consumer.receive(60_000);
            message.acknowledge();
            return message.getBodyBuffer().readNullableSimpleString().toString();
        }
    }

    /** Sends what says itself by whom it is. */
    void send(String name, String body, String property, String value) throws ActiveMQException {
        ClientMessage message = session.createMessage(ClientMessage.TEXT_TYPE, true);
        message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(body));
        message.putStringProperty(property, value);
        send(session, name, message);
    }

    /** A property of the next message. */
    String property(String name, SimpleString property) throws ActiveMQException {
        try (ClientConsumer consumer = session.createConsumer(name)) {
            ClientMessage message = consumer.receive(60_000);
            message.acknowledge();
            return message.getStringProperty(property);
        }
    }

    /** Makes a temporary queue and stays there. */
    String temporary(String name) throws ActiveMQException {
        session.createQueue(QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST).setTemporary(true)
                .setDurable(false));
        return name;
    }

    void address(String name) throws ActiveMQException {
        session.createAddress(SimpleString.of(name), RoutingType.ANYCAST, false);
    }

    private ClientSession transacted() throws ActiveMQException {
        return session.getSessionFactory().createSession(user, password, false, false, false, false, 0);
    }

    private boolean sent(String name, RoutingType type) throws ActiveMQException {
        ClientMessage message = session.createMessage(true);
        message.setRoutingType(type);
        send(session, name, message);
        return true;
    }

    private static void send(ClientSession session, String name, ClientMessage message) throws ActiveMQException {
        try (ClientProducer producer = session.createProducer()) {
            producer.send(name, message);
        }
    }

    private boolean read(String name, String filter, boolean browses) throws ActiveMQException {
        session.createConsumer(SimpleString.of(name), SimpleString.of(filter), browses).close();
        return true;
    }

    boolean made(QueueConfiguration queue) throws ActiveMQException {
        session.createQueue(queue);
        return true;
    }

    private boolean managed(String resource, String operation, Object... arguments) throws Exception {
        try (ClientRequestor requestor = new ClientRequestor(session, "activemq.management")) {
            ClientMessage question = session.createMessage(false);
            ManagementHelper.putOperationInvocation(question, resource, operation, arguments);
            ClientMessage answer = requestor.request(question, 5_000);
            return answer != null && ManagementHelper.hasOperationSucceeded(answer);
        }
    }

    @Override
    public void close() {
        locator.close();
    }
}
