package dev.sluice.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Mistake;
import dev.sluice.config.Rule;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.PlanMark;
import dev.sluice.ledger.PlanRows;
import dev.sluice.ledger.PlanView;
import dev.sluice.ledger.Replica;
import dev.sluice.ledger.Replica.Refusal;
import dev.sluice.ledger.Replica.Standing;
import dev.sluice.ledger.RunningPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one replica does about what is wanted, on a real ledger. */
class FollowerTest {

    private static final PlanMark OLD = new PlanMark("0000000000aa");
    private static final PlanMark NEW = new PlanMark("0000000000bb");
    private static final PlanMark THIRD = new PlanMark("0000000000cc");

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock();
    private final List<String> tries = new ArrayList<>();
    private final List<PlanView> seen = new ArrayList<>();
    private final RunningPlan running = new RunningPlan(clock);
    private GivenLedger ledger;
    private PlanRows rows;
    private Follower follower;
    private PlanMark files = OLD;
    private Taken outcome;
    private int wishes;

    @BeforeEach
    void start() throws Exception {
        ledger = new GivenLedger();
        rows = ledger.planRows(clock);
        running.runs(OLD);
        follower = new Follower(rows, running, () -> files, this::take, clock, "one:8080", "/sluice", seen::add);
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
    }

    private Taken take(PlanMark wanted, Swap.Left left) {
        tries.add(wanted.text() + " " + left);
        Taken taken = outcome == null ? new Taken.Now(wanted) : outcome;
        if (taken instanceof Taken.Now) {
            running.runs(wanted);
        } else if (taken instanceof Taken.Refused) {
            running.refused(wanted, taken.lines());
        }
        return taken;
    }

    @Test
    void aReplicaSaysWhatItRunsWhereNothingIsWanted() {
        follower.look();
        assertThat(mine()).isEqualTo(new Replica("one:8080", OLD, clock.millis(), "/sluice", null, Standing.RUNS, "",
                Optional.empty(), clock.millis()));
        assertThat(tries).isEmpty();
    }

    @Test
    void whatIsWantedIsTakenOnceTheFilesAreThat() {
        want(NEW, false);
        follower.look();
        assertThat(mine().standing()).isEqualTo(Standing.OTHER_FILES);
        assertThat(mine().said()).isEqualTo("its files are 0000000000aa");
        assertThat(tries).isEmpty();

        files = NEW;
        follower.look();
        assertThat(tries).containsExactly("0000000000bb REFUSED");
        assertThat(mine().running()).isEqualTo(NEW);
        assertThat(mine().act()).isEqualTo("wish-1");
        assertThat(mine().standing()).isEqualTo(Standing.RUNS);
        follower.look();
        assertThat(tries).hasSize(1);
    }

    @Test
    void openOrdersAreLeftToPeopleOnlyWhereThatIsSaid() {
        files = NEW;
        follower.look();
        want(NEW, true);
        follower.look();
        assertThat(tries).containsExactly("0000000000bb TO_PEOPLE");
    }

    @Test
    void noOrdersAreLeftToPeopleByAWishOfBefore() {
        want(NEW, true);
        files = NEW;
        follower.look();
        assertThat(tries).as("it was there before this replica").containsExactly("0000000000bb REFUSED");

        want(THIRD, true);
        files = THIRD;
        follower.look();
        assertThat(tries).endsWith("0000000000cc TO_PEOPLE");
    }

    @Test
    void whatIsRefusedIsNotTriedAgainUntilTheFilesOrTheWishChange() {
        files = NEW;
        want(NEW, false);
        outcome = new Taken.Refused(List.of(new Mistake(Rule.NOT_TAKEN, "routes/a.camel.yaml", 3, 1, "", "is wrong"),
                Mistake.of(Rule.NOT_TAKEN, "so is this")));
        follower.look();
        assertThat(mine().standing()).isEqualTo(Standing.REFUSED);
        assertThat(mine().said()).isEqualTo("2 mistakes");
        assertThat(mine().running()).isEqualTo(OLD);
        assertThat(mine().refusal()).contains(new Refusal(NEW, clock.millis(),
                "routes/a.camel.yaml:3:1: is wrong [not-taken]\nso is this [not-taken]"));

        clock.advance(Duration.ofHours(1));
        follower.look();
        assertThat(tries).hasSize(1);
        assertThat(mine().standing()).isEqualTo(Standing.REFUSED);

        want(NEW, false);
        follower.look();
        assertThat(tries).as("the wish is new").hasSize(2);

        files = THIRD;
        follower.look();
        files = NEW;
        outcome = null;
        follower.look();
        assertThat(tries).as("the files were others meanwhile").hasSize(3);
        assertThat(mine().standing()).isEqualTo(Standing.RUNS);
        assertThat(mine().refusal()).isEmpty();
    }

    @Test
    void whatStandsInTheWayIsTriedAgainAfterAWhile() {
        files = NEW;
        want(NEW, false);
        outcome = new Taken.InTheWay(List.of("3 orders are open"));
        follower.look();
        assertThat(mine().standing()).isEqualTo(Standing.WAITS);
        assertThat(mine().said()).isEqualTo("3 orders are open");
        follower.look();
        assertThat(tries).hasSize(1);

        clock.advance(Duration.ofSeconds(10));
        outcome = null;
        follower.look();
        assertThat(tries).hasSize(2);
        assertThat(mine().running()).isEqualTo(NEW);
    }

