package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Mistake;
import dev.sluice.config.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is in the file of users, and what is wrong with one that cannot be used. */
class BrokerUsersTest {

    private static final String HASH = "ENC(1024:" + "AB".repeat(32) + ":" + "CD".repeat(64) + ")";

    @TempDir
    Path folder;

    @Test
    void theUsersAreThoseOfTheFileAndSluicesOwn() throws IOException {
        BrokerUsers users = users(
                "shop-7: {role: upstream, password: '" + HASH + "'}\nana: {role: operator, password: '"
                        + HASH + "'}\n");
        assertThat(users.areToldApart()).isTrue();
        assertThat(users.role("shop-7")).isEqualTo(BrokerRole.UPSTREAM);
        assertThat(users.role("ana")).isEqualTo(BrokerRole.OPERATOR);
        assertThat(users.role("own")).isEqualTo(BrokerRole.SLUICE);
        assertThat(users.role("Ana")).isNull();
        assertThat(users.role(null)).isNull();
    }

    @Test
    void withoutAFileThereIsSluicesOwnUserOrNone() {
        BrokerUsers one = new BrokerUsers(true, Optional.empty(), Optional.of("own"), Optional.of("secret"));
        assertThat(one.areToldApart()).isFalse();
        assertThat(one.all()).containsOnlyKeys("own");
        assertThat(new BrokerUsers(true, Optional.empty(), Optional.empty(), Optional.empty()).all()).isEmpty();
    }

    @Test
    void sluicesOwnUserMustBeThere() {
        assertThatThrownBy(() -> new BrokerUsers(true, Optional.of("users.yaml"), Optional.empty(), Optional.empty()))
                .isInstanceOf(ConfigProblem.class).hasMessageStartingWith("setting sluice.broker.username: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "ana: {role: boss, password: H}; ana.role; upstream, operator or sluice",
            "ana: {password: H}; ana.role; upstream, operator or sluice",
            "ana: {role: operator}; ana.password; ./sluice broker user",
            "ana: {role: operator, password: geheim-geheim}; ana.password; must be a hash",
            "ana: {role: operator, password: ENC(geheim)}; ana.password; must be a hash",
            "ana: {role: operator, password: H, admin: true}; ana.admin; is not known",
            "ana: operator; ana.role; upstream, operator or sluice",
            "a na: {role: operator, password: H}; a na; letters",
            "own: {role: operator, password: H}; own; Sluice's own user",
            "ana: {role: operator, tenant: acme, password: H}; ana.tenant; is for upstream alone",
            "ana: {role: upstream, tenant: 007, password: H}; ana.tenant; put it in quotes",
            "ana: {role: upstream, tenant: true, password: H}; ana.tenant; put it in quotes",
            "ana: {role: upstream, tenant: null, password: H}; ana.tenant; put it in quotes",
            "ana: {role: upstream, tenant: Acme/1, password: H}; ana.tenant; 1 to 32 of a-z",
            "{ana: {role: upstream, tenant: acme, password: H}, bob: {role: upstream, password: H}}; bob.tenant; is required",
            "{}; ''; names no user"})
    void whatCannotBeUsedIsNamedWithItsPlaceAndNotQuoted(String text, String key, String reason) {
        assertThatThrownBy(() -> users(text.replace("H", "'" + HASH + "'")))
                .isInstanceOfSatisfying(ConfigProblem.class, problem -> {
                    Mistake mistake = problem.mistakes().get(0);
                    assertThat(mistake.rule()).isEqualTo(Rule.BROKER_USER);
                    assertThat(mistake.key()).isEqualTo(key);
                    assertThat(mistake.line()).isEqualTo(1);
                    assertThat(mistake.reason()).contains(reason);
                    assertThat(problem.getMessage()).doesNotContain("geheim").doesNotContain(HASH);
                });
    }

