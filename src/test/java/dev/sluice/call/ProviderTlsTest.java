package dev.sluice.call;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Caller.Answered;
import dev.sluice.call.TlsProvider.Asked;
import dev.sluice.flow.LogWatch;
import dev.sluice.given.Authority;
import dev.sluice.given.Authority.Issued;
import dev.sluice.given.MovedClock;
import dev.sluice.outcome.CannotSend;
import dev.sluice.outcome.NotSent;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.PlanTaken;
import dev.sluice.provider.Provider;
import dev.sluice.tls.KeptIdentity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is called, and who calls, is proved before anything leaves; by certificates that change while Sluice runs. */
class ProviderTlsTest {

    private static final String FILE = """
            family: orders
            base-url: https://localhost
            credentials: []
            accounts: {one: {}, two: {}, bare: {}}
            timeouts: {connect: 5s, response: 30s}
            limits: {concurrency: 8, rate: 20}
            poll: {first-delay: 2s, factor: 2, max-delay: 5m, budget: 24h}
            retry: {first-delay: 1s, factor: 2, max-delay: 1m, budget: 15m}
            answers: {codes: {}}
            operations:
              pay: {path: /pay, success: completed, success-by: shape, shape: [/id], lost: person, fields: {type: object}}
            """;

    @TempDir
    private Path folder;
    private final Map<String, String> settings = new HashMap<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Authority ours;
    private Authority others;
    private Caller caller;

    @BeforeEach
    void make() throws Exception {
        ours = new Authority("ours");
        others = new Authority("others");
    }

    @AfterEach
    void stop() {
        if (caller != null) {
            caller.close();
        }
    }

    @Test
    void whoIsOfACaInTheTrustFileIsBelievedAndNobodyElse() throws Exception {
        trust(ours.pem());
        try (TlsProvider known = TlsProvider.of(ours.issue("localhost").server(ours));
                TlsProvider stranger = TlsProvider.of(others.issue("localhost").server(ours))) {
            call();
            assertThat(caller.call(known.uri()).body()).isEqualTo("ok");
            isRefused(caller.call(stranger.uri()), stranger);
        }
    }

