package dev.sluice.call;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.CamelEvent.CamelContextRoutesStartingEvent;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * A kept connection is looked at before each use: on one that the provider closed while it was idle, a call that never
 * left would count as one whose answer was lost.
 */
@Singleton
public class FreshConnections {

    void check(@Observes CamelContextRoutesStartingEvent event) {
        event.getContext().getEndpoints().stream().filter(HttpEndpoint.class::isInstance).map(HttpEndpoint.class::cast)
                .forEach(endpoint -> ((PoolingHttpClientConnectionManager) endpoint.getClientConnectionManager())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.ofMilliseconds(endpoint.getConnectTimeout()))
                                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS).build()));
    }
}
