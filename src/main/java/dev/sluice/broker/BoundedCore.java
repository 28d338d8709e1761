package dev.sluice.broker;

import dev.sluice.guard.RequestGuard;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.BaseInterceptor;
import org.apache.activemq.artemis.core.protocol.core.impl.CoreProtocolManager;
import org.apache.activemq.artemis.core.protocol.core.impl.CoreProtocolManagerFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.utils.uri.BeanSupport;

/** The Core protocol with an end to a frame: a client may say that one has two gigabytes. */
final class BoundedCore extends CoreProtocolManagerFactory {

    /** Of the largest message with its properties, each of which a client sends as one frame where it likes. */
    static final int MOST_BYTES = (int) RequestGuard.MOST_BYTES * 2;

    @Override
    @SuppressWarnings("rawtypes")
    public ProtocolManager createProtocolManager(ActiveMQServer server, Map<String, Object> parameters,
            List<BaseInterceptor> incoming, List<BaseInterceptor> outgoing) throws Exception {
        BeanSupport.stripPasswords(parameters);
        return BeanSupport.setData(
                new CoreProtocolManager(this, server, filterInterceptors(incoming), filterInterceptors(outgoing)) {
                    @Override
                    public void addChannelHandlers(ChannelPipeline pipeline) {
                        pipeline.addLast("activemq-decoder", new Frames());
                    }
                }, parameters);
    }

    /** As the broker's own decoder, which gives each frame a buffer of its own that may be sent on. */
    static final class Frames extends LengthFieldBasedFrameDecoder {

        Frames() {
            super(MOST_BYTES, 0, Integer.BYTES);
        }

        /** How much there is of a frame that has not come to its end. */
        int unread() {
            return actualReadableBytes();
        }

        @Override
        protected ByteBuf extractFrame(ChannelHandlerContext context, ByteBuf buffer, int index, int length) {
            return context.alloc().buffer(length).writeBytes(buffer, index, length).skipBytes(Integer.BYTES);
        }
    }
}
