package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.YamlFile;
import dev.sluice.outcome.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a provider's statement is written, as its file says. */
class StatementTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "2026-11-01T09:00:00Z          | 2026-11-01T09:00:00Z",
            "2026-11-01T09:00:00.123+02:00 | 2026-11-01T07:00:00.123Z",
            "2026-11-01 09:00:00           | 2026-11-01T12:00:00Z",
            "2026-11-01T09:00              | 2026-11-01T12:00:00Z",
            "2026-11-01                    | 2026-11-01T03:00:00Z"})
    void isoTimesHaveAnOffsetOrAreOfTheZone(String text, String instant) throws IOException {
        assertThat(time("zone: America/Sao_Paulo", text)).isEqualTo(instant);
    }

    @Test
    void aPatternMayHaveADateAlone() throws IOException {
        assertThat(time("time-format: dd/MM/yyyy", "01/11/2026")).isEqualTo("2026-11-01T00:00:00Z");
        assertThatThrownBy(() -> time("time-format: dd/MM/yyyy", "2026-11-01"))
                .isInstanceOf(DateTimeException.class);
    }

    @Test
    void amountsAreExactAndMinorUnitsAreOfTheirCurrency() throws IOException {
        Statement whole = Statement.of(file("delimiter: tab"));
        assertThat(whole.delimiter()).isEqualTo('\t');
        assertThat(whole.amount("-0.10", null)).isEqualTo("-0.10");
        assertThat(whole.amount("1e2", null)).isNull();
        assertThat(whole.amount("1,50", null)).isNull();
        Statement minor = Statement.of(file("minor-units: true"));
        assertThat(minor.amount("1250", "EUR")).isEqualTo("12.50");
        assertThat(minor.amount("1250", "XYZ")).isNull();
        assertThat(minor.amount("12.5", "EUR")).isNull();
    }

    @Test
    void wordsAreThoseOfTheAnswersUnlessTheStatementHasItsOwn() throws IOException {
        assertThat(Statement.of(file("zone: UTC")).statuses()).containsEntry("8", Status.COMPLETED)
                .containsEntry("32", Status.FAILED).containsEntry("1", Status.ACCEPTED);
        assertThat(Statement.of(file("statuses: {completed: [PAID]}")).statuses())
                .containsOnlyKeys("PAID");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "columns: {amount: A}        | statement.columns needs request-id or reference",
            "zone: Mars/Base             | statement.zone is no time zone",
            "time-format: bbb            | statement.time-format is neither iso nor a pattern",
            "charset: none-such          | statement.charset is no character set",
            "minor-units: true           | statement.minor-units needs minor-units of the file"})
    void whatNoStatementCouldBeReadByIsAMistake(String line, String told) throws IOException {
        List<String> wrong = new ArrayList<>();
        String text = "statement:\n  " + (line.startsWith("columns") ? "" : "columns: {reference: R}\n  ") + line
                + "\n";
        Statement.check(read(text), (rule, key, reason) -> wrong.add(key + " " + reason));
        assertThat(wrong).singleElement().asString().startsWith(told);
    }

    private Instant time(String line, String text) throws IOException {
        Statement statement = Statement.of(file(line));
        return statement.time(text, statement.times());
    }

    private JsonNode file(String line) throws IOException {
        return read("""
                answers: {statuses: {progress: ["1"], completed: ["8"], failed: ["32"]}}
                minor-units: {EUR: 2}
                statement:
                  columns: {request-id: Order, currency: Currency}
                  %s
                """.formatted(line));
    }

    private JsonNode read(String text) throws IOException {
        return new YamlFile(Files.writeString(folder.resolve("demo.yaml"), text)).tree();
    }
}
