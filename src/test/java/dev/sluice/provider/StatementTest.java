package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.YamlFile;
import dev.sluice.outcome.Status;
import dev.sluice.provider.StatementTimes.Span;
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
            "2026-11-01T09:00:00Z          | 2026-11-01T09:00:00Z     | 2026-11-01T09:00:00.999Z",
            "2026-11-01T09:00:00.123+02:00 | 2026-11-01T07:00:00.123Z | 2026-11-01T07:00:00.123Z",
            "2026-11-01 09:00:00           | 2026-11-01T12:00:00Z     | 2026-11-01T12:00:00.999Z",
            "2026-11-01T09:00              | 2026-11-01T12:00:00Z     | 2026-11-01T12:00:59.999Z",
            "2026-11-01                    | 2026-11-01T03:00:00Z     | 2026-11-02T02:59:59.999Z"})
    void isoTimesHaveAnOffsetOrAreOfTheZoneAndLastAsLongAsTheirSmallestUnit(String text, String from, String until)
            throws IOException {
        assertThat(time("zone: America/Sao_Paulo", text)).isEqualTo(span(from, until));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "dd/MM/yyyy           | 01/11/2026          | 2026-11-01T00:00:00Z | 2026-11-01T23:59:59.999Z",
            "dd.MM.uuuu HH        | 01.11.2026 09       | 2026-11-01T09:00:00Z | 2026-11-01T09:59:59.999Z",
            "dd.MM.uuuu HH:mm     | 01.11.2026 09:00    | 2026-11-01T09:00:00Z | 2026-11-01T09:00:59.999Z",
            "MMM d, uuuu hh:mm a  | Nov 1, 2026 09:00 PM | 2026-11-01T21:00:00Z | 2026-11-01T21:00:59.999Z",
            "dd.MM.uuuu HH:mm     | 01.11.2026 24:00    | 2026-11-02T00:00:00Z | 2026-11-02T00:00:59.999Z",
            "d.M.yy               | 1.11.26             | 2026-11-01T00:00:00Z | 2026-11-01T23:59:59.999Z",
            "uuuuMMddHHmmssXX     | 20261101090000+0200 | 2026-11-01T07:00:00Z | 2026-11-01T07:00:00.999Z"})
    void aPatternMayHaveADateAlone(String format, String text, String from, String until) throws IOException {
        assertThat(time("time-format: \"" + format + "\"", text)).isEqualTo(span(from, until));
        assertThatThrownBy(() -> time("time-format: \"" + format + "\"", "2026-11-01"))
                .isInstanceOf(DateTimeException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "dd.MM.yyyy       | 31.02.2026",
            "dd.MM.uuuu       | 29.02.2026",
            "dd.MM.yy         | 30.02.26",
            "dd.MM.uuuu HH:mm | 01.11.2026 24:01",
            "iso              | 2026-02-31"})
    void aDayThatIsNoneIsNotTakenForAnother(String format, String text) {
        assertThatThrownBy(() -> time("time-format: \"" + format + "\"", text)).isInstanceOf(DateTimeException.class);
    }

    /** Of the day on which the clocks go back there are 25 hours. */
    @Test
    void aDayIsAsLongAsItIsInItsZone() throws IOException {
        assertThat(time("zone: Europe/Berlin", "2026-10-25"))
                .isEqualTo(span("2026-10-24T22:00:00Z", "2026-10-25T22:59:59.999Z"));
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
    void decimalsStandBehindAPointOrACommaAndThousandsAreThreeDigits() throws IOException {
        Statement comma = Statement.of(file("decimal: \",\""));
        assertThat(comma.amount("1.250,00", null)).isEqualTo("1250.00");
        assertThat(comma.amount("-1250,5", null)).isEqualTo("-1250.5");
        assertThat(comma.amount("1.250", null)).isEqualTo("1250");
        assertThat(comma.amount("12.50", null)).isNull();
        assertThat(comma.amount("1250.000,00", null)).isNull();
        Statement point = Statement.of(file("decimal: \".\""));
        assertThat(point.amount("1,250.00", null)).isEqualTo("1250.00");
        assertThat(point.amount("12,50", null)).isNull();
        assertThat(point.amount("1,250.00,00", null)).isNull();
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
            "time-format: HH mm          | statement.time-format cannot be read",
            "time-format: dd.MM HH:mm    | statement.time-format cannot be read",
            "time-format: dd.MM.YYYY     | statement.time-format cannot be read",
            "time-format: dd.MM.uuuu hh:mm | statement.time-format cannot be read",
            "time-format: dd.MM.uuuu HH:mm z | statement.time-format names zones",
            "time-format: dd.MM.uuuu HH:mm VV | statement.time-format names zones",
            "columns: {reference: R, amount: R} | statement.columns.amount is the title that statement.columns.reference",
            "statuses: {completed: [PAID], failed: [VOID, PAID]} | statement.statuses.failed has PAID, which",
            "operations: [payot]         | statement.operations has payot, which is no operation of the file; did you mean payout?",
            "operations: [balance]       | statement.operations has balance, which only reads",
            "charset: none-such          | statement.charset is no character set",
            "minor-units: true           | statement.minor-units needs minor-units of the file"})
    void whatNoStatementCouldBeReadByIsAMistake(String line, String told) throws IOException {
        List<String> wrong = new ArrayList<>();
        String text = "statement:\n  " + (line.startsWith("columns") ? "" : "columns: {reference: R}\n  ") + line
                + "\n";
        String operations = "operations: {payout: {path: /payout}, balance: {path: /balance, reads: true}}\n";
        assertThat(new StatementRules(read(text + operations), (rule, key, reason) -> wrong.add(key + " " + reason))
                .check()).isFalse();
        assertThat(wrong).singleElement().asString().startsWith(told);
    }

    private Span time(String line, String text) throws IOException {
        return Statement.of(file(line)).times().at(text);
    }

    private static Span span(String from, String until) {
        return new Span(Instant.parse(from).toEpochMilli(), Instant.parse(until).toEpochMilli());
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
