package dev.sluice.broker;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.DistributionMode;
import org.apache.qpid.protonj2.client.DurabilityMode;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.SenderOptions;

/** Over AMQP 1.0: links of every kind, also those by which brokers speak with one another. */
final class AmqpTrespasser implements Trespasser {

    private static final long SECONDS = 60;

    private final Client client = Client.create();
    private final Connection connection;

    AmqpTrespasser(int port, String user, String password) throws Exception {
        connection = client.connect("127.0.0.1", port, new ConnectionOptions().user(user).password(password)
                .requestTimeout(60_000).openTimeout(60_000));
        connection.openFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public Map<String, Try> sends(String name) {
        Map<String, Try> tries = new LinkedHashMap<>();
        tries.put("send", () -> sent(name, new SenderOptions()));
        for (String capability : new String[]{"queue", "topic", "temporary-queue", "amq.mirror",
                "AMQ_FEDERATION_CONTROL_LINK", "AMQ_FEDERATION_EVENT_LINK"}) {
            SenderOptions options = new SenderOptions().desiredCapabilities(capability);
            options.targetOptions().capabilities(capability);
            tries.put("send to a " + capability, () -> sent(name, options));
        }
        tries.put("send on a link to anybody", () -> {
            try (Sender sender = connection.openAnonymousSender()) {
                return accepted(sender, Message.create("x").to(name));
            }
        });
        tries.put("send to another than the link's", () -> {
            try (Sender sender = connection.openSender("orders.requests")) {
                // The link's address counts: what it takes it takes as a request.
                accepted(sender, Message.create("{}").to(name));
                return false;
            }
        });
        return tries;
    }

    @Override
    public Map<String, Try> reads(String name) {
        Map<String, Try> tries = new LinkedHashMap<>();
        tries.put("receive", () -> opened(name, new ReceiverOptions()));
        for (String capability : new String[]{"queue", "topic", "shared", "global", "temporary-queue",
                "AMQ_FEDERATION_QUEUE_RECEIVER", "AMQ_FEDERATION_ADDRESS_RECEIVER"}) {
            ReceiverOptions options = new ReceiverOptions().desiredCapabilities(capability);
            options.sourceOptions().capabilities(capability);
            tries.put("receive of a " + capability, () -> opened(name, options));
        }
        ReceiverOptions browsing = new ReceiverOptions();
        browsing.sourceOptions().distributionMode(DistributionMode.COPY);
        tries.put("browse", () -> opened(name, browsing));
        return tries;
    }

    @Override
    public Map<String, Try> changes(String name) {
        Map<String, Try> tries = new LinkedHashMap<>();
        ReceiverOptions durable = new ReceiverOptions();
        durable.sourceOptions().durabilityMode(DurabilityMode.UNSETTLED_STATE);
        tries.put("subscribe for ever", () -> {
            opened(name, durable);
            return false;
        });
        tries.put("subscribe under a name", () -> {
            try (Receiver receiver = connection.openDurableReceiver(name, "spy")) {
                receiver.openFuture().get(SECONDS, TimeUnit.SECONDS);
                return false;
            }
        });
        return tries;
    }

    @Override
    public void send(String name, String body) throws Exception {
        try (Sender sender = connection.openSender(name)) {
            sender.openFuture().get(SECONDS, TimeUnit.SECONDS);
            if (!accepted(sender, Message.create(body))) {
                throw new IllegalStateException("it was not accepted");
            }
        }
    }

    @Override
    public String receive(String name) throws Exception {
        try (Receiver receiver = connection.openReceiver(name)) {
            receiver.openFuture().get(SECONDS, TimeUnit.SECONDS);
            Delivery delivery = receiver.receive(60, TimeUnit.SECONDS);
            return String.valueOf(delivery.message().body());
        }
    }

    /** Has the broker make a temporary queue, and receives from it. */
    Receiver temporary() throws Exception {
        Receiver receiver = connection.openDynamicReceiver();
        receiver.openFuture().get(SECONDS, TimeUnit.SECONDS);
        return receiver;
    }

    /** Sends what says itself by whom it is. */
    void send(String name, String body, String property, String value) throws Exception {
        send(name, Message.create(body).property(property, value));
    }

    /** The same in the place that AMQP has for it. */
    void sendAs(String name, String body, String user) throws Exception {
        send(name, Message.create(body).userId(user.getBytes(StandardCharsets.UTF_8)));
    }

    private void send(String name, Message<String> message) throws Exception {
        try (Sender sender = connection.openSender(name)) {
            var state = sender.send(message).awaitSettlement(SECONDS, TimeUnit.SECONDS).remoteState();
            if (!state.isAccepted()) {
                throw new IllegalStateException(state.toString());
            }
        }
    }

    private boolean sent(String name, SenderOptions options) throws Exception {
        try (Sender sender = connection.openSender(name, options)) {
            sender.openFuture().get(SECONDS, TimeUnit.SECONDS);
            return accepted(sender, Message.create("x"));
        }
    }

    private static boolean accepted(Sender sender, Message<String> message) throws Exception {
        return sender.send(message).awaitSettlement(SECONDS, TimeUnit.SECONDS).remoteState().isAccepted();
    }

    private boolean opened(String name, ReceiverOptions options) throws Exception {
        try (Receiver receiver = connection.openReceiver(name, options)) {
            receiver.openFuture().get(SECONDS, TimeUnit.SECONDS);
            return true;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
