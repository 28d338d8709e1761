package dev.sluice.call;

import dev.sluice.outcome.CannotSend;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Proxy;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** How calls reach one provider: what their connections are secured with, and the proxy by which they go. */
final class Way extends DefaultRoutePlanner {

    private final String provider;
    private final Function<String, @Nullable Provider> providers;
    private final Identities identities;

    Way(String provider, Function<String, @Nullable Provider> providers, Identities identities) {
        super(DefaultSchemePortResolver.INSTANCE);
        this.provider = provider;
        this.providers = providers;
        this.identities = identities;
    }

    /**
     * A call of an account begins. A connection is used by calls of its own identity alone, and the proxy is told at
     * once who calls: a request that it asked again for would leave twice.
     *
     * @throws CannotSend where what it needs cannot be had
     */
    void enter(HttpClientContext context, String account) {
        context.setUserToken(identities.of(provider, account));
        proxy().ifPresent(proxy -> {
            if (proxy.username() != null && proxy.password() != null) {
                String password = proxy.password().read()
                        .orElseThrow(
                                () -> new CannotSend("proxy-password", "its file cannot be read, or is empty", true));
                BasicScheme basic = new BasicScheme();
                basic.initPreemptive(new UsernamePasswordCredentials(proxy.username(), password.toCharArray()));
                context.resetAuthExchange(host(proxy), basic);
            }
        });
    }

    @Override
    protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
        return proxy().filter(proxy -> proxy.isFor(target.getHostName())).map(Way::host).orElse(null);
    }

    private Optional<Proxy> proxy() {
        return Optional.ofNullable(providers.apply(provider)).map(known -> known.reach().proxy());
    }

    private static HttpHost host(Proxy proxy) {
        return new HttpHost("http", proxy.host(), proxy.port());
    }
}
