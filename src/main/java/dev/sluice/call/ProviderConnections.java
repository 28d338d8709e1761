package dev.sluice.call;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.quarkus.main.events.BeforeStart;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * How the routes' HTTP endpoints reach providers. A kept connection is looked at before each use: on one that the
 * provider closed while it was idle, a call that never left would count as one whose answer was lost. What an answer
 * costs is bounded: its header lines here, its body and its time by {@link BoundedCall}.
 */
@Singleton
public class ProviderConnections {

    private static final Http1Config LINES = Http1Config.custom().setMaxLineLength(16 << 10).setMaxHeaderCount(200).build();

    void prepare(@Observes BeforeStart event, CamelContext camel) {
        camel.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> prepared(endpoint));
    }

    private static Endpoint prepared(Endpoint endpoint) {
        if (endpoint instanceof HttpEndpoint http) {
            http.setClientConnectionManager(manager(http, (PoolingHttpClientConnectionManager) http.getClientConnectionManager()));
            BoundedCall bounded = new BoundedCall(http.getConnectTimeout() + 2 * http.getResponseTimeout());
            http.setHttpClientConfigurer(client -> client.addExecInterceptorFirst("bounded", bounded)
                    .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "leaving", BoundedCall::leaving));
        }
        return endpoint;
    }

    private static PoolingHttpClientConnectionManager manager(HttpEndpoint http, PoolingHttpClientConnectionManager limits) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(limits.getMaxTotal()).setMaxConnPerRoute(limits.getDefaultMaxPerRoute())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(LINES).build())
                .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(Timeout.ofMilliseconds(http.getSoTimeout())).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.ofMilliseconds(http.getConnectTimeout()))
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS).build())
                .build();
    }
}
