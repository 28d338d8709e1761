package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Time ends the asking, never the outcome. All of these are sent first, so that their budgets run out together. */
@QuarkusTest
@TestProfile(OnSqlite.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnresolvedFlowTest extends FlowTest {

    private static final String[] NEVER_ARRIVED = {"reset-before", "unavailable", "error-500", "redirect", "code:500",
            "code:999"};
    private static final String[] OTP_LOST = {"35", "36", "33", "39", "32", "34", "40", "41", "42", "46"};

    private final Map<String, String> ids = new LinkedHashMap<>();
    private final Map<String, String> mobiles = new LinkedHashMap<>();

    @BeforeEach
    void allAreSent() {
        if (!ids.isEmpty()) {
            return;
        }
        for (String fault : NEVER_ARRIVED) {
            ids.put(fault, send(Requests.told(id("never"), "sandbox:" + fault)));
        }
        for (String fault : new String[]{"unlisted-status", "stay", "reset-after,unlisted-status"}) {
            ids.put(fault, send(Requests.told(id("ends"), "sandbox:" + fault)));
        }
        for (String fault : OTP_LOST) {
            mobiles.put(fault, mobile("999" + fault));
            ids.put("otp" + fault, send(Requests.send(id("otp"), "+" + mobiles.get(fault))));
        }
    }

    @Test
    void whatNeverArrivedStaysUnknownAndIsNotSentAgain() {
        for (String fault : NEVER_ARRIVED) {
            Result end = end(ids.get(fault));
            assertThat(end.status()).as(fault).isEqualTo("UNRESOLVED");
            assertThat(end.category()).as(fault).isEqualTo("OUTCOME_UNKNOWN");
            assertThat(history(ids.get(fault))).as(fault).containsExactly("UNKNOWN", "UNRESOLVED");
            assertThat(created(ids.get(fault))).as(fault).isZero();
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        assertThat(status(ids.get("redirect"), "UNKNOWN").error()).contains("302");
    }

    @Test
    void anUnlistedStatusIsNeitherSuccessNorFailure() {
        Result end = end(ids.get("unlisted-status"));
        assertThat(end.status()).isEqualTo("UNRESOLVED");
        assertThat(history(end.id())).startsWith("ACCEPTED").doesNotContain("UNKNOWN");
        assertThat(end.reference()).isNotEmpty();
        assertThat(end.error()).contains("answers with status 16, which its table does not list");
        assertThat(end(ids.get("reset-after,unlisted-status")).status()).isEqualTo("UNRESOLVED");
        assertThat(unlisted("hambit", "status")).isGreaterThan(2);
    }

    @Test
    void anUnlistedCodeIsNamedAndCounted() {
        for (String code : new String[]{"500", "999"}) {
            assertThat(status(ids.get("code:" + code), "UNKNOWN").code()).isEqualTo(code);
            assertThat(status(ids.get("code:" + code), "UNKNOWN").error())
                    .contains("code " + code + ", which its table does not list");
            assertThat(unlisted("hambit", "code")).isPositive();
        }
    }

    @Test
    void anOrderThatStaysUnderWayIsForAPersonAfterItsBudget() {
        Result end = end(ids.get("stay"));
        assertThat(end.status()).isEqualTo("UNRESOLVED");
        assertThat(Collections.frequency(history(end.id()), "PENDING")).isLessThanOrEqualTo(2);
        assertThat(end.reference()).isNotEmpty();
        assertThat(replay(send(Requests.told(end.id(), "sandbox:stay"))).status()).isEqualTo("UNRESOLVED");
    }

    private static double unlisted(String provider, String what) {
        return Arc.container().instance(MeterRegistry.class).get().find("sluice.unlisted.words")
                .tags("provider", provider, "what", what).counters().stream()
                .mapToDouble(Counter::count).sum();
    }

    @Test
    void aOneTimePasswordThatMayHaveBeenSentIsNeverSentAgain() {
        for (String fault : OTP_LOST) {
            String id = ids.get("otp" + fault);
            Result end = end(id);
            assertThat(end.status()).as(fault).isEqualTo("UNRESOLVED");
            assertThat(history(id)).as(fault).containsExactly("UNKNOWN", "UNRESOLVED");
            assertThat(otpsSent(mobiles.get(fault))).as(fault).isLessThanOrEqualTo(1);
            assertThat(world.witness().of(id).toString()).as(fault).doesNotContain(mobiles.get(fault));
        }
    }
}
