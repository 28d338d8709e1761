package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A provider that is switched off refuses; the others work. */
@QuarkusTest
@TestProfile(DisabledProviderFlowTest.HambitOff.class)
class DisabledProviderFlowTest extends FlowTest {

    public static class HambitOff extends OnSqlite {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.put("sluice.providers.hambit.enabled", "false");
            settings.put("sluice.reply-to.allowed", "answers.*, shop-7");
            return settings;
        }
    }

    @Test
    void itsRequestsAreRefusedAndTheOthersWork() {
        Result refusal = refusal(send(Requests.fiatToCrypto(id("off"))));
        assertThat(refusal.category()).isEqualTo("CONFIGURATION");
        assertThat(refusal.body().path("error").path("retryable").asBoolean()).isFalse();
        assertThat(end(send(Requests.balance(id("on")))).status()).isEqualTo("COMPLETED");
    }

    @Test
    void theOperatorSaysWhichNamesAReplyToMayHave() {
        for (String allowed : new String[]{"answers.x", "shop-7",
                world.upstream().temporaryQueue(world.witness()::result)}) {
            if (allowed.matches("answers.x|shop-7")) {
                world.upstream().listen(allowed, world.witness()::result);
            }
            String id = send(world.upstream(),
                    Outgoing.to("otp.requests", Requests.balance(id("allowed"))).replyTo(allowed));
            assertThat(end(id).message().queue()).isEqualTo(allowed);
        }
        for (String refused : new String[]{"replies.x", "shop-70", "answersx"}) {
            String id = send(world.upstream(),
                    Outgoing.to("otp.requests", Requests.balance(id("refused"))).replyTo(refused));
            assertThat(refusal(id).category()).isEqualTo("AUTHORIZATION");
        }
    }
}
