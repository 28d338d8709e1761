package dev.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Providers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which queues an account's steps come by. */
class LanesTest {

    private final Providers providers = GivenProviders.shipped(Map.of(
            "sluice.providers.hambit.accounts.shop7.access-key", "key",
            "sluice.providers.hambit.accounts.shop7.secret-key", "secret"));
    private final Lanes lanes = new Lanes(providers);

    @Test
    void theDefaultAccountHasTheProvidersQueuesAndEachOtherItsOwn() {
        assertThat(lanes.of("hambit", "default").submissions()).isEqualTo("sluice.submit.hambit");
        assertThat(lanes.of("hambit", "default").asks()).isEqualTo("sluice.polls.hambit");
        assertThat(lanes.of("hambit", "shop7").submissions()).isEqualTo("sluice.submit.hambit.shop7");
        assertThat(lanes.of("hambit", "shop7").asks()).isEqualTo("sluice.polls.hambit.shop7");
        assertThat(lanes.of(providers.get("hambit"))).extracting(Lane::account).containsExactly("default", "shop7");
        assertThat(lanes.of(providers.get("messagehub"))).extracting(Lane::account).containsExactly("default");
    }

    @Test
    void anAccountThatIsNotConfiguredAnyMoreUsesTheDefaultLane() {
        assertThat(lanes.of("hambit", "shop8")).isEqualTo(lanes.of("hambit", "default"));
        assertThat(lanes.of("messagehub", "shop7")).isEqualTo(lanes.of("messagehub", "default"));
    }
}
