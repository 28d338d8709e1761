package dev.sluice.broker;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.remoting.server.RemotingService;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.AcceptorFactory;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;
import org.apache.activemq.artemis.utils.ConfigurationHelper;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Where clients of the embedded broker connect. The broker's own acceptor takes HTTP too, and frames without end; so
 * this one listens by itself and hands over a connection once it is known to be neither; and secures it, where it is
 * told by what.
 */
final class ClientsAcceptor extends NettyAcceptor {

    /** What the broker makes it by. */
    public static final class Factory implements AcceptorFactory {

        @Override
        @SuppressWarnings("rawtypes")
        public Acceptor createAcceptor(String name, ClusterConnection cluster, Map<String, Object> configuration,
                BufferHandler handler, ServerConnectionLifeCycleListener listener, Executor threads,
                ScheduledExecutorService scheduled, Map<String, ProtocolManager> protocols,
                String threadGroup, MetricsManager metrics) {
            Map<String, Object> handedOver = new HashMap<>(configuration);
            handedOver.put(TransportConstants.HTTP_UPGRADE_ENABLED_PROP_NAME, true);
            return new ClientsAcceptor(name, cluster, handedOver, handler, listener, threads, scheduled, protocols,
                    threadGroup, metrics);
        }
    }

    /** The parameter with {@link BrokerTls}, where all connections are TLS. */
    static final String TLS = "sluice-tls";

    private static final int BACKLOG = 1024;

    private final String host;
    private final int port;
    private final Unread unread;
    private final @Nullable BrokerTls tls;
    private @Nullable EventLoopGroup threads;
    private @Nullable Channel listening;

    @SuppressWarnings("rawtypes")
    private ClientsAcceptor(String name, ClusterConnection cluster, Map<String, Object> configuration,
            BufferHandler handler,
            ServerConnectionLifeCycleListener listener, Executor threads, ScheduledExecutorService scheduled,
            Map<String, ProtocolManager> protocols, String threadGroup, MetricsManager metrics) {
        super(name, cluster, configuration, handler, listener, scheduled, new OrderedExecutor(threads), protocols,
                threadGroup, metrics);
        this.host = ConfigurationHelper.getStringProperty(TransportConstants.HOST_PROP_NAME,
                TransportConstants.DEFAULT_HOST, configuration);
        this.port = ConfigurationHelper.getIntProperty(TransportConstants.PORT_PROP_NAME,
                TransportConstants.DEFAULT_PORT, configuration);
        this.unread = new Unread((RemotingService) listener);
        this.tls = (BrokerTls) configuration.get(TLS);
    }

    @Override
    public synchronized void start() throws Exception {
        super.start();
        if (threads == null) {
            threads = new NioEventLoopGroup(0, new DefaultThreadFactory("broker-clients", true));
            listening = new ServerBootstrap().group(threads).channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG).option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true).childOption(ChannelOption.SO_KEEPALIVE, true)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            if (tls != null) {
                                SecuredChannel.of(channel, tls.engine());
                            }
                            channel.pipeline().addLast(new NoHttp(), unread.of(channel));
                            transfer(channel);
                        }
                    }).bind(host, port).sync().channel();
        }
    }

    @Override
    public synchronized void pause() {
        if (listening != null) {
            listening.close();
            listening = null;
        }
        super.pause();
    }

    /** The threads last, for the broker tells its clients that it goes. */
    @Override
    public synchronized void stop() throws Exception {
        pause();
        super.stop();
        if (threads != null) {
            threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            threads = null;
        }
    }
}
