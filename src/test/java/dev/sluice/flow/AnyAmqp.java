package dev.sluice.flow;

import java.util.Collection;
import java.util.List;
import org.apache.qpid.protonj2.client.AdvancedMessage;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.Tracker;
import org.apache.qpid.protonj2.client.exceptions.ClientException;
import org.apache.qpid.protonj2.types.messaging.Section;

/** An AMQP 1.0 client that can write what no JMS client would. */
final class AnyAmqp implements AutoCloseable {

    private final Client client = Client.create();
    private final Connection connection;

    AnyAmqp(int port) throws ClientException {
        connection = client.connect("127.0.0.1", port);
    }

    /** A message of these body sections, without a header, so that nobody says that it is durable. */
    static AdvancedMessage<Object> of(Section<?>... body) throws ClientException {
        AdvancedMessage<Object> message = Message.create().toAdvancedMessage();
        message.bodySections((Collection) List.of(body));
        return message;
    }

    /** Sends it, and says how the broker settled it. */
    String send(String address, Message<?> message) throws Exception {
        try (Sender sender = connection.openSender(address)) {
            Tracker tracker = sender.send((Message) message).awaitSettlement();
            return tracker.remoteState().getType().name();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
