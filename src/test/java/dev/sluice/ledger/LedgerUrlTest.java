package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.provider.GivenProviders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ledger on another machine that is not reached by TLS is noted. */
class LedgerUrlTest {

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://db.test:5432/sluice", "jdbc:postgresql://db.test/sluice?sslmode=prefer",
            "jdbc:postgresql://db.test/sluice?sslmode=disable&x=y", "jdbc:postgresql://db.test/sluice?sslmode=Disable",
            "jdbc:postgresql://10.0.0.1,127.0.0.1/sluice",
            "jdbc:postgresql://db.test/sluice?ssl=false&password=s3cret"})
    void oneInTheClearIsNoted(String url) {
        Mistakes mistakes = checked(url);
        assertThat(mistakes.notes()).extracting(Mistake::rule).containsExactly(Rule.PLAIN_LEDGER);
        assertThat(mistakes.notes().get(0).toString()).startsWith("setting sluice.ledger.url: ")
                .contains("add sslmode=verify-full").doesNotContain("s3cret");
        assertThat(mistakes.areNone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "jdbc:postgresql://127.0.0.1:5432/sluice", "jdbc:postgresql://localhost/sluice",
            "jdbc:postgresql:sluice", "jdbc:postgresql://[::1]:5432/sluice", "no url",
            "jdbc:postgresql://db.test/sluice?sslmode=verify-full", "jdbc:postgresql://db.test/sluice?sslmode=require",
            "jdbc:postgresql://one.test,two.test/sluice?targetServerType=primary&sslmode=verify-full",
            "jdbc:postgresql://db.test/sluice?ssl=true", "jdbc:postgresql://db.test/sluice?ssl=True"})
    void oneHereOrByTlsIsNot(String url) {
        assertThat(checked(url).notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslrootcert", "sslcert", "sslkey"})
    void aFileThatIsNotThereIsNoted(String option) {
        List<Mistake> notes = checked("jdbc:postgresql://db.test/sluice?sslmode=verify-full&" + option + "=/no/file")
                .notes();
        assertThat(notes).extracting(Mistake::rule).containsExactly(Rule.UNREADABLE_CREDENTIAL);
        assertThat(notes.get(0).reason()).endsWith("the file of " + option + " cannot be read");
    }

    private static Mistakes checked(String url) {
        Mistakes mistakes = new Mistakes();
        LedgerUrl.check(GivenProviders.config(Map.of("sluice.ledger.url", url)), mistakes);
        return mistakes;
    }
}
