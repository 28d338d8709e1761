package dev.sluice.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.intake.Arrival;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.HeldPlace;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.PlanMark;
import java.util.List;
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

    @Test
    void aHoldMayBeOfOneProviderOrOneOfItsAccounts() throws Exception {
        assertThat(read("""
                {"act": "hold", "by": "ana", "why": "x", "provider": "hambit"}""").place())
                .isEqualTo(new HeldPlace("hambit", ""));
        Demand demand = read("""
                {"act": "hold", "by": "ana", "why": "x", "provider": "hambit", "account": "second"}""");
        assertThat(demand.place()).isEqualTo(new HeldPlace("hambit", "second"));
        assertThat(demand.act().detail()).isEqualTo("{\"provider\":\"hambit\",\"account\":\"second\"}");
        assertThatThrownBy(() -> read("""
                {"act": "hold", "by": "ana", "why": "x", "account": "second"}"""))
                .isInstanceOf(Demand.Unusable.class).hasMessage("provider: is required where account is given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\" \"", "null", "{}", "[\"hambit\"]", "true"})
    void aNameThatSaysNothingIsNotEverything(String name) {
        for (String act : List.of(Act.HOLD, Act.RELEASE)) {
            String begin = "{\"act\": \"" + act + "\", \"by\": \"ana\", \"why\": \"x\", ";
            assertThatThrownBy(() -> read(begin + "\"provider\": " + name + "}"))
                    .isInstanceOf(Demand.Unusable.class).hasMessage("provider: must be a name where it is there");
            assertThatThrownBy(() -> read(begin + "\"provider\": \"hambit\", \"account\": " + name + "}"))
                    .isInstanceOf(Demand.Unusable.class).hasMessage("account: must be a name where it is there");
        }
    }

    @Test
    void aWebhookIsNamedByItsId() throws Exception {
        Demand demand = read("""
                {"act": "again", "by": "ana", "why": "x", "webhook": "hook-1"}""");
        assertThat(demand.webhook()).isEqualTo("hook-1");
        assertThat(demand.isAboutRequest()).isFalse();
        Demand about = demand.about(new Key("orders", "r-1"));
        assertThat(about.isAboutRequest()).isTrue();
        assertThat(about.act()).isEqualTo(new Act("person-1", new Key("orders", "r-1"), Act.AGAIN, "ana", "x",
                "{\"webhook\":\"hook-1\"}"));
        assertThatThrownBy(() -> read("""
                {"act": "again", "by": "ana", "why": "x", "webhook": "../x"}"""))
                .isInstanceOf(Demand.Unusable.class).hasMessage("webhook: must be the id of a webhook");
    }

    private static Demand read(String body) throws Demand.Unusable {
        return Demand.read(Arrival.unasked(body), "person-1");
    }
}