    @Test
    void whatIsNotDrainedIsTriedMoreAndMoreSeldom() {
        files = NEW;
        want(NEW, false);
        outcome = new Taken.NotDrained(List.of("1 × HTTP request"));
        follower.look();
        for (int minutes : List.of(1, 2, 4, 8, 16, 16)) {
            int before = tries.size();
            clock.advance(Duration.ofMinutes(minutes).minusSeconds(1));
            follower.look();
            assertThat(tries).hasSize(before);
            clock.advance(Duration.ofSeconds(1));
            follower.look();
            assertThat(tries).as("after " + minutes + " minutes").hasSize(before + 1);
        }
        assertThat(mine().said()).contains("1 × HTTP request");
        want(NEW, false);
        follower.look();
        int before = tries.size();
        clock.advance(Duration.ofMinutes(1));
        follower.look();
        assertThat(tries).as("a new wish begins anew").hasSize(before + 1);
    }

    @Test
    void settingsThatAreBeingWrittenAreLookedAtAgainAtOnce() {
        files = NEW;
        want(NEW, false);
        outcome = new Taken.Unsettled();
        follower.look();
        assertThat(mine().standing()).isEqualTo(Standing.OTHER_FILES);
        assertThat(mine().said()).contains("are being written");
        outcome = null;
        follower.look();
        assertThat(mine().running()).isEqualTo(NEW);
    }

    @Test
    void aSwapThatFailsUnexpectedlyIsARefusalThatAllSee() {
        files = NEW;
        want(NEW, false);
        follower = new Follower(rows, running, () -> files, (wanted, left) -> {
            throw new IllegalStateException("a secret");
        }, clock, "one:8080", "/sluice", seen::add);
        follower.look();
        assertThat(mine().standing()).isEqualTo(Standing.REFUSED);
        assertThat(mine().refusal().orElseThrow().lines()).contains("IllegalStateException").doesNotContain("secret");
        assertThat(running.state().refusal()).isNotNull();
    }

    @Test
    void filesThatCannotBeReadAreLookedAtAgain() {
        want(NEW, false);
        follower = new Follower(rows, running, () -> {
            throw new UncheckedIOException(new IOException("routes/a.camel.yaml"));
        }, this::take, clock, "one:8080", "/sluice", seen::add);
        follower.look();
        assertThat(mine().standing()).isEqualTo(Standing.OTHER_FILES);
        assertThat(mine().said()).isEqualTo("its files cannot be read: routes/a.camel.yaml");
    }

    @Test
    void whoRestartsWithOtherFilesRunsTheseAndShowsTheDifference() {
        want(NEW, false);
        rows.report(new Replica("two:8080", NEW, 1, "/sluice", "wish-1", Standing.RUNS, "", Optional.empty(),
                clock.millis()));
        follower.look();
        assertThat(mine().running()).isEqualTo(OLD);
        assertThat(newest().differs(clock.millis())).isTrue();
        files = NEW;
        follower.look();
        assertThat(newest().differs(clock.millis())).isFalse();
    }

    @Test
    void nothingIsWrittenWhileNothingChangesButASignOfLife() {
        follower.look();
        long first = mine().seen();
        clock.advance(Follower.BETWEEN_REPORTS.minusMillis(1));
        follower.look();
        assertThat(mine().seen()).isEqualTo(first);
        assertThat(seen).as("what the others say is looked at in between").hasSize(2);
        clock.advance(Duration.ofMillis(1));
        follower.look();
        assertThat(mine().seen()).isEqualTo(clock.millis());
        follower.leave();
        assertThat(rows.view().replicas()).isEmpty();
    }

    @Test
    void aManifestHasTakenWhatItNamesOnceItIsNewAndTheFilesAreThat() throws Exception {
        Path manifest = Files.createDirectories(folder.resolve("config")).resolve("plan.mark");
        Files.writeString(manifest, "0000000000aa\n");
        Manifest watched = new Manifest(folder, rows, () -> files, "one:8080");
        watched.look();
        assertThat(rows.wanted()).as("it was there before").isEmpty();

        files = NEW;
        watched.look();
        assertThat(rows.wanted()).as("files that it does not name").isEmpty();
        Files.writeString(manifest, "0000000000cc");
        watched.look();
        Files.writeString(manifest, "0000000000b");
        watched.look();
        assertThat(rows.wanted()).as("half a manifest, and one of other files").isEmpty();

        Files.writeString(manifest, "0000000000bb\n");
        watched.look();
        assertThat(rows.wanted().orElseThrow().plan()).isEqualTo(NEW);
        assertThat(rows.wanted().orElseThrow().who()).isEqualTo("config/plan.mark");

        want(OLD, false);
        watched.look();
        assertThat(rows.wanted().orElseThrow().plan()).as("a person's word after it").isEqualTo(OLD);
    }

    @Test
    void aWishForWhatRunsIsTriedOnceForItsSettingsMayBeOthers() {
        follower.look();
        want(OLD, false);
        outcome = new Taken.Refused(List.of(Mistake.of(Rule.NEEDS_RESTART, "a port is another one")));
        follower.look();
        follower.look();
        assertThat(mine().standing()).isEqualTo(Standing.REFUSED);
        want(OLD, false);
        outcome = new Taken.Already(OLD);
        follower.look();
        follower.look();
        assertThat(mine().standing()).isEqualTo(Standing.RUNS);
        assertThat(tries).hasSize(2);
    }

    private void want(PlanMark plan, boolean leaveOpen) {
        rows.want(new Act("wish-" + ++wishes, null, Act.APPLY, "ana", "ticket 17", null), plan, leaveOpen);
    }

    private Replica mine() {
        return rows.view().replicas().stream().filter(one -> one.name().equals("one:8080")).findFirst().orElseThrow();
    }

    private PlanView newest() {
        return seen.get(seen.size() - 1);
    }

    private static final class TestClock extends Clock {

        private Instant now = Instant.ofEpochSecond(1_800_000_000);

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
