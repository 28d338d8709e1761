package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One token for all, renewed ahead of its end by one of those who need it, and once where it is not accepted. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class TokensFlowTest extends FlowTest {

    /** A token's life less renew-ahead. */
    private static final Duration KEPT = World.TOKEN_LIFE.minusSeconds(3);

    @Test
    void fiftyRequestsAtOnceAfterItsEndRenewTheTokenOnce() {
        aFreshToken();
        itsEnd();
        long since = System.nanoTime();
        long before = renewals();
        List<String> ids = IntStream.range(0, 50).mapToObj(i -> send(Requests.balance(id("balance")))).toList();
        ids.forEach(id -> assertThat(end(id).status()).isEqualTo("COMPLETED"));
        assertOne(renewals() - before, since);
    }

    @Test
    void fiftyRequestsAtOnceWithATokenThatIsVoidRenewItOnce() {
        long since = aFreshToken();
        world.clock().advance(World.TOKEN_LIFE.plusSeconds(1));
        long before = renewals();
        List<String> ids = IntStream.range(0, 50).mapToObj(i -> send(Requests.balance(id("balance")))).toList();
        ids.forEach(id -> assertThat(end(id).status()).isEqualTo("COMPLETED"));
        assertOne(renewals() - before, since);
    }

    @ParameterizedTest
    @CsvSource({"43,refresh", "44,login"})
    void aTokenThatIsSuddenlyVoidIsRenewedOnceAndTheOtpIsSentOnce(String fault, String kind) {
        long since = aFreshToken();
        long before = renewals();
        long ofKind = world.effects().count("messagehub", kind);
        String mobile = mobile("999" + fault);
        Result end = end(send(Requests.send(id("void"), mobile)));
        assertThat(end.status()).isEqualTo("COMPLETED");
        assertThat(end.sequence()).isEqualTo(1);
        assertThat(otpsSent(mobile)).isEqualTo(1);
        assertOne(renewals() - before, since);
        assertOne(world.effects().count("messagehub", kind) - ofKind, since);
    }

    @Test
    void credentialsThatTheProviderRefusesAreRejectedAsAuthentication() {
        String mobile = mobile("12345");
        Result end = end(send(Requests.send(id("wrong"), mobile).put("account", "wrong")));
        assertThat(end.status()).isEqualTo("REJECTED");
        assertThat(end.category()).isEqualTo("AUTHENTICATION");
        assertThat(end.body().toString()).doesNotContain("sandbox-messagehub");
        assertThat(otpsSent(mobile)).isZero();
    }

    /** @return from when on it is kept, in nanoseconds of the machine */
    private long aFreshToken() {
        itsEnd();
        long since = System.nanoTime();
        long before = renewals();
        end(send(Requests.balance(id("fresh"))));
        assertThat(renewals()).isGreaterThan(before);
        return since;
    }

    /** On a machine that takes longer than a token is kept, one more each time. */
    private static void assertOne(long renewals, long since) {
        assertThat(renewals).isBetween(1L, 1 + (System.nanoTime() - since) / KEPT.toNanos());
    }

    /** Until the newest token is one that Sluice renews before it uses it. */
    private void itsEnd() {
        Instant moment = Instant.now().plus(KEPT);
        await().pollInterval(Duration.ofMillis(20)).until(() -> Instant.now().isAfter(moment));
    }

    private long renewals() {
        return world.effects().count("messagehub", "login") + world.effects().count("messagehub", "refresh");
    }
}
