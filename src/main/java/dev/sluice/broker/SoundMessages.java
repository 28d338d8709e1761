package dev.sluice.broker;

import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.MessagePacketI;
import org.apache.activemq.artemis.reader.MessageUtil;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Makes every message that arrives one that can be received. The broker's client believes what a message says of
 * itself: one that lies would end the connection of all consumers, or ask for more memory than there is, and do so
 * again after each reconnect. What is no text and no bytes, or says that its body is compressed, counts as the bytes
 * that it holds.
 */
public final class SoundMessages implements Interceptor {

    /** Where a message's reply-to stands once it is here: where no library finds it and takes it apart. */
    public static final SimpleString REPLY_TO = SimpleString.of("SluiceReplyTo");

    private static final Map<SimpleString, Class<?>> TYPES = Map.of(
            Message.HDR_LARGE_COMPRESSED, Void.class,
            Message.HDR_ROUTING_TYPE, Byte.class,
            MessageUtil.REPLYTO_HEADER_NAME, SimpleString.class);

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        if (packet instanceof MessagePacketI received && received.getMessage() instanceof CoreMessage message) {
            TYPES.forEach((name, type) -> {
                Object value = message.getObjectProperty(name);
                if (value != null && !type.isInstance(value)) {
                    message.removeProperty(name);
                }
            });
            hideReplyTo(message);
            if (message.getType() != Message.BYTES_TYPE && !isText(message)) {
                message.setType(Message.DEFAULT_TYPE);
            }
        }
        return true;
    }

    private static void hideReplyTo(CoreMessage message) {
        SimpleString replyTo = (SimpleString) message.removeProperty(MessageUtil.REPLYTO_HEADER_NAME);
        message.removeProperty(REPLY_TO);
        if (replyTo != null) {
            message.putStringProperty(REPLY_TO, replyTo);
        }
    }

    /** Whether the body is as long as it says; a large one is still on its way. */
    private static boolean isText(CoreMessage message) {
        if (message.getType() != Message.TEXT_TYPE || message.isLargeMessage()) {
            return message.getType() == Message.TEXT_TYPE;
        }
        ActiveMQBuffer body = message.getReadOnlyBodyBuffer();
        if (body.readableBytes() == 0) {
            return false;
        }
        if (body.readByte() == 0) {
            return true;
        }
        int length = body.readableBytes() < Integer.BYTES ? -1 : body.readInt();
        return length >= 0 && length <= body.readableBytes();
    }
}
