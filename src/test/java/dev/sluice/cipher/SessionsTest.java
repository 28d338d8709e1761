package dev.sluice.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final class Moving extends Clock {
        private volatile Instant now = Instant.parse("2026-01-31T12:00:00Z");
        private Runnable onceAsked;

        @Override
        public Instant instant() {
            Runnable meanwhile = onceAsked;
            onceAsked = null;
            if (meanwhile != null) {
                meanwhile.run();
            }
            return now;
        }

        void forward(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Moving clock = new Moving();
    private final Sessions sessions = new Sessions(clock);
    private final KeyExchange exchange = Given.wrapper().keyExchange();
    private final ExchangeKey key = exchange.clientKey();
    private int made;

    @Test
    void aSessionIsUsedUntilItsRenewal() throws Exception {
        Session first = get(this::fresh);
        clock.forward(Duration.ofMinutes(22));
        assertThat(get(this::fresh)).isSameAs(first);
        clock.forward(Duration.ofSeconds(30));
        Session second = get(this::fresh);
        assertThat(second.keyVersion()).isEqualTo("v2");
        assertThat(get(this::fresh)).isSameAs(second);
    }

    @Test
    void eachAccountHasItsOwn() throws Exception {
        Session one = sessions.of("acme", "default", this::fresh);
        assertThat(sessions.of("acme", "second", this::fresh)).isNotSameAs(one);
        assertThat(sessions.of("other", "default", this::fresh)).isNotSameAs(one);
        assertThat(sessions.of("acme", "default", this::fresh)).isSameAs(one);
    }

    @Test
    void manyAtOnceMakeOneExchange() throws Exception {
        Crowd crowd = new Crowd();
        Set<Session> seen = new HashSet<>();
        for (Future<Session> answer : crowd.ask(() -> get(() -> crowd.work(this::fresh)))) {
            seen.add(answer.get());
        }
        assertThat(seen).hasSize(1);
        assertThat(crowd.works).hasValue(1);
    }

    @Test
    void manyAtOnceShareOneFailureAndTheNextTriesAgain() throws Exception {
        Crowd crowd = new Crowd();
        for (Future<Session> answer : crowd.ask(() -> get(() -> crowd.work(SessionsTest::unreachable)))) {
            assertThatThrownBy(answer::get).isInstanceOf(ExecutionException.class).hasRootCauseMessage("unreachable")
                    .cause().isExactlyInstanceOf(IOException.class);
        }
        assertThat(crowd.works).hasValue(1);
        assertThat(get(this::fresh).keyVersion()).isEqualTo("v1");
    }

    @Test
    void whoFindsThatAnotherMadeOneMeanwhileUsesThat() throws Exception {
        get(this::fresh);
        clock.forward(Duration.ofMinutes(26));
        clock.onceAsked = () -> assertThat(got(this::fresh).keyVersion()).isEqualTo("v2");
        assertThat(get(this::fresh).keyVersion()).isEqualTo("v2");
        assertThat(made).isEqualTo(2);
    }

    @Test
    void whileOneRenewsTheOthersUseTheOldOne() throws Exception {
        Session old = get(this::fresh);
        clock.forward(Duration.ofMinutes(23));
        Session renewed = get(() -> {
            assertThat(inAnotherThread(() -> get(this::fresh))).isSameAs(old);
            return fresh();
        });
        assertThat(renewed.keyVersion()).isEqualTo("v2");
        assertThat(made).isEqualTo(2);
    }

    @Test
    void aRenewalThatFailsIsNobodysFailureBeforeTheEnd() throws Exception {
        Session old = get(this::fresh);
        clock.forward(Duration.ofMinutes(24));
        assertThat(get(SessionsTest::unreachable)).isSameAs(old);
        clock.forward(Duration.ofMinutes(1));
        assertThatThrownBy(() -> get(SessionsTest::unreachable)).isExactlyInstanceOf(IOException.class);
        assertThat(get(this::fresh).keyVersion()).isEqualTo("v2");
    }

    @Test
    void aForgottenSessionIsMadeAnew() throws Exception {
        Session first = get(this::fresh);
        sessions.forget(first);
        Session second = get(this::fresh);
        assertThat(second).isNotSameAs(first);
        sessions.forget(first);
        assertThat(get(this::fresh)).as("the first is not there any more, and the second stays").isSameAs(second);
    }

    private Session get(Callable<Session> made) throws Exception {
        return sessions.of("acme", "default", made);
    }

    private Session got(Callable<Session> made) {
        try {
            return get(made);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private Session fresh() {
        made++;
        return exchange.session(key, exchange.clientKey().publicKey(), "v" + made, clock.instant());
    }

    private static Session unreachable() throws IOException {
        throw new IOException("unreachable");
    }

    private static Session inAnotherThread(Callable<Session> question) throws Exception {
        FutureTask<Session> answer = new FutureTask<>(question);
        new Thread(answer).start();
        return answer.get(60, TimeUnit.SECONDS);
    }
}
