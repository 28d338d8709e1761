package dev.sluice.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Ends a connection that begins as HTTP does: the broker would keep as much of such a request as is sent. */
final class NoHttp extends ByteToMessageDecoder {

    /** The first two letters of the methods; {@code CO} is STOMP's too, and the broker reads it so. */
    private static final Set<String> METHODS = Set.of("GE", "PO", "PU", "HE", "OP", "PA", "DE", "TR");

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < 2) {
            return;
        }
        if (METHODS.contains(in.toString(in.readerIndex(), 2, StandardCharsets.US_ASCII))) {
            in.skipBytes(in.readableBytes());
            context.close();
        } else {
            context.pipeline().remove(this);
        }
    }
}
