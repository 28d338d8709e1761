package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of which providers what was learnt may not be true any more. */
class ChangedProvidersTest {

    private final Providers before = GivenProviders.shipped(Map.of());

    @Test
    void theSameFilesAndSettingsChangeNothing() {
        assertThat(GivenProviders.shipped(Map.of()).changedFrom(before)).isEmpty();
    }

    @Test
    void aSettingOrACredentialChangesItsProviderAlone() {
        assertThat(GivenProviders.shipped(Map.of("sluice.providers.hambit.limits.rate", "7")).changedFrom(before))
                .containsExactly("hambit");
        assertThat(GivenProviders.shipped(Map.of("sluice.providers.hambit.accounts.default.secret-key", "another"))
                .changedFrom(before)).containsExactly("hambit");
        assertThat(GivenProviders.shipped(Map.of("sluice.providers.messagehub.accounts.eu.username", "u",
                "sluice.providers.messagehub.accounts.eu.password", "p")).changedFrom(before))
                .containsExactly("messagehub");
    }

    @Test
    void whatWasLearntIsFoundByTheProvidersName() {
        PlanTaken taken = new PlanTaken(java.util.Set.of("hambit"));
        assertThat(taken.changes("hambit/default")).isTrue();
        assertThat(taken.changes("hambit2/default")).isFalse();
    }
}
