package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.json.Json;
import dev.sluice.ledger.Person.Fit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonTest {

    private static final KeyedHash HASH = new KeyedHash("ab".repeat(32));
    private static final Person NUMBER = new Person("+55 11 91234-5678\n", HASH);

    @ParameterizedTest
    @ValueSource(strings = {"+5511912345678", "5511912345678"})
    void aHashDecidesHoweverTheNumberWasWritten(String asked) {
        assertThat(NUMBER.in(Json.own("""
                {"otp": {"mobile": "551*********8", "mobileHash": "%s"}}""".formatted(HASH.of(asked)))))
                .isEqualTo(Fit.HASH);
    }

    @Test
    void anotherOfTheSameMaskedFormIsNobodyWeLookFor() {
        var others = Json.own("""
                {"otp": {"mobile": "551********78", "mobileHash": "%s"}}""".formatted(HASH.of("5511999999978")));

        assertThat(NUMBER.in(others)).isNull();
        assertThat(NUMBER.isAnotherIn(others)).isTrue();
        assertThat(NUMBER.in(Json.own("{\"data\": {\"mobile\": \"551********78\"}}"))).isEqualTo(Fit.MASKED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Maria Silva     | {\"metadata\": {\"note\": \"for MARIA SILVA, urgent\"}} | TEXT",
            "Maria Silva     | {\"list\": [{\"name\": \"Mario Silva\"}]}               |",
            "DEV-77-AB       | {\"license\": {\"uid\": \"dev-77-ab\"}}                  | TEXT",
            "+5511912345678  | {\"note\": \"(55) 11 91234-5678\"}                         | TEXT",
            "+5511912345678  | {\"amount\": 100.00, \"at\": 1764417600000}                |",
    })
    void whatWasKeptAsItCameIsFoundInAnyText(String value, String document, Fit fit) {
        assertThat(new Person(value, null).in(Json.own(document))).isEqualTo(fit);
    }

    /** What is erased does not come back, so that nobody is taken for somebody else. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Anna            | for Hannah               |",
            "Anna            | for Annabel              |",
            "Anna            | for Anna2                |",
            "José            | for José                | TEXT",
            "Maria (Silva)   | (maria (silva))          | TEXT",
            "Anna            | for anna_b, and ANNA.    | TEXT",
            "Anna            | for anna_b               | MASKED",
            "ana@loja.com    | to <Ana@loja.com>.       | TEXT",
            "ana@loja.com    | mari-ana@loja.com        | MASKED",
            "ana@loja.com    | joao.ana@loja.com        | MASKED",
            "ana@loja.com    | x+ana@loja.com           | MASKED",
            "ana@loja.com    | x_ana@loja.com           | MASKED",
            "ana@loja.com    | ana@loja.com.br          | MASKED",
            "ana@loja.com    | ana@loja.com-x           | MASKED",
            "ana@loja.com    | mariana@loja.com         |",
            "9123456         | order 119123456          |",
            "9123456         | order 91234567           |",
            "9123456         | order x9123456           |",
            "9123456         | +55 11 912-3456          | MASKED",
            "9123456         | 9123456.00 BRL           | MASKED",
            "9123456         | 9123456,00 BRL           | MASKED",
            "9123456         | 11\u00a09123456               | MASKED",
            "9123456         | order_9123456            | MASKED",
            "9123456         | call (912) 3456, please  | TEXT",
            "9123456         | call +912 34.56; or 7    | TEXT",
            "+5511912345678  | since 2026 5511912345678 | MASKED",
            "+5511912345678  | 5511912345678            | TEXT",
            "+5511912345678  | call 005511912345678     | TEXT",
            "+5511912345678  | 00 55 11 91234-5678      | TEXT",
            "+5511912345678  | +55\u00a011\u00a091234\u20135678      | TEXT",
            "+5511912345678  | 55,11,91234,5678         | MASKED",
            "+5511912345678  | 1005511912345678         |",
    })
    void aPartOfWhatSomebodyElseIsIsNotThePerson(String value, String text, Fit fit) {
        assertThat(new Person(value, null).in(text)).isEqualTo(fit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "123456", "one\ntwo lines"})
    void whatMayBeAnybodysIsRefused(String value) {
        assertThatThrownBy(() -> new Person(value, HASH)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be one line");
    }
}
