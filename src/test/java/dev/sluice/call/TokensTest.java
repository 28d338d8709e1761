package dev.sluice.call;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.given.MovedClock;
import dev.sluice.json.Json;
import dev.sluice.outcome.TokenRefused;
import dev.sluice.passage.Calling;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Provider;
import dev.sluice.route.BrokenRoutes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
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

/** Tokens of a provider whose login and refresh are routes of this test. */
class TokensTest {

    private static final int CALLERS = 100;

    private final CamelContext camel = new DefaultCamelContext();
    private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    private final MovedClock clock = new MovedClock();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicInteger refreshes = new AtomicInteger();
    private final AtomicReference<ObjectNode> asked = new AtomicReference<>();
    private volatile Function<Integer, ObjectNode> login = number -> token("login-" + number, 600);
    private volatile Function<Integer, ObjectNode> refresh = number -> token("refresh-" + number, 600);
    private volatile int http = 200;
    private final Provider provider = GivenProviders
            .shipped(Map.of("sluice.providers.messagehub.token.renew-ahead", "60s"))
            .get("messagehub");
    private Tokens tokens;

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:messagehub-login")
                        .process(exchange -> answer(exchange, login.apply(logins.incrementAndGet())));
                from("direct:messagehub-refresh")
                        .process(exchange -> answer(exchange, refresh.apply(refreshes.incrementAndGet())));
            }
        });
        camel.start();
        tokens = new Tokens(new SideCalls(camel.createProducerTemplate()),
                new BrokenRoutes(clock, metrics), clock, SharedTokens.none(clock), new TokenMeters(metrics, clock));
    }

    @AfterEach
    void stop() throws Exception {
        threads.shutdownNow();
        camel.close();
    }

    @Test
    void whetherTokensAreHadAndHowOldTheyAreIsTold() throws Exception {
        tokens.attach(exchange());
        clock.advance(Duration.ofSeconds(5));
        tokens.attach(exchange());
        assertThat(counted("true")).isOne();
        assertThat(metrics.get("sluice.tokens.age").tags("provider", "messagehub", "account", "default").gauge()
                .value()).isEqualTo(5);
        tokens.forgetAll();
        login = number -> Json.object();
        assertThatThrownBy(() -> tokens.attach(exchange())).isInstanceOf(Exception.class);
        assertThat(counted("true")).isOne();
        assertThat(counted("false")).isOne();
    }

    private double counted(String had) {
        return metrics.get("sluice.tokens").tags("provider", "messagehub", "account", "default", "had", had).counter()
                .count();
    }

    /** The first answer may say that a token is void, and the second one which. */
    @Test
    void theTokensThatAnAccountHadAreAmongWhatItsAnswersAreLookedThroughFor() throws Exception {
        Exchange exchange = exchange();
        List<String> had = new ArrayList<>();
        for (int renewal = 0; renewal < 5; renewal++) {
            tokens.attach(exchange);
            had.add(exchange.getMessage().getHeader("Authorization", String.class).substring("Bearer ".length()));
            tokens.forget(exchange);
        }
        assertThat(had).doesNotHaveDuplicates();
        String all = String.join(" and ", had);
        assertThat(tokens.secrets(Calling.of(exchange)).blanked(all))
                .isEqualTo(all.replaceAll("[a-z]+-[0-9]+", "****"));
    }

    @Test
    void manyWhoNeedATokenAtOnceMakeOneLogin() throws Exception {
        List<Future<String>> callers = callers();
        for (Future<String> caller : callers) {
            assertThat(caller.get(60, TimeUnit.SECONDS)).isEqualTo("Bearer login-1");
        }
        assertThat(logins).hasValue(1);
        assertThat(asked.get().path("username").asText()).isEqualTo("user");
        assertThat(asked.get().path("password").asText()).isEqualTo("password");
    }

    @Test
    void aTokenIsRenewedAheadOfItsEndByItsRefreshTokenAndNotBefore() throws Exception {
        attach();
        clock.advance(Duration.ofSeconds(539));
        assertThat(attach()).isEqualTo("Bearer login-1");
        clock.advance(Duration.ofSeconds(1));
        assertThat(attach()).isEqualTo("Bearer refresh-1");
        assertThat(asked.get().path("refreshToken").asText()).isEqualTo("again-login-1");
        assertThat(logins).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 302, 401, 500})
    void aTokenInWhatHttpCallsAFailureIsNone(int status) {
        http = status;
        assertThatThrownBy(this::attach).isInstanceOf(NothingToCallWith.class);
        login = number -> Json.object().put("token", "t").put("refused", true);
        assertThatThrownBy(this::attach).isInstanceOf(TokenRefused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon", "", "1e3"})
    void aTokenThatLivesNoMomentIsUsedAllTheSame(String seconds) throws Exception {
        login = number -> token("login-" + number, 600).put("expiresIn", seconds);
        attach();
        assertThat(attach()).isEqualTo("Bearer login-1");
        assertThat(logins).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1795258800", "1795258800000", "2026-11-21T11:00:00Z", "0", "-5"})
    void anEndThatIsOverIsNone(String end) throws Exception {
        login = number -> Json.object().put("token", "login-" + number).put("expiresAt", end);
        clock.advance(Duration.ofSeconds(1));
        attach();
        assertThat(attach()).isEqualTo("Bearer login-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1795259400", "1795259400000", "2026-11-21T11:10:00Z"})
    void anEndIsReadInEveryFormThatTimesHave(String end) throws Exception {
        login = number -> Json.object().put("token", "login-" + number).put("expiresAt", end);
        attach();
        clock.advance(Duration.ofSeconds(541));
        assertThat(attach()).isEqualTo("Bearer login-2");
    }

    @Test
    void aSlipInARefreshIsToldAndTheLoginServes() throws Exception {
        refresh = number -> null;
        attach();
        clock.advance(Duration.ofSeconds(541));
        assertThat(attach()).isEqualTo("Bearer login-2");
        assertThat(metrics.counter("sluice.routes.failed", "call", "messagehub.refresh").count()).isEqualTo(1);
    }

    @Test
    void theTokensThatAreKeptAreAmongWhatAWebhookIsLookedThroughFor() throws Exception {
        attach();
        assertThat(tokens.secrets(provider, "default").blanked("login-1, again-login-1, password, other"))
                .doesNotContain("login-1", "password").endsWith(", other");
    }

    @Test
    void aLoginOfWhichItsFlowMakesNothingIsASlipOfTheFlow() {
        login = number -> null;
        assertThatThrownBy(this::attach).hasMessage("direct:messagehub-login makes no document of the answer");
    }

    @Test
    void aLoginWithoutATokenIsSaidAsSuch() {
        login = number -> Json.object();
        assertThatThrownBy(this::attach).hasMessage("the login was answered without a token");
    }

    /** Its stand-in knows no credential: a login with nothing could lock the others out. */
    @Test
    void forAnAccountThatIsConfiguredNoMoreNobodyLogsIn() {
        Exchange exchange = new DefaultExchange(camel);
        Calling.beside(exchange, provider, "gone", "send");
        assertThatThrownBy(() -> tokens.attach(exchange)).hasMessage("account gone has no credentials any more");
        assertThat(logins).hasValue(0);
    }

    @Test
    void manyWhoFindTheTokenOldMakeOneRefresh() throws Exception {
        attach();
        clock.advance(Duration.ofSeconds(600));
        for (Future<String> caller : callers()) {
            assertThat(caller.get(60, TimeUnit.SECONDS)).isEqualTo("Bearer refresh-1");
        }
        assertThat(refreshes).hasValue(1);
    }

    @Test
    void aRefreshThatIsRefusedIsFollowedByALogin() throws Exception {
        attach();
        refresh = number -> Json.object().put("refused", true);
        clock.advance(Duration.ofSeconds(600));
        assertThat(attach()).isEqualTo("Bearer login-2");
    }

    @Test
    void aRefreshThatBreaksIsFollowedByALogin() throws Exception {
        attach();
        refresh = number -> {
            throw new IllegalStateException("reset");
        };
        clock.advance(Duration.ofSeconds(600));
        assertThat(attach()).isEqualTo("Bearer login-2");
    }

    @Test
    void onlyTheTokenThatWasUsedIsForgotten() throws Exception {
        Exchange early = exchange();
        tokens.attach(early);
        Exchange other = exchange();
        tokens.attach(other);
        clock.advance(Duration.ofSeconds(1));
        tokens.forget(other);
        assertThat(attach()).isEqualTo("Bearer refresh-1");

        tokens.forget(early);
        assertThat(attach()).as("the new one stays").isEqualTo("Bearer refresh-1");
        assertThat(refreshes).hasValue(1);
    }

    @Test
    void aTokenRenewedInTheSameMillisecondIsNotTakenForTheOneBefore() throws Exception {
        Exchange early = exchange();
        tokens.attach(early);
        tokens.forget(early);
        attach();
        tokens.forget(early);
        assertThat(attach()).isEqualTo("Bearer refresh-1");
    }

    @Test
    void aTokenThatLivesShorterThanItIsRenewedAheadStillServesMoreThanOneCall() throws Exception {
        login = number -> token("short-" + number, 30);
        refresh = number -> token("short-again-" + number, 30);
        String first = attach();
        assertThat(attach()).isEqualTo(first);
        assertThat(logins.get() + refreshes.get()).isEqualTo(1);
    }

    @Test
    void credentialsThatAreRefusedAreToldByNameOnly() {
        login = number -> Json.object().put("refused", true);
        assertThatThrownBy(this::attach).isInstanceOf(TokenRefused.class)
                .hasMessage("messagehub does not accept the credentials of account default").message()
                .doesNotContain("password");
    }

    @Test
    void anAnswerWithoutATokenIsNoRefusal() {
        login = number -> Json.object();
        assertThatThrownBy(this::attach).isInstanceOf(IOException.class);
    }

    @Test
    void aLoginThatFailsIsToldToAllWhoWaitForItWithoutAStorm() {
        login = number -> {
            await().until(() -> waitingForALock() == CALLERS - 1);
            return Json.object().put("refused", true);
        };
        for (Future<String> caller : callers()) {
            assertThatThrownBy(() -> caller.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TokenRefused.class);
        }
        assertThat(logins).as("logins of %d callers at once", CALLERS).hasValue(1);
    }

    private static long waitingForALock() {
        return Stream.of(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false)).map(ThreadInfo::getLockInfo)
                .filter(lock -> lock != null
                        && lock.getClassName().startsWith("java.util.concurrent.locks.ReentrantLock"))
                .count();
    }

    @Test
    void afterALoginThatFailedTheNextCallerTriesAgain() throws Exception {
        login = number -> number == 1 ? Json.object() : token("login-" + number, 600);
        assertThatThrownBy(this::attach).isInstanceOf(IOException.class);
        clock.advance(Duration.ofSeconds(10));
        assertThat(attach()).isEqualTo("Bearer login-2");
    }

    /** All begin together, while there is no token that serves. */
    private List<Future<String>> callers() {
        CountDownLatch start = new CountDownLatch(CALLERS);
        List<Future<String>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(threads.submit(() -> {
                start.countDown();
                start.await();
                return attach();
            }));
        }
        return callers;
    }

    private String attach() throws Exception {
        Exchange exchange = exchange();
        tokens.attach(exchange);
        return exchange.getMessage().getHeader("Authorization", String.class);
    }

    private Exchange exchange() {
        Exchange exchange = new DefaultExchange(camel);
        Calling.beside(exchange, provider, "default", "send");
        return exchange;
    }

    private void answer(Exchange exchange, ObjectNode answer) {
        asked.set(exchange.getMessage().getBody(ObjectNode.class));
        Calling.of(exchange).answered(exchange, http, null, null);
        exchange.getMessage().setBody(answer);
    }

    private static ObjectNode token(String text, int seconds) {
        return Json.object().put("token", text).put("refreshToken", "again-" + text).put("expiresIn",
                String.valueOf(seconds));
    }
}
