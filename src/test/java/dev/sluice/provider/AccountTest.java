package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountTest {

    private final Map<String, String> kept = new HashMap<>(Map.of("key", "key-1", "key-previous", "key-0"));
    private final Account account = new Account("default", List.of("key", "token"),
            GivenProviders.shipped(Map.of()).get("hambit").terms(), kept::get);

    @Test
    void theSecretsOfAnAccountAreAllThatItHasAndAllThatItUsed() {
        assertThat(account.secrets()).containsExactlyInAnyOrder("key-1", "key-0");
        kept.put("key", "key-2");
        kept.put("token", "token-1");
        assertThat(account.credential("key")).isEqualTo("key-2");
        assertThat(account.credential("token")).isEqualTo("token-1");
        assertThat(account.secrets()).containsExactlyInAnyOrder("key-0", "key-1", "key-2", "token-1");
    }

    /** A mounted secret is not there for a moment while it is replaced. */
    @Test
    void aCredentialThatIsGoneForAMomentCountsAsItWas() {
        assertThat(account.credential("key")).isEqualTo("key-1");
        kept.remove("key");
        assertThat(account.credential("key")).isEqualTo("key-1");
        assertThat(account.missing()).containsExactly("token");
        kept.put("key", "key-2");
        assertThat(account.credential("key")).isEqualTo("key-2");
        assertThat(account.previous().get("key")).isEqualTo("key-0");
        kept.remove("key-previous");
        assertThat(account.previous().get("key")).as("the end of a rotation").isEqualTo("key-2");
    }

    /** Whoever replaces two files replaces one after the other. */
    @Test
    void noneOfBeforeARotationIsReadBesideOneOfAfterIt() {
        List<String> reads = new ArrayList<>();
        Account rotated = new Account("default", List.of("id", "key"),
                GivenProviders.shipped(Map.of()).get("hambit").terms(), name -> {
                    reads.add(name);
                    return reads.size() == 1 ? "id-1" : name.endsWith("-previous") ? null : name + "-2";
                });
        assertThat(rotated.present().texts()).isEqualTo(Map.of("id", "id-2", "key", "key-2"));
        assertThat(reads).as("looked at until nothing changes").hasSize(6);
        assertThat(rotated.present().texts()).isEqualTo(Map.of("id", "id-2", "key", "key-2"));
        assertThat(reads).as("what was seen before is seen once").hasSize(8);
    }

    @Test
    void thoseOfBeforeARotationAreReadWhereThePresentOnesDoNotDo() {
        List<String> reads = new ArrayList<>();
        Account rotated = new Account("default", List.of("key"),
                GivenProviders.shipped(Map.of()).get("hambit").terms(), name -> {
                    reads.add(name);
                    return kept.get(name);
                });
        assertThat(rotated.firstOf(credentials -> Optional.ofNullable(credentials.get("key")))).hasValue("key-1");
        assertThat(reads).containsOnly("key");
        assertThat(rotated.firstOf(credentials -> Optional.of(credentials.get("key")).filter("key-0"::equals)))
                .hasValue("key-0");
        assertThat(rotated.firstOf(credentials -> Optional.empty())).isEmpty();
        kept.remove("key-previous");
        List<String> tried = new ArrayList<>();
        assertThat(rotated.firstOf(credentials -> {
            tried.add(credentials.get("key"));
            return Optional.empty();
        })).isEmpty();
        assertThat(tried).as("there is but one").containsExactly("key-1");
    }

    @Test
    void newOnesAreNewsToThoseWhoWereRefusedAlsoWhereTheyAreTheOnesBefore() {
        List<String> refused = account.presentSecrets();
        kept.put("key-previous", "key-00");
        assertThat(account.presentSecrets()).isNotEqualTo(refused).hasSameSizeAs(refused);
    }

    @Test
    void theyAreInNoText() {
        assertThat(account.present() + " " + account.previous()).isEqualTo("the credentials the previous credentials");
    }
}