    @Test
    void upstreamSystemsAreOfTenantsOrAllOfNone() throws IOException {
        BrokerUsers parted = users(
                "{a: {role: upstream, tenant: acme, password: 'H'}, b: {role: operator, password: 'H'}}"
                        .replace("H", HASH));
        assertThat(parted.tenants()).containsExactly("acme");
        assertThat(parted.tenant("a")).isEqualTo("acme");
        assertThat(parted.tenant("b")).isEmpty();
        assertThat(parted.tenant("nobody")).isEmpty();
        assertThat(users("a: {role: upstream, password: 'H'}".replace("H", HASH)).tenants()).isEmpty();
    }

    @Test
    void anotherBrokerAsksForThePasswordsItself() throws IOException {
        Path file = Files.writeString(folder.resolve("users.yaml"), "ana: {role: operator}\n");
        assertThat(new BrokerUsers(false, Optional.of(file.toString()), Optional.of("own"), Optional.of("x"))
                .role("ana")).isEqualTo(BrokerRole.OPERATOR);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(
                () -> new BrokerUsers(true, Optional.of("no/users.yaml"), Optional.of("own"), Optional.of("x")))
                .isInstanceOf(ConfigProblem.class).hasMessageContaining("no/users.yaml");
    }

    @Test
    void aPasswordIsKeptAsItsHashAndKnownByIt() {
        BrokerUser user = BrokerUser.hashed("ana", BrokerRole.OPERATOR, "correct horse");
        assertThat(BrokerUser.isHash(user.password())).isTrue();
        assertThat(user.password()).doesNotContain("horse")
                .isNotEqualTo(BrokerUser.hashed("ana", BrokerRole.OPERATOR, "correct horse").password());
        assertThat(user.isPassword("correct horse")).isTrue();
        assertThat(List.of("correct hors", "", user.password(), "Correct horse")).noneMatch(user::isPassword);
        assertThat(user.toString()).doesNotContain("ENC");
    }

    @Test
    void aHashIsWholeAndCheapEnoughToTry() {
        String hash = BrokerUser.hashed("ana", BrokerRole.OPERATOR, "correct horse").password();
        assertThat(List.of(hash.substring(0, hash.length() - 3) + ")", hash.replace(")", "00)"),
                hash.replace("ENC(1024:", "ENC(100000:"), hash.replace("ENC(1024:", "ENC(9:")))
                .noneMatch(BrokerUser::isHash);
    }

    @Test
    void aCommandsUserMayStandInTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("users.yaml"),
                "ana: {role: operator, password: '" + HASH + "'}\n");
        assertThatCode(() -> BrokerUsers.check(true, Optional.of(file), Optional.of("ana"), false))
                .doesNotThrowAnyException();
    }

    @Test
    void aUserMayHaveACertificateInThePlaceOfAPassword() throws IOException {
        Path file = Files.writeString(folder.resolve("users.yaml"),
                "shop-7: {role: upstream, certificate: 'CN=shop-7, O=Example'}\n");
        assertThat(users(Files.readString(file)).all().get("shop-7").certificate())
                .isEqualTo(new X500Principal("cn=shop-7,o=example"));
        assertThatCode(() -> BrokerUsers.check(true, Optional.of(file), Optional.of("sluice"), true))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> BrokerUsers.check(true, Optional.of(file), Optional.of("sluice"), false))
                .isInstanceOf(ConfigProblem.class).hasMessageContaining("sluice.broker.trust-file");
    }

    @Test
    void anotherFileThanWasReadIsNoticed() throws IOException {
        BrokerUsers users = users("ana: {role: operator, password: '" + HASH + "'}\n");
        assertThat(users.areAsRead()).isTrue();
        Files.writeString(folder.resolve("users.yaml"), "ana: {role: upstream, password: '" + HASH + "'}\n");
        assertThat(users.areAsRead()).isFalse();
        Files.delete(folder.resolve("users.yaml"));
        assertThat(users.areAsRead()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "", "eleven-long", "a-very-long-name"})
    void aPasswordIsLongAndNotTheName(String password) {
        assertThatThrownBy(() -> BrokerUser.hashed("a-very-long-name", BrokerRole.UPSTREAM, password))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("12 characters");
    }

    private BrokerUsers users(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("users.yaml"), text);
        return new BrokerUsers(true, Optional.of(file.toString()), Optional.of("own"), Optional.of("secret"));
    }
}
