package dev.sluice.broker;

import dev.sluice.guard.RequestGuard;
import dev.sluice.watch.Tally;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.core.protocol.stomp.StompConnection;
import org.apache.activemq.artemis.core.protocol.stomp.StompDecoder;
import org.apache.activemq.artemis.core.remoting.server.RemotingService;

/**
 * How much the broker keeps of frames that have not come to their end. The parsers of STOMP and Core have no limit of
 * their own, before a client has logged in neither. A connection that goes beyond one is closed; where all together
 * keep too much, the one that keeps most.
 */
final class Unread {

    private static final int MOST_OF_HEADERS = 64 << 10;
    private static final int MOST_OF_A_FRAME = (int) RequestGuard.MOST_BYTES + MOST_OF_HEADERS;
    /** Of the heap, for all connections. */
    private static final int SHARE = 8;

    private static final Tally CLOSED = new Tally("The broker closed connections: %s");

    private final RemotingService connections;
    private final Map<Channel, Integer> kept = new ConcurrentHashMap<>();
    private final long mostOfAll = Math.max(Runtime.getRuntime().maxMemory() / SHARE, MOST_OF_A_FRAME);

    Unread(RemotingService connections) {
        this.connections = connections;
    }

    ChannelHandler of(Channel channel) {
        channel.closeFuture().addListener(closed -> kept.remove(channel));
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object bytes) {
                context.fireChannelRead(bytes);
                BoundedCore.Frames core = context.pipeline().get(BoundedCore.Frames.class);
                if (core != null) {
                    look(channel, core.unread(), BoundedCore.MOST_BYTES);
                } else if (connections.getConnection(channel.id()) instanceof StompConnection stomp) {
                    StompDecoder decoder = stomp.getStompVersionHandler().getDecoder();
                    boolean headers = decoder.command == null || decoder.readingHeaders;
                    look(channel, decoder.data, headers ? MOST_OF_HEADERS : MOST_OF_A_FRAME);
                }
            }
        };
    }

    private static void close(Channel channel) {
        CLOSED.count("a frame had no end, or too many had none");
        channel.close();
    }

    private void look(Channel channel, int unread, int most) {
        if (unread > most) {
            close(channel);
        } else if (unread <= MOST_OF_HEADERS) {
            kept.remove(channel);
        } else {
            kept.put(channel, unread);
            if (kept.values().stream().mapToLong(Integer::longValue).sum() > mostOfAll) {
                kept.entrySet().stream().max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                        .ifPresent(largest -> close(largest.getKey()));
            }
        }
    }
}
