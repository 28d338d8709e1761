package dev.sluice.broker;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.remoting.impl.ssl.DefaultSSLContextFactory;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;

/**
 * Has the broker's client secure each connection with what there is at that moment. It finds this class by itself; where
 * nothing of ours is given, all is as without it.
 */
public final class SecuredClients extends DefaultSSLContextFactory {

    private static final String CONTEXT = "sluice-tls";
    private static final Pattern SSL = Pattern.compile("ssl://", Pattern.CASE_INSENSITIVE);

    /** The URL as the broker's client knows it, which has no word of its own for TLS. */
    public static String plain(String url) {
        return SSL.matcher(url).replaceAll("tcp://");
    }

    /** Connections are TLS, with one of these contexts each; where there are none, as the URL's parameters say. */
    public static void secure(ServerLocator locator, Optional<Supplier<SSLContext>> contexts) {
        for (TransportConfiguration place : locator.getStaticTransportConfigurations()) {
            place.getParams().put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
            contexts.ifPresent(ours -> place.getExtraParams().put(CONTEXT, ours));
        }
        // What a broker tells of others knows nothing of these contexts.
        contexts.ifPresent(ours -> locator.setUseTopologyForLoadBalancing(false));
    }

    @Override
    public SSLContext getSSLContext(SSLContextConfig config, Map<String, Object> parameters) throws Exception {
        return parameters.get(CONTEXT) instanceof Supplier<?> contexts ? (SSLContext) contexts.get()
                : super.getSSLContext(config, parameters);
    }

    /** Before the client's own. */
    @Override
    public int getPriority() {
        return super.getPriority() + 100;
    }
}
