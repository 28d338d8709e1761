package dev.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How a limit is divided. */
class FairShareTest {

    @Test
    void whoWantsAllHasNearlyAllWhereOthersWantLittle() {
        assertThat(shares(100_000, 100_000, 2000, 2000)).containsExactly(96_000, 2000, 2000);
    }

    @Test
    void whoWantMoreThanThereIsHaveTheSame() {
        assertThat(shares(90_000, 90_000, 60_000, 10_000)).containsExactly(40_000, 40_000, 10_000);
        assertThat(shares(90_000, 90_000, 90_000, 90_000)).containsExactly(30_000, 30_000, 30_000);
    }

    @Test
    void whatNobodyWantsIsDividedAsWhatIsWanted() {
        assertThat(shares(100_000, 40_000, 10_000)).containsExactly(80_000, 20_000);
        assertThat(shares(20_000, 400)).as("alone").containsExactly(20_000);
    }

    @Test
    void callsAtATimeAreNotParted() {
        assertThat(whole(8, 0, 8, 8, 8)).containsExactly(3, 3, 2);
        assertThat(whole(8, 2, 8, 8, 8)).containsExactly(3, 2, 3);
        assertThat(whole(8, 0, 8, 1, 0)).containsExactly(7, 1, 0);
        assertThat(whole(8, 0, 0, 0, 0)).containsExactly(3, 3, 2);
    }

    @Test
    void whereThereIsLessThanOneForEachAllHaveItInTurn() {
        assertThat(whole(1, 0, 1, 1, 1)).containsExactly(1, 0, 0);
        assertThat(whole(1, 1, 1, 1, 1)).containsExactly(0, 1, 0);
        assertThat(whole(1, 1, 1, 0, 1)).containsExactly(0, 0, 1);
    }

    @Test
    void togetherTheyAreNeverMoreThanTheLimitAndHardlyLess() {
        Random random = new Random(52);
        for (int i = 0; i < 20_000; i++) {
            long limit = 1000L * (1 + random.nextInt(random.nextBoolean() ? 100_000 : 20));
            long[] wanted = LongStream.generate(() -> 1 + random.nextLong(limit)).limit(1 + random.nextInt(6))
                    .toArray();
            assertThat(LongStream.of(shares(limit, wanted)).sum()).isBetween(limit - wanted.length, limit);
            int most = 1 + random.nextInt(20);
            long[] calls = LongStream.of(wanted).map(one -> one % (most + 1)).toArray();
            assertThat(LongStream.of(whole(most, random.nextInt(calls.length), calls)).sum()).isEqualTo(most);
        }
    }

    private static long[] shares(long limit, long... wanted) {
        return IntStream.range(0, wanted.length).mapToLong(one -> FairShare.of(limit, wanted, one)).toArray();
    }

    private static long[] whole(long limit, int first, long... wanted) {
        return IntStream.range(0, wanted.length).mapToLong(one -> FairShare.ofWhole(limit, wanted, first, one))
                .toArray();
    }
}
