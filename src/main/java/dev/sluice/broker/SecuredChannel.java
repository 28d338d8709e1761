package dev.sluice.broker;

import dev.sluice.watch.Tally;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Closes a client's connection of which no TLS comes, and says so once a minute: whoever is no client may knock. */
final class SecuredChannel extends ChannelInboundHandlerAdapter {

    /** As the broker calls the handler when it asks for the client's certificate. */
    private static final String NAME = "ssl";

    private static final Tally CLOSED = new Tally("The broker closed connections before anything was said: %s");

    private final SSLEngine engine;
    private boolean stands;

    private SecuredChannel(SSLEngine engine) {
        this.engine = engine;
    }

    static void of(Channel channel, SSLEngine engine) {
        channel.pipeline().addLast(NAME, new SslHandler(engine)).addLast(new SecuredChannel(engine));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent shaken) {
            stands = shaken.isSuccess() && isValid();
            if (!stands) {
                CLOSED.count("no TLS came about, or no certificate that is believed");
                context.close();
            }
        }
        super.userEventTriggered(context, event);
    }

    /** Java asks this of all but one that is trusted itself. */
    private boolean isValid() {
        try {
            ((X509Certificate) engine.getSession().getPeerCertificates()[0]).checkValidity();
            return true;
        } catch (SSLPeerUnverifiedException e) {
            // None was shown, and where one must be, there was no handshake.
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
        if (stands) {
            super.channelRead(context, bytes);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (stands) {
            super.exceptionCaught(context, cause);
        } else {
            context.close();
        }
    }
}
