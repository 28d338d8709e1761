package dev.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Result;
import dev.sluice.cli.Terminal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleRowTest {

    private static final Duration NOW = Duration.ofSeconds(1);

    private final SampleRow row = new SampleRow(
            sample(new Sample.Expected("COMPLETED", null, false, List.of("UNKNOWN"))));

    @Test
    void aRowIsAsExpectedOnlyWithTheStatusesThatItMustPass() {
        assertThat(row.wrong()).contains("not sent");
        row.sent(Duration.ZERO);
        assertThat(row.wrong()).contains("no result came");
        row.accept(result("ACCEPTED", false), NOW);
        assertThat(row.wrong()).contains("no final result came after ACCEPTED");
        row.accept(result("COMPLETED", true), NOW);
        assertThat(row.wrong()).contains("did not pass through UNKNOWN");
    }

    @Test
    void aSecondFinalResultIsWrong() {
        row.sent(Duration.ZERO);
        row.accept(result("UNKNOWN", false), NOW);
        row.accept(result("COMPLETED", true), NOW);
        assertThat(row.asExpected()).isTrue();

        row.accept(result("COMPLETED", true), NOW);
        assertThat(row.wrong()).contains("2 final results");
    }

    @Test
    void aReplayedResultIsOnlyRightWhereItIsExpected() {
        row.sent(Duration.ZERO);
        row.accept(Result.of("{\"status\":\"COMPLETED\",\"final\":true,\"replayed\":true}"), NOW);

        assertThat(row.wrong()).contains("COMPLETED (replayed), not COMPLETED");
    }

    @Test
    void theTableShowsTheStatusesInTheirOrderWithinTheTerminal() {
        row.sent(Duration.ZERO);
        row.accept(result("UNKNOWN", false), NOW);
        row.accept(result("PENDING", false), NOW);
        row.accept(result("PENDING", false), NOW);
        row.accept(result("COMPLETED", true), NOW);

        List<String> wide = lines(120);
        assertThat(wide.get(1)).contains("✔").contains("UNKNOWN → PENDING×2 → COMPLETED").contains("1.0 s");
        assertThat(wide.get(2)).isEqualTo("   what there is to see");
        assertThat(lines(80)).allSatisfy(line -> assertThat(line.length()).isLessThan(80));
        assertThat(lines(80).get(1)).contains("COMPLETED");
    }

    @Test
    void samplesAreSentWithIdsThatTheContractAllows() {
        assertThat(Samples.read().all()).hasSize(11).allSatisfy(sample -> {
            assertThat(sample.requestId()).matches("[A-Za-z0-9._:-]{1,64}");
            assertThat(sample.body()).contains("\"requestId\":\"" + sample.requestId() + "\"");
        });
    }

    private List<String> lines(int width) {
        return new RowsTable(new Terminal(width, 40, true, true), List.of(row)).lines(0, NOW).stream()
                .map(line -> line.replaceAll("\033\\[[0-9]*m", "")).toList();
    }

    private static Result result(String status, boolean isFinal) {
        return Result.of("{\"sequence\":1,\"status\":\"" + status + "\",\"final\":" + isFinal
                + ",\"providerReference\":\"R-123456789012345678901234567890\"}");
    }

    private static Sample sample(Sample.Expected expected) {
        return new Sample("k", "An answer that is lost", "what there is to see", "orders.requests", "id", "{}", null,
                expected);
    }
}
