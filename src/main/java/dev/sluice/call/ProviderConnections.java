package dev.sluice.call;

import dev.sluice.provider.PlanTaken;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.quarkus.main.events.BeforeStart;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * How the routes' HTTP endpoints reach providers. A kept connection is looked at before each use, and used only while
 * it is {@linkplain QuietConnection quiet}. What an answer costs is bounded: its header lines here, its body and its
 * time by {@link BoundedCall}.
 */
@Singleton
public class ProviderConnections {

    private static final Http1Config LINES = Http1Config.custom().setMaxLineLength(16 << 10).setMaxHeaderCount(200)
            .build();

    /**
     * The client would ask for compressed answers, and keep the connection of each. {@link BoundedCall} reads those.
     */
    private static final List<Header> UNCODED = List.of(new BasicHeader(HttpHeaders.ACCEPT_ENCODING, "identity"));

    private final Map<String, Pool> pools = new ConcurrentHashMap<>();
    private final MeterRegistry metrics;
    private final Function<String, @Nullable Provider> providers;
    private final Identities identities;

    @Inject
    ProviderConnections(MeterRegistry metrics, Providers providers, Clock clock) {
        this(metrics, providers::get, clock);
    }

    /** @param providers by name; of one that is not known nothing but its address is */
    ProviderConnections(MeterRegistry metrics, Function<String, @Nullable Provider> providers, Clock clock) {
        this.metrics = metrics;
        this.providers = providers;
        this.identities = new Identities(providers, clock);
    }

    void prepare(@Observes BeforeStart event, CamelContext camel) {
        prepare(camel);
    }

    /** What a provider is reached with may be other than it was. */
    void forget(@Observes PlanTaken event) {
        identities.forget(event::changes);
    }

    void prepare(CamelContext camel) {
        camel.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> prepared(endpoint));
    }

    /** What an operator is told of the connections to a provider, while there are none for all calls. */
    public @Nullable String told(String provider) {
        Pool pool = pools.get(provider);
        return pool == null ? null : pool.told();
    }

    private Endpoint prepared(Endpoint endpoint) {
        if (endpoint instanceof HttpEndpoint http) {
            String provider = http.getHttpUri().getHost().replaceFirst("\\.provider$", "");
            Pool pool = new Pool(provider,
                    manager(http, (PoolingHttpClientConnectionManager) http.getClientConnectionManager()), metrics);
            pools.put(provider, pool);
            Pool.count(provider, () -> pools.get(provider), metrics);
            identities.count(provider, metrics);
            http.setClientConnectionManager(pool.connections());
            http.setHeaderFilterStrategy(new AsWritten());
            Way way = new Way(provider, providers, identities);
            BoundedCall bounded = new BoundedCall(http.getConnectTimeout() + 2 * http.getResponseTimeout(), pool,
                    way);
            http.setHttpClientConfigurer(
                    client -> client.setRoutePlanner(way).disableContentCompression().setDefaultHeaders(UNCODED)
                            .addExecInterceptorFirst("bounded", bounded)
                            .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "leaving", bounded::leaving));
        }
        return endpoint;
    }

    private static PoolingHttpClientConnectionManager manager(HttpEndpoint http,
            PoolingHttpClientConnectionManager limits) {
        return new ChannelConnections()
                .setMaxConnTotal(limits.getMaxTotal()).setMaxConnPerRoute(limits.getDefaultMaxPerRoute())
                .setTlsSocketStrategy(new StrictTls())
                .setConnectionFactory(socket -> new QuietConnection(http.getHttpUri().getHost(), LINES))
                .setDefaultSocketConfig(
                        SocketConfig.custom().setSoTimeout(Timeout.ofMilliseconds(http.getSoTimeout())).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.ofMilliseconds(http.getConnectTimeout()))
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS).build())
                .build();
    }

    /** Of a socket that is no channel's nobody can tell without waiting whether its other side has closed it. */
    private static final class ChannelConnections extends PoolingHttpClientConnectionManagerBuilder {

        @Override
        protected HttpClientConnectionOperator createConnectionOperator(SchemePortResolver ports, DnsResolver names,
                TlsSocketStrategy tls) {
            return new DefaultHttpClientConnectionOperator(proxy -> SocketChannel.open().socket(), ports, names,
                    RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build());
        }
    }
}
