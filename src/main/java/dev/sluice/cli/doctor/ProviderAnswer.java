package dev.sluice.cli.doctor;

import dev.sluice.provider.Account;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Proxy;
import dev.sluice.tls.TlsIdentity;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What the base URL of an account answers to a {@code HEAD} without credentials, which does nothing there. Whatever its
 * status, the provider was reached.
 *
 * @param place        scheme, host and port
 * @param certificates the provider's, with those that came with it; none without TLS
 * @param skew         how far this machine's clock is ahead, where the answer says when it was made
 */
record ProviderAnswer(String place, boolean proxied, int status, List<X509Certificate> certificates,
        Optional<Duration> skew) {

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    static {
        // Java would tell no proxy of a TLS connection who calls.
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }

    /** @throws IOException where nothing answers; says why, without more of the URL than its place */
    static ProviderAnswer of(Provider provider, Account account, TlsIdentity identity, Clock clock)
            throws IOException {
        URI url = URI.create(account.baseUrl());
        String place = url.getScheme() + "://" + url.getAuthority();
        Proxy proxy = provider.reach().proxy();
        boolean proxied = proxy != null && proxy.isFor(url.getHost());
        HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .sslContext(identity.context()).connectTimeout(provider.timeouts().connect())
                .proxy(HttpClient.Builder.NO_PROXY);
        if (proxy != null && proxied) {
            client.proxy(ProxySelector.of(new InetSocketAddress(proxy.host(), proxy.port())));
            login(proxy).ifPresent(client::authenticator);
        }
        try {
            Instant asked = clock.instant();
            HttpResponse<Void> answer = client.build().send(HttpRequest.newBuilder(url).timeout(LONGEST_ANSWER)
                    .method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
                    HttpResponse.BodyHandlers.discarding());
            return new ProviderAnswer(place, proxied, answer.statusCode(),
                    answer.sslSession().map(ProviderAnswer::certificates).orElse(List.of()),
                    answer.headers().firstValue("Date").flatMap(ProviderAnswer::time)
                            .map(there -> skew(there, asked, clock.instant())));
        } catch (IOException e) {
            throw new IOException("it is not reached at " + place + (proxied ? " by its proxy" : "") + ": " + why(e),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String why(IOException e) {
        String said = Stream.iterate((Throwable) e, one -> one != null, Throwable::getCause)
                .map(Throwable::getMessage).filter(text -> text != null && !text.isBlank()).findFirst()
                .orElse(e.getClass().getSimpleName());
        return said.lines().findFirst().orElse("");
    }

    private static Optional<Authenticator> login(Proxy proxy) {
        String user = proxy.username();
        return user == null || proxy.password() == null ? Optional.empty()
                : proxy.password().read().map(password -> new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication(user, password.toCharArray());
                    }
                });
    }

    private static List<X509Certificate> certificates(SSLSession session) {
        try {
            return Stream.of(session.getPeerCertificates()).map(Certificate.class::cast)
                    .filter(X509Certificate.class::isInstance).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    private static Optional<Instant> time(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Nothing while it may be any time between the question and the answer. */
    private static Duration skew(Instant there, Instant asked, Instant answered) {
        return there.isBefore(asked) ? Duration.between(there, asked)
                : there.isAfter(answered) ? Duration.between(there, answered) : Duration.ZERO;
    }
}
