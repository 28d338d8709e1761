package dev.sluice.flow;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.message.Message;

/** An upstream system below JMS that writes AMQP 1.0 section by section: any body, any type in any place. */
final class AmqpUpstream implements AutoCloseable {

    private static final int LARGEST = 8 << 20;

    private final Socket socket;
    private final Transport transport = Proton.transport();
    private final Connection connection = Proton.connection();
    private final Session session;

    AmqpUpstream(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(60_000);
        transport.sasl().client();
        transport.sasl().setMechanisms("ANONYMOUS");
        transport.bind(connection);
        connection.setContainer(UUID.randomUUID().toString());
        connection.setHostname("127.0.0.1");
        connection.open();
        session = connection.session();
        session.open();
        await(() -> session.getRemoteState() == EndpointState.ACTIVE);
    }

    /** Whether the broker confirmed the message. */
    boolean send(String queue, Message message) throws IOException {
        byte[] encoded = new byte[LARGEST];
        int length = message.encode(encoded, 0, encoded.length);
        return send(queue, encoded, length);
    }

    /**
     * A message of which only the beginning is made by a library: its sections up to the body, and the body as it is.
     */
    boolean send(String queue, Message beginning, byte[] body) throws IOException {
        byte[] encoded = new byte[LARGEST];
        int length = beginning.encode(encoded, 0, encoded.length);
        System.arraycopy(body, 0, encoded, length, body.length);
        return send(queue, encoded, length + body.length);
    }

    private boolean send(String queue, byte[] encoded, int length) throws IOException {
        Sender sender = session.sender(UUID.randomUUID().toString());
        Target target = new Target();
        target.setAddress(queue);
        sender.setTarget(target);
        sender.setSource(new Source());
        sender.open();
        await(() -> sender.getCredit() > 0);
        Delivery delivery = sender.delivery(new byte[]{1});
        sender.send(encoded, 0, length);
        sender.advance();
        await(() -> delivery.getRemoteState() != null);
        DeliveryState state = delivery.getRemoteState();
        delivery.settle();
        sender.close();
        await(() -> sender.getRemoteState() == EndpointState.CLOSED);
        return state instanceof Accepted;
    }

    private void await(BooleanSupplier condition) throws IOException {
        write();
        while (!condition.getAsBoolean()) {
            ByteBuffer tail = transport.tail();
            byte[] bytes = new byte[Math.min(tail.remaining(), 64 << 10)];
            int read = socket.getInputStream().read(bytes);
            if (read < 0 || connection.getRemoteState() == EndpointState.CLOSED) {
                throw new IOException("the broker closed the connection: " + connection.getRemoteCondition());
            }
            tail.put(bytes, 0, read);
            transport.process();
            write();
        }
    }

    private void write() throws IOException {
        for (int pending = transport.pending(); pending > 0; pending = transport.pending()) {
            byte[] bytes = new byte[pending];
            transport.head().get(bytes);
            socket.getOutputStream().write(bytes);
            transport.pop(pending);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