    @Test
    void withoutATrustFileOnlyThoseThatJavaTrustsAreBelieved() throws Exception {
        try (TlsProvider known = TlsProvider.of(ours.issue("localhost").server(ours))) {
            call();
            isRefused(caller.call(known.uri()), known);
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        trust(ours.pem());
        try (TlsProvider other = TlsProvider.of(ours.issue("other.test").server(ours))) {
            call();
            isRefused(caller.call(other.uri()), other);
        }
    }

    @Test
    void oneThatHasEndedIsRefusedAlsoWhereItIsTrustedItself() throws Exception {
        Issued ended = ours.issue("localhost", Duration.ofDays(-1));
        try (TlsProvider old = TlsProvider.of(ended.server(ours))) {
            trust(ours.pem());
            call();
            isRefused(caller.call(old.uri()), old);
            trust(ended.pem());
            call();
            isRefused(caller.call(old.uri()), old);
        }
    }

    /** What the client offers, for Java's own servers would take nothing older either. */
    @Test
    void thereIsNoTlsBelow12() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<byte[]> hello = CompletableFuture.supplyAsync(() -> firstRecord(listening));
            call();
            assertThat(caller.call("https://localhost:" + listening.getLocalPort() + "/").failure())
                    .isInstanceOf(NotSent.class);
            // The extension supported_versions (RFC 8446, 4.2.1), its length, two versions: 1.3 and 1.2.
            assertThat(HexFormat.of().formatHex(hello.get(60, TimeUnit.SECONDS))).contains("002b00050403040303");
        }
    }

    private static byte[] firstRecord(ServerSocket listening) {
        try (Socket client = listening.accept()) {
            byte[] header = client.getInputStream().readNBytes(5);
            return client.getInputStream().readNBytes((header[3] & 0xff) << 8 | header[4] & 0xff);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void eachAccountProvesItselfAndNoneUsesTheConnectionOfAnother() throws Exception {
        trust(ours.pem());
        client("one", ours.issue("shop-1"));
        client("two", ours.issue("shop-2"));
        try (TlsProvider provider = TlsProvider.of(ours.issue("localhost").server(ours))) {
            call();
            for (int round = 0; round < 3; round++) {
                for (String account : List.of("one", "two", "bare", "one", "bare", "two", "two", "bare", "one")) {
                    assertThat(caller.call(provider.uri(), account).body()).isEqualTo("ok");
                    assertThat(last(provider).who()).isEqualTo(
                            Map.of("one", "shop-1", "two", "shop-2", "bare", "").get(account));
                }
            }
            assertThat(provider.asked().stream().map(Asked::connection).distinct().count())
                    .as("connections that were made").isEqualTo(provider.connections());
            Map<Integer, String> users = new HashMap<>();
            assertThat(provider.asked()).allSatisfy(asked -> assertThat(
                    users.merge(asked.connection(), asked.who(), (first, next) -> first.equals(next) ? first : "both"))
                    .isEqualTo(asked.who()));
            int before = provider.connections();
            caller.call(provider.uri(), "one");
            caller.call(provider.uri(), "one");
            assertThat(provider.connections()).as("its own connection is used again").isLessThanOrEqualTo(before + 1);
        }
    }

    /** The server's refusal comes when the request has left, so what became of that is unknown. */
    @Test
    void aClientWithoutACertificateIsRefusedByTls13WhenTheRequestMayHaveLeft() throws Exception {
        trust(ours.pem());
        try (TlsProvider strict = TlsProvider.strict(ours.issue("localhost").server(ours), "TLSv1.3")) {
            call();
            Answered refused = caller.call(strict.uri(), "bare");
            assertThat(refused.http()).isZero();
            assertThat(refused.left()).isTrue();
            assertThat(refused.failure()).isNotInstanceOf(NotSent.class);
            assertThat(strict.asked()).isEmpty();
        }
    }

    @Test
    void aClientWithoutACertificateIsRefusedByTls12BeforeAnythingLeaves() throws Exception {
        trust(ours.pem());
        try (TlsProvider strict = TlsProvider.strict(ours.issue("localhost").server(ours), "TLSv1.2")) {
            call();
            isRefused(caller.call(strict.uri(), "bare"), strict);
        }
    }

    @Test
    void aCallIsNotSentWithACertificateThatHasEnded() throws Exception {
        trust(ours.pem());
        client("one", ours.issue("shop-1", Duration.ofDays(-1)));
        try (TlsProvider strict = TlsProvider.strict(ours.issue("localhost").server(ours))) {
            call();
            Answered kept = caller.call(strict.uri(), "one");
            assertThat(kept.failure()).isInstanceOf(CannotSend.class).hasMessageContaining("client-certificate: ended");
            assertThat(kept.left()).isFalse();
            assertThat(strict.connections()).isZero();
            client("one", ours.issue("shop-1"));
            await().until(() -> caller.call(strict.uri(), "one").http() == 200);
        }
    }

    @Test
    void aRenewedCertificateIsUsedByNewCallsAndTheConnectionOfTheOldOneIsNot() throws Exception {
        trust(ours.pem());
        client("one", ours.issue("shop-1"));
        try (TlsProvider provider = TlsProvider.of(ours.issue("localhost").server(ours))) {
            call();
            assertThat(caller.call(provider.uri(), "one").body()).isEqualTo("ok");
            client("one", ours.issue("shop-1-renewed"));
            await().until(() -> caller.call(provider.uri(), "one").http() == 200
                    && last(provider).who().equals("shop-1-renewed"));
            int old = provider.asked().get(0).connection();
            assertThat(last(provider).connection()).isNotEqualTo(old);
            for (int calls = 0; calls < 5; calls++) {
                caller.call(provider.uri(), "one");
                assertThat(last(provider).who()).isEqualTo("shop-1-renewed");
                assertThat(last(provider).connection()).isNotEqualTo(old);
            }
        }
    }

    @Test
    void aCallIsNotSentWhereOneOfThoseThatIssuedItsCertificateHasEnded() throws Exception {
        trust(ours.pem());
        Issued shop = ours.issue("shop-1");
        client("one", shop);
        Files.writeString(folder.resolve("one.pem"), shop.pem() + new Authority("x", Duration.ofDays(-1)).pem());
        try (TlsProvider strict = TlsProvider.strict(ours.issue("localhost").server(ours))) {
            call();
            assertThat(caller.call(strict.uri(), "one").failure()).isInstanceOf(CannotSend.class)
                    .hasMessageContaining("client-certificate: ended");
            assertThat(strict.connections()).isZero();
        }
    }

    @Test
    void nothingOfThePlanBeforeCountsOnceAnotherIsTaken() throws Exception {
        trust(ours.pem());
        client("one", ours.issue("shop-1"));
        AtomicReference<Provider> plan = new AtomicReference<>(provider(folder, settings));
        ProviderConnections connections = new ProviderConnections(metrics, name -> plan.get(), Clock.systemUTC());
        caller = new Caller(connections);
        try (TlsProvider provider = TlsProvider.of(ours.issue("localhost").server(ours))) {
            assertThat(caller.call(provider.uri(), "one").http()).isEqualTo(200);
            settings.put("accounts.one.client-certificate-file", folder.resolve("none").toString());
            plan.set(provider(folder, settings));
            connections.forget(new PlanTaken(Set.of("hambit")));
            assertThat(caller.call(provider.uri(), "one").failure()).isInstanceOf(CannotSend.class);
            assertThat(provider.asked()).hasSize(1);
        }
    }

    @Test
    void aNewCaIsBelievedWithoutARestart() throws Exception {
        trust(ours.pem());
        try (TlsProvider moved = TlsProvider.of(others.issue("localhost").server(ours))) {
            call();
            isRefused(caller.call(moved.uri()), moved);
            trust(ours.pem() + others.pem());
            await().until(() -> caller.call(moved.uri()).http() == 200);
        }
    }

    /** The files of a pair are replaced one after the other; what is there in between belongs together in no way. */
    @ParameterizedTest
    @ValueSource(strings = {"nothing", "no certificate", "another's key", "gone", "not valid yet", "ended"})
    void whileAFileIsBrokenWhatThereWasBeforeCountsAndTheLogSaysItOnce(String how) throws Exception {
        trust(ours.pem());
        client("one", ours.issue("shop-1"));
        try (TlsProvider provider = TlsProvider.of(ours.issue("localhost").server(ours));
                LogWatch log = LogWatch.begin()) {
            call();
            caller.call(provider.uri(), "one");
            switch (how) {
                case "nothing" -> Files.writeString(folder.resolve("one.pem"), "");
                case "no certificate" -> Files.writeString(folder.resolve("one.pem"), "-----BEGIN CERTIFICATE-----");
                case "another's key" -> Files.writeString(folder.resolve("one.key"), ours.issue("x").keyPem());
                case "not valid yet" -> client("one", ours.later("shop-1-later"));
                case "ended" -> client("one", ours.issue("shop-1-ended", Duration.ofDays(-1)));
                default -> Files.delete(folder.resolve("one.key"));
            }
            await().until(() -> caller.call(provider.uri(), "one").http() == 200 && !said(log).isEmpty());
            await().during(Duration.ofMillis(1500))
                    .until(() -> caller.call(provider.uri(), "one").http() == 200 && said(log).size() == 1);
            assertThat(last(provider).who()).isEqualTo("shop-1");
            assertThat(provider.connections()).as("none was made anew").isEqualTo(1);
            assertThat(said(log).get(0)).contains("hambit/one", "counts until it can be used");
            client("one", ours.issue("shop-1-renewed"));
            await().until(() -> caller.call(provider.uri(), "one").http() == 200
                    && last(provider).who().equals("shop-1-renewed"));
        }
    }

    @Test
    void howLongCertificatesLastIsCounted() throws Exception {
        trust(ours.pem() + new Authority("short", Duration.ofDays(20)).pem());
        client("one", ours.issue("shop-1", Duration.ofDays(40)));
        MovedClock clock = new MovedClock();
        clock.moveTo(System.currentTimeMillis());
        call(clock);
        assertThat(days("one", "client-certificate")).isEqualTo(40);
        assertThat(days("", "trust")).isEqualTo(20);
        clock.advance(Duration.ofDays(50));
        assertThat(days("one", "client-certificate")).isEqualTo(-10);
        assertThat(metrics.find("sluice.certificate.expires").gauges()).hasSize(2);
    }

    private long days(String account, String of) {
        return Math.round(metrics.get("sluice.certificate.expires").tag("provider", "hambit").tag("account", account)
                .tag("of", of).gauge().value() / Duration.ofDays(1).toSeconds());
    }

    private static List<String> said(LogWatch log) {
        return log.all().stream().filter(line -> line.contains(KeptIdentity.class.getName()))
                .filter(line -> line.startsWith("WARN")).toList();
    }

    private static Asked last(TlsProvider provider) {
        return provider.asked().get(provider.asked().size() - 1);
    }

    private static void isRefused(Answered answered, TlsProvider provider) {
        assertThat(answered.failure()).isInstanceOf(NotSent.class);
        assertThat(answered.left()).isFalse();
        assertThat(provider.asked()).isEmpty();
    }

    private void trust(String pem) throws IOException {
        settings.put("trust-file", Files.writeString(folder.resolve("trust.pem"), pem).toString());
    }

    private void client(String account, Issued certificate) throws IOException {
        settings.put("accounts." + account + ".client-certificate-file",
                Files.writeString(folder.resolve(account + ".pem"), certificate.pem()).toString());
        settings.put("accounts." + account + ".client-key-file",
                Files.writeString(folder.resolve(account + ".key"), certificate.keyPem()).toString());
    }

    private void call() throws IOException {
        call(Clock.systemUTC());
    }

    private void call(Clock clock) throws IOException {
        stop();
        Provider provider = provider(folder, settings);
        caller = new Caller(new ProviderConnections(metrics, name -> provider, clock));
    }

    /** One that is reached as its settings say. */
    static Provider provider(Path folder, Map<String, String> settings) throws IOException {
        Path providers = Files.createDirectories(folder.resolve("providers"));
        Files.writeString(providers.resolve("hambit.yaml"), FILE);
        Map<String, String> all = new HashMap<>();
        settings.forEach((key, value) -> all.put("sluice.providers.hambit." + key, value));
        return GivenProviders.read(providers, all).get("hambit");
    }
}
