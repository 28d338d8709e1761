package dev.sluice.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.intake.Arrival;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.PlanMark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be asked for about the plan. */
class DemandTest {

    @Test
    void aWishForAPlanIsNotedWithAllThatItSays() throws Exception {
        Demand demand = read("""
                {"act": "apply", "by": "ana", "why": "ticket 31", "plan": "0123456789ab", "leaveOpen": true}""");

        assertThat(demand.plan()).isEqualTo(new PlanMark("0123456789ab"));
        assertThat(demand.leaveOpen()).isTrue();
        assertThat(demand.isAboutRequest()).isFalse();
        assertThat(demand.act()).isEqualTo(new Act("person-1", null, Act.APPLY, "ana", "ticket 31",
                "{\"plan\":\"0123456789ab\",\"leaveOpen\":\"true\"}"));
        assertThat(read("""
                {"act": "apply", "by": "ana", "why": "ticket 31", "plan": "0123456789ab"}""").leaveOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456789a", "0123456789xy", "0123456789AB", "../0123456789ab"})
    void whatIsNoFingerprintIsNotWanted(String plan) {
        assertThatThrownBy(
                () -> read("{\"act\": \"apply\", \"by\": \"ana\", \"why\": \"x\", \"plan\": \"" + plan + "\"}"))
                .isInstanceOf(Demand.Unusable.class).hasMessage("plan: must be the fingerprint of a plan");
    }

    @ParameterizedTest
    @ValueSource(strings = {Act.HOLD, Act.RELEASE})
    void aStopForEverythingNeedsNothingButWhoAndWhy(String act) throws Exception {
        Demand demand = read("{\"act\": \"" + act + "\", \"by\": \"ana\", \"why\": \"ticket 52\"}");

        assertThat(demand.isAboutSubmissions()).isTrue();
        assertThat(demand.isAboutRequest()).isFalse();
        assertThat(demand.act()).isEqualTo(new Act("person-1", null, act, "ana", "ticket 52", null));
        assertThatThrownBy(() -> read("{\"act\": \"" + act + "\", \"by\": \"ana\"}"))
                .isInstanceOf(Demand.Unusable.class).hasMessage("why: is required");
    }

    private static Demand read(String body) throws Demand.Unusable {
        return Demand.read(Arrival.unasked(body), "person-1");
    }
}
