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
 * How much the broker keeps of frames that have not come to their end. The parsers of STOMP have no limit of their own,
 * before a client has logged in neither. A connection that goes beyond one is closed; where all together keep too much,
 * the one that keeps most.
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
                if (connections.getConnection(channel.id()) instanceof StompConnection stomp) {
                    look(channel, stomp.getStompVersionHandler().getDecoder());
                }
            }
        };
    }

    private static void close(Channel channel) {
        CLOSED.count("a STOMP frame had no end");
        channel.close();
    }

    private void look(Channel channel, StompDecoder decoder) {
        boolean headers = decoder.command == null || decoder.readingHeaders;
        if (decoder.data > (headers ? MOST_OF_HEADERS : MOST_OF_A_FRAME)) {
            close(channel);
        } else if (decoder.data <= MOST_OF_HEADERS) {
            kept.remove(channel);
        } else {
            kept.put(channel, decoder.data);
            if (kept.values().stream().mapToLong(Integer::longValue).sum() > mostOfAll) {
                kept.entrySet().stream().max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                        .ifPresent(most -> close(most.getKey()));
            }
        }
    }
}
