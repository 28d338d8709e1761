package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.bench.site.BenchFailure;
import dev.sluice.bench.site.Provider;
import org.junit.jupiter.api.Test;

class ResultBookTest {

    private static final long MS = 1_000_000;
    private static final Provider.Tally AS_IT_MUST_BE = new Provider.Tally(2, 0, 0);

    private final ResultBook book = new ResultBook(2);

    @Test
    void anOrderHasOneAcceptedAndOneCompleted() {
        fill(book);

        assertThat(book.wrong(AS_IT_MUST_BE)).isEmpty();
    }

    @Test
    void whatIsMissingOrTooMuchOrNobodysFailsTheRun() {
        book.take(0, "ACCEPTED", 1);
        book.take(0, "ACCEPTED", 2);
        book.take(1, "UNKNOWN", 3);
        book.take(-1, "COMPLETED", 4);

        assertThat(book.wrong(AS_IT_MUST_BE)).containsExactly("order 0 has one more result ACCEPTED",
                "order 1 has the result UNKNOWN", "order -1 has one more result COMPLETED", "3 results are missing");
    }

    @Test
    void whatTheProviderSawFailsTheRun() {
        fill(book);

        assertThat(book.wrong(new Provider.Tally(3, 1, 4))).containsExactly("the provider has 3 orders and not 2",
                "1 orders were to be created twice", "4 calls had a wrong signature");
    }

    @Test
    void theRateIsThatFromTheFirstResultToTheLast() {
        ResultBook many = new ResultBook(100);
        for (int order = 0; order < 100; order++) {
            many.take(order, "ACCEPTED", 1 + 2 * order * MS);
            many.take(order, "COMPLETED", 1 + (2 * order + 1) * MS);
        }

        assertThat(many.rate()).isCloseTo(100 / 0.199, within(0.1));
        assertThat(many.rate(0.3, 0.95)).isCloseTo(500, within(0.1));
        assertThat(many.acceptedAt(7)).isEqualTo(1 + 14 * MS);
    }

    @Test
    void aSystemThatEndsIsNotWaitedFor() {
        assertThatThrownBy(() -> book.awaitResults(1, () -> false, () -> "its log")).isInstanceOf(BenchFailure.class)
                .hasMessage("the system ended after 0 of 4 results; the end of its log");
    }

    private static void fill(ResultBook book) {
        for (int order = 0; order < 2; order++) {
            book.take(order, "ACCEPTED", 1 + order);
            book.take(order, "COMPLETED", 3 + order);
        }
    }
}
