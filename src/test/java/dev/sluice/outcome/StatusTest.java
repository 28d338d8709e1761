package dev.sluice.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StatusTest {

    /** Row: is; columns: may become. The contract's table of statuses. */
    private static final String TABLE = """
                       ACCEPTED PENDING COMPLETED FAILED REJECTED UNKNOWN UNRESOLVED
            ACCEPTED   -        x       x         x      -        -       x
            PENDING    -        x       x         x      -        -       x
            COMPLETED  -        -       -         -      -        -       -
            FAILED     -        -       -         -      -        -       -
            REJECTED   -        -       -         -      -        -       -
            UNKNOWN    x        x       x         x      x        -       x
            UNRESOLVED -        -       x         x      -        -       -
            """;

    @Test
    void aStatusMayBecomeWhatTheTableSays() {
        String[] lines = TABLE.strip().split("\n");
        String[] columns = lines[0].strip().split("\\s+");
        for (int row = 1; row < lines.length; row++) {
            String[] cells = lines[row].strip().split("\\s+");
            var allowed = java.util.stream.IntStream.range(1, cells.length).filter(cell -> cells[cell].equals("x"))
                    .mapToObj(cell -> Status.valueOf(columns[cell - 1])).collect(Collectors.toSet());
            assertThat(Status.valueOf(cells[0]).next()).as(cells[0]).isEqualTo(allowed);
        }
        assertThat(lines).hasSize(Status.values().length + 1);
    }

    @Test
    void whatEndedStaysAsItIs() {
        assertThat(Arrays.stream(Status.values()).filter(Status::isFinal))
                .containsExactlyInAnyOrder(Status.COMPLETED, Status.FAILED, Status.REJECTED);
        assertThat(Status.FIRST).contains(Status.values());
    }

    @Test
    void whatWasAcceptedIsNeverUnknownNorRejectedAgain() {
        assertThat(Status.ACCEPTED.next()).doesNotContain(Status.UNKNOWN, Status.REJECTED, Status.ACCEPTED);
        assertThat(Status.PENDING.next()).doesNotContain(Status.UNKNOWN, Status.REJECTED, Status.ACCEPTED);
    }
}
