package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.given.MovedClock;
import dev.sluice.json.Json;
import dev.sluice.ledger.Database;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.TokenRows;
import dev.sluice.outcome.TokenRefused;
import dev.sluice.passage.Calling;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Provider;
import dev.sluice.route.BrokenRoutes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replicas at one ledger, and a provider of which each login ends the token before. */
class SharedTokensTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String OTHER = "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static final Map<String, String> SHARED = Map.of("sluice.providers.messagehub.token.shared", "true",
            "sluice.providers.messagehub.token.renew-ahead", "60s");

    private final CamelContext camel = new DefaultCamelContext();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final MovedClock clock = new MovedClock();
    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicInteger refreshes = new AtomicInteger();
    private volatile Function<Integer, ObjectNode> login = number -> token("login-" + number);
    private volatile String refreshedWith = "";
    private final Provider provider = shared(true);
    /** One for whose login nobody waits for long. */
    private final Provider hasty = GivenProviders.shipped(with(Map.of(
            "sluice.providers.messagehub.timeouts.connect", "200ms",
            "sluice.providers.messagehub.timeouts.response", "400ms"))).get("messagehub");
    private GivenLedger ledger;
    private boolean away;
    private volatile Duration slow = Duration.ZERO;
    private final Database database = new Database() {
        @Override
        public <T> T write(Work<T> work) {
            clock.advance(slow);
            return ledger.write(work);
        }

        @Override
        public <T> T read(Work<T> work) {
            return ledger.read(work);
        }

        @Override
        public String absence() {
            return away ? "it is away" : null;
        }
    };

    private static Provider shared(boolean shared) {
        return GivenProviders
                .shipped(with(Map.of("sluice.providers.messagehub.token.shared", String.valueOf(shared))))
                .get("messagehub");
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(SHARED);
        settings.putAll(more);
        return settings;
    }

    @BeforeEach
    void start() throws Exception {
        ledger = new GivenLedger();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:messagehub-login")
                        .process(exchange -> answer(exchange, login.apply(logins.incrementAndGet())));
                from("direct:messagehub-refresh").process(exchange -> {
                    refreshedWith = exchange.getMessage().getBody(ObjectNode.class).path("refreshToken").asText();
                    answer(exchange, token("refresh-" + refreshes.incrementAndGet()));
                });
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        threads.shutdownNow();
        camel.close();
        ledger.close();
    }

    @Test
    void whatOneReplicaHasTheOthersHaveToo() throws Exception {
        Tokens one = replica(KEY);
        Tokens two = replica(KEY);
        assertThat(attach(one)).isEqualTo("Bearer login-1");
        assertThat(attach(two)).isEqualTo("Bearer login-1");
        assertThat(attach(replica(KEY))).as("after a start").isEqualTo("Bearer login-1");
        assertThat(logins).hasValue(1);
        assertThat(two.secrets(provider, "default").blanked("login-1 again-login-1")).isEqualTo("**** ****");
    }

    @Test
    void ofManyReplicasAtOnceOneLogsIn() throws Exception {
        CountDownLatch go = new CountDownLatch(6);
        List<Future<String>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Tokens replica = replica(KEY);
            all.add(threads.submit(() -> {
                go.countDown();
                go.await();
                return attach(replica);
            }));
        }
        for (Future<String> one : all) {
            assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo("Bearer login-1");
        }
        assertThat(logins).hasValue(1);
    }

    @Test
    void itIsRenewedAheadOfItsEndOnceForAll() throws Exception {
        Tokens one = replica(KEY);
        Tokens two = replica(KEY);
        attach(one);
        attach(two);
        clock.advance(Duration.ofSeconds(541));
        assertThat(attach(two)).isEqualTo("Bearer refresh-1");
        assertThat(refreshedWith).isEqualTo("again-login-1");
        assertThat(attach(one)).isEqualTo("Bearer refresh-1");
        clock.advance(Duration.ofSeconds(541));
        assertThat(attach(one)).isEqualTo("Bearer refresh-2");
        assertThat(refreshedWith).as("had by the other").isEqualTo("again-refresh-1");
        assertThat(logins.get() + refreshes.get()).isEqualTo(3);
    }

    /** Another replica's login ended it. */
    @Test
    void whoseTokenIsRefusedHasTheOneThatAnotherReplicaHad() throws Exception {
        Tokens one = replica(KEY);
        Tokens two = replica(KEY);
        Exchange before = exchange();
        one.attach(before);
        Exchange also = exchange();
        two.attach(also);
        two.forget(also);
        assertThat(attach(two)).isEqualTo("Bearer refresh-1");
        one.forget(before);
        assertThat(attach(one)).isEqualTo("Bearer refresh-1");
        assertThat(refreshes).hasValue(1);
    }

    @Test
    void theLedgerHasItSealed() throws Exception {
        attach(replica(KEY));
        String row = new TokenRows(database).newest("messagehub/default").orElseThrow();
        assertThat(row).hasSizeGreaterThan(40).doesNotContain("login");
        assertThat(new String(Base64.getDecoder().decode(row), StandardCharsets.ISO_8859_1))
                .doesNotContain("login", "oken");
    }

    @Test
    void withoutAKeyOrWhereTheFileDoesNotSayItEachHasItsOwn() throws Exception {
        attach(replica(null));
        attach(replica(null));
        assertThat(logins).hasValue(2);
        for (int i = 0; i < 2; i++) {
            Exchange exchange = new DefaultExchange(camel);
            Calling.beside(exchange, shared(false), "default", "send");
            replica(KEY).attach(exchange);
        }
        assertThat(logins).hasValue(4);
        assertThat(new TokenRows(database).newest("messagehub/default")).isEmpty();
    }

    @Test
    void whileTheLedgerIsAwayEachHasItsOwn() throws Exception {
        away = true;
        Tokens one = replica(KEY);
        assertThat(attach(one)).isEqualTo("Bearer login-1");
        assertThat(attach(replica(KEY))).isEqualTo("Bearer login-2");
        away = false;
        assertThat(attach(one)).as("it goes on serving").isEqualTo("Bearer login-1");
        assertThat(attach(replica(KEY))).isEqualTo("Bearer login-3");
    }

    @Test
    void aReplicaOfAnotherKeyHasItsOwn() throws Exception {
        attach(replica(KEY));
        assertThat(attach(replica(OTHER))).isEqualTo("Bearer login-2");
    }

    @Test
    void whoDiesWhileHavingOneIsWaitedForNoLongerThanALoginTakes() throws Exception {
        TokenRows rows = new TokenRows(database);
        rows.lease("messagehub/default", "dead", clock, 3_600_000);
        assertThat(attach(replica(KEY), hasty)).isEqualTo("Bearer login-1");
        rows.release("messagehub/default", "dead");
        rows.lease("messagehub/default", "dead", clock, 1000);
        clock.advance(Duration.ofSeconds(1));
        assertThat(attach(replica(KEY))).isEqualTo("Bearer login-2");
        assertThat(attach(replica(KEY))).as("shared again").isEqualTo("Bearer login-2");
    }

    /** A refresh that fails and a login take as long as two calls, and the ledger may let wait before. */
    @Test
    void nobodyElseHasOneWhileItTakesLong() throws Exception {
        TokenRows rows = new TokenRows(database);
        List<Boolean> others = new ArrayList<>();
        login = number -> {
            clock.advance(Duration.ofMillis(2 * provider.longestCallMillis()));
            slow = Duration.ZERO;
            others.add(rows.lease("messagehub/default", "other", clock, 1000));
            return token("login-" + number);
        };
        slow = Duration.ofHours(1);
        assertThat(attach(replica(KEY))).isEqualTo("Bearer login-1");
        assertThat(others).containsExactly(false);
    }

    /** Its refresh token may be in use by whoever is having one. */
    @Test
    void whoGivesUpWaitingLogsIn() throws Exception {
        Tokens one = replica(KEY);
        attach(one);
        clock.advance(Duration.ofSeconds(541));
        new TokenRows(database).lease("messagehub/default", "other", clock, 3_600_000);
        assertThat(attach(one, hasty)).isEqualTo("Bearer login-2");
        away = true;
        clock.advance(Duration.ofSeconds(541));
        assertThat(attach(one)).isEqualTo("Bearer login-3");
        assertThat(refreshes).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice.providers.messagehub.base-url", "sluice.providers.messagehub.calls.login.base-url",
            "sluice.providers.messagehub.accounts.default.password"})
    void aTokenOfOtherCredentialsOrAnotherHostIsNotUsed(String changed) throws Exception {
        attach(replica(KEY));
        Map<String, String> settings = new HashMap<>(SHARED);
        settings.put(changed, changed.endsWith("url") ? "http://127.0.0.1:9" : "another");
        Provider other = GivenProviders.shipped(settings).get("messagehub");
        Exchange exchange = new DefaultExchange(camel);
        Calling.beside(exchange, other, "default", "send");
        replica(KEY).attach(exchange);
        assertThat(exchange.getMessage().getHeader("Authorization")).isEqualTo("Bearer login-2");
        assertThat(refreshes).as("nor its refresh token").hasValue(0);
    }

    @Test
    void aLoginThatIsRefusedHoldsNobodyUp() throws Exception {
        login = number -> number == 1 ? Json.object().put("refused", true) : token("login-" + number);
        assertThatThrownBy(() -> attach(replica(KEY))).isInstanceOf(TokenRefused.class);
        TokenRows rows = new TokenRows(database);
        assertThat(rows.lease("messagehub/default", "other", clock, 1000)).as("the lease is given back").isTrue();
        rows.release("messagehub/default", "other");
        assertThat(attach(replica(KEY))).isEqualTo("Bearer login-2");
    }

    private Tokens replica(String key) {
        return new Tokens(new SideCalls(camel.createProducerTemplate()),
                new BrokenRoutes(clock, new SimpleMeterRegistry()), clock,
                new SharedTokens(new TokenRows(database), Optional.ofNullable(key), clock),
                new TokenMeters(new SimpleMeterRegistry(), clock));
    }

    private String attach(Tokens tokens) throws Exception {
        return attach(tokens, provider);
    }

    private String attach(Tokens tokens, Provider provider) throws Exception {
        Exchange exchange = exchange(provider);
        tokens.attach(exchange);
        return exchange.getMessage().getHeader("Authorization", String.class);
    }

    private Exchange exchange() {
        return exchange(provider);
    }

    private Exchange exchange(Provider provider) {
        Exchange exchange = new DefaultExchange(camel);
        Calling.beside(exchange, provider, "default", "send");
        return exchange;
    }

    private static void answer(Exchange exchange, ObjectNode answer) {
        Calling.of(exchange).answered(exchange, 200, null, null);
        exchange.getMessage().setBody(answer);
    }

    private static ObjectNode token(String text) {
        return Json.object().put("token", text).put("refreshToken", "again-" + text).put("expiresIn", "600");
    }
}
