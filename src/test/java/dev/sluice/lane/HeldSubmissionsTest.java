package dev.sluice.lane;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.given.MovedClock;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.Database;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.HeldPlace;
import dev.sluice.ledger.HoldRows;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether all submissions are held back, as each replica sees it. */
class HeldSubmissionsTest {

    private final MovedClock clock = new MovedClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    @TempDir
    private Path data;
    private GivenLedger ledger;
    private HoldRows rows;

    @BeforeEach
    void open() throws Exception {
        ledger = GivenLedger.in(data);
        rows = new HoldRows(ledger, ledger.ledger(clock), clock);
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
    }

    @Test
    void whatAPersonSaysHoldsForEveryReplicaAndAfterARestart() {
        HeldSubmissions one = replica(false);
        HeldSubmissions two = replica(false);
        assertThat(one.areHeld("hambit", "default")).isFalse();
        assertThat(two.areHeld("hambit", "default")).isFalse();

        rows.hold(act("person-1", Act.HOLD), HeldPlace.EVERYTHING, true);
        await().until(() -> one.areHeld("hambit", "default"));
        await().until(() -> two.areHeld("hambit", "default"));
        assertThat(replica(false).areHeld("hambit", "default")).isTrue();
        assertThat(one.told()).contains("held by ana since " + clock.instant() + ": ticket 17");

        rows.hold(act("person-2", Act.RELEASE), HeldPlace.EVERYTHING, false);
        await().until(() -> !one.areHeld("hambit", "default"));
        await().until(() -> !two.areHeld("hambit", "default"));
        assertThat(one.told()).isEmpty();
        assertThat(replica(false).areHeld("hambit", "default")).isFalse();
    }

    @Test
    void oneAccountIsHeldAndNoOtherAlsoAfterARestart() {
        HeldSubmissions one = replica(false);
        rows.hold(act("person-1", Act.HOLD), new HeldPlace("hambit", "second"), true);

        await().until(() -> one.areHeld("hambit", "second"));
        await().until(() -> !one.areHeld("hambit", "default"));
        assertThat(replica(false).areHeld("hambit", "second")).as("before its first call").isTrue();
        assertThat(one.told()).as("all of them").isEmpty();
        assertThat(one.toldOfAccounts()).containsExactly(
                entry("hambit/second", "held by ana since " + clock.instant() + ": ticket 17"));

        rows.hold(act("person-2", Act.HOLD), new HeldPlace("hambit", ""), true);
        await().until(() -> one.areHeld("hambit", "default"));
        await().until(() -> !one.areHeld("aeterna", "default"));
    }

    @Test
    void theSettingHoldsWhateverTheLedgerSays() {
        HeldSubmissions held = replica(true);
        rows.hold(act("person-2", Act.RELEASE), HeldPlace.EVERYTHING, false);
        held.look();
        assertThat(held.areHeld("hambit", "default")).isTrue();
        assertThat(held.told()).contains("held by the setting sluice.submissions.held");
        assertThat(metrics.get("sluice.hold").gauge().value()).isEqualTo(1);
    }

    /** Nobody knows then whether it is held. */
    @Test
    void nothingIsSubmittedBeforeTheLedgerCouldBeAsked() {
        HeldSubmissions away = new HeldSubmissions(new HoldRows(new Absent(), ledger.ledger(clock), clock), false,
                new SimpleMeterRegistry());
        assertThat(away.areHeld("hambit", "default")).isTrue();
    }

    /** It may be held by now. */
    @Test
    void nothingIsSubmittedByWhatWasSeenBeforeTheLedgerWasLost() {
        AtomicBoolean away = new AtomicBoolean();
        HeldSubmissions held = new HeldSubmissions(new HoldRows(new Database() {
            @Override
            public <T> T write(Work<T> work) {
                return ledger.write(work);
            }

            @Override
            public <T> T read(Work<T> work) {
                return ledger.read(work);
            }

            @Override
            public String absence() {
                return away.get() ? "it is away" : null;
            }
        }, ledger.ledger(clock), clock), false, new SimpleMeterRegistry());
        assertThat(held.areHeld("hambit", "default")).isFalse();

        away.set(true);
        await().until(() -> held.areHeld("hambit", "default"));
        away.set(false);
        assertThat(held.areHeld("hambit", "default")).isFalse();
    }

    private HeldSubmissions replica(boolean set) {
        return new HeldSubmissions(rows, set, metrics);
    }

    private static Act act(String id, String act) {
        return new Act(id, null, act, "ana", "ticket 17", null);
    }

    private static final class Absent implements Database {

        @Override
        public <T> T write(Work<T> work) {
            throw new AssertionError("it is away");
        }

        @Override
        public <T> T read(Work<T> work) {
            throw new AssertionError("it is away");
        }

        @Override
        public String absence() {
            return "it is away";
        }
    }
}
