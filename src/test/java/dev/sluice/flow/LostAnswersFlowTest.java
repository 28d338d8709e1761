package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders whose answer tells nothing are unknown once, are asked about, and are never created twice. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class LostAnswersFlowTest extends FlowTest {

    @ParameterizedTest
    @ValueSource(strings = {"reset-after", "garbled", "slow:20000", "error-500-after", "contradict",
            "accept-no-reference",
            "reset-after,lost-query:3", "reset-after,fail"})
    void anOrderThatTookEffectIsUnknownUntilTheProviderTells(String fault) {
        String id = send(Requests.told(id("lost"), "sandbox:" + fault).put("account", "second"));
        Result unknown = status(id, "UNKNOWN");
        Result end = end(id);
        assertThat(unknown.sequence()).isEqualTo(1);
        assertThat(unknown.category()).isEqualTo("OUTCOME_UNKNOWN");
        assertThat(unknown.isFinal()).isFalse();
        assertThat(end.status()).isEqualTo(fault.endsWith("fail") ? "FAILED" : "COMPLETED");
        assertThat(end.reference()).isNotEmpty();
        assertThat(Collections.frequency(history(id), "UNKNOWN")).isEqualTo(1);
        assertThat(created(id)).isEqualTo(1);
    }

    @Test
    void aCryptoToFiatOrderToo() {
        var request = Requests.cryptoToFiat(id("lost"));
        request.withObject("/order").put("remark", "sandbox:reset-after");
        String id = send(request);
        assertThat(end(id).status()).isEqualTo("COMPLETED");
        assertThat(history(id)).startsWith("UNKNOWN");
        assertThat(created(id)).isEqualTo(1);
    }

    @Test
    void failingQuestionsAboutAnAcceptedOrderPublishNothing() {
        String id = send(Requests.told(id("asked"), "sandbox:lost-query:3").put("account", "second"));
        assertThat(end(id).status()).isEqualTo("COMPLETED");
        assertThat(history(id)).startsWith("ACCEPTED").doesNotContain("UNKNOWN");
    }

    @Test
    void aDuplicateOfAnUnknownOrderCreatesNothing() {
        var request = Requests.told(id("lost"), "sandbox:reset-after,stay");
        String id = send(request);
        status(id, "UNKNOWN");
        send(request);
        assertThat(replay(id).isFinal()).isFalse();
        assertThat(created(id)).isEqualTo(1);
    }

    @Test
    void throttledOrdersAreTriedAgainWhenTheProviderSays() {
        long before = System.nanoTime();
        String id = send(Requests.told(id("throttled"), "sandbox:throttle:2"));
        Result end = end(id);
        assertThat(end.status()).isEqualTo("COMPLETED");
        assertThat(history(id)).startsWith("ACCEPTED");
        assertThat(System.nanoTime() - before).as("Retry-After: 1, twice").isGreaterThan(2_000_000_000L);
        assertThat(created(id)).isEqualTo(1);
    }

    @Test
    void anAmountThatIsEchoedWronglyIsForAPerson() {
        String id = send(Requests.told(id("echo"), "sandbox:wrong-echo"));
        Result end = end(id);
        assertThat(end.status()).isEqualTo("UNRESOLVED");
        assertThat(end.category()).isEqualTo("ECHO_MISMATCH");
        assertThat(end.error()).contains("100.00").contains("101");
        assertThat(end.reference()).isNotEmpty();
        assertThat(created(id)).isEqualTo(1);
    }

    @Test
    void aRefusalBeforeAnyEffectIsRejected() {
        String id = send(Requests.told(id("refuse"), "sandbox:refuse"));
        Result end = end(id);
        assertThat(end.status()).isEqualTo("REJECTED");
        assertThat(end.sequence()).isEqualTo(1);
        assertThat(end.category()).isEqualTo("VALIDATION");
        assertThat(end.code()).isEqualTo("300");
        assertThat(created(id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"300:VALIDATION", "301:AUTHORIZATION", "307:AUTHENTICATION"})
    void everyListedCodeIsRejectedUnderItsCategory(String codeAndCategory) {
        String[] parts = codeAndCategory.split(":");
        Result end = end(send(Requests.told(id("code"), "sandbox:code:" + parts[0])));
        assertThat(end.status()).isEqualTo("REJECTED");
        assertThat(end.category()).isEqualTo(parts[1]);
        assertThat(end.code()).isEqualTo(parts[0]);
    }

    @Test
    void wrongCredentialsAreRejectedAsAuthentication() {
        Result end = end(send(Requests.fiatToCrypto(id("wrong")).put("account", "wrong")));
        assertThat(end.status()).isEqualTo("REJECTED");
        assertThat(end.category()).isEqualTo("AUTHENTICATION");
    }
}
