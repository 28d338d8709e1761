package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FollowUpTest {

    private static final String FIRST = "4b825dc6-42cb-4e1a-9bd1-6f8d1a2b3c4d";
    private static final int LONGEST_STEP_ID = 128;

    @Test
    void theSameStepIsFollowedByTheSameIdEveryTime() {
        assertThat(FollowUp.poll(FIRST, 1, 10)).isEqualTo(FollowUp.poll(FIRST, 1, 10));
        assertThat(FollowUp.submission(FIRST, 2, 0, 10)).isEqualTo(FollowUp.submission(FIRST, 2, 0, 10));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        FollowUp followUp = FollowUp.submission(FIRST + "-p12", 3, 1, 1_795_000_000_123L);
        assertThat(FollowUp.read(followUp.write())).isEqualTo(followUp);
    }

    @Test
    void idsCountOnAlongPollsAndRetries() {
        assertThat(FollowUp.poll(FIRST, 1, 0).step()).isEqualTo(FIRST + "-p1");
        assertThat(FollowUp.poll(FIRST + "-p9", 10, 0).step()).isEqualTo(FIRST + "-p10");
        assertThat(FollowUp.submission(FIRST, 2, 0, 0).step()).isEqualTo(FIRST + "-r1");
        assertThat(FollowUp.submission(FIRST + "-r1", 3, 0, 0).step()).isEqualTo(FIRST + "-r2");
    }

    @Test
    void noIdComesTwiceAlongAChainThatTurnsFromPollsToRetriesAndBack() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Set<String> ids = new HashSet<>(Set.of(FIRST));
            String step = FIRST;
            for (int i = 0; i < 60; i++) {
                step = random.nextBoolean() ? FollowUp.poll(step, i, 0).step()
                        : FollowUp.submission(step, i, 0, 0).step();
                assertThat(ids.add(step)).as("seed %d: %s", seed, step).isTrue();
            }
        }
    }

    @Test
    void anIdFitsTheLedgerHoweverOftenAnOrderIsSubmittedAgain() {
        String step = FIRST;
        for (int round = 0; round < 96; round++) {
            for (int poll = 0; poll < 3; poll++) {
                step = FollowUp.poll(step, poll, 0).step();
            }
            step = FollowUp.submission(step, 1, 1, 0).step();
        }
        assertThat(step).hasSizeLessThanOrEqualTo(LONGEST_STEP_ID);
    }
}
