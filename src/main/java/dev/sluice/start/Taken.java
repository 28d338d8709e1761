package dev.sluice.start;

import dev.sluice.config.Mistake;
import dev.sluice.ledger.PlanMark;
import java.time.Duration;
import java.util.List;

/** What came of it that a running Sluice was to take a plan. In all but the first two what ran before runs on. */
public sealed interface Taken {

    /**
     * How long it is not tried again, where it may yet become possible.
     *
     * @param times how often in a row it was tried
     */
    default Duration pause(int times) {
        return Duration.ofSeconds(10);
    }

    /** What an operator is told. */
    List<String> lines();

    /** From now on it runs. */
    record Now(PlanMark mark) implements Taken {
        @Override
        public List<String> lines() {
            return List.of(mark.text() + " runs");
        }
    }

    /** It ran before. */
    record Already(PlanMark mark) implements Taken {
        @Override
        public List<String> lines() {
            return List.of(mark.text() + " runs already");
        }
    }

    /** The files are not those that were wanted; they may yet become so. */
    record Differ(PlanMark wanted, PlanMark files) implements Taken {
        @Override
        public List<String> lines() {
            return List.of("the files here are " + files.text() + ", not " + wanted.text());
        }
    }

    /** The settings changed while they were read; they may be half written. */
    record Unsettled() implements Taken {
        @Override
        public List<String> lines() {
            return List.of("its settings in config/ are being written");
        }
    }

    /** Something is wrong with the files, or with what follows from them. */
    record Refused(List<Mistake> mistakes) implements Taken {
        @Override
        public List<String> lines() {
            return mistakes.stream().map(Mistake::told).toList();
        }
    }

    /** There are orders or messages that nothing of it would look after. */
    record InTheWay(List<String> lines) implements Taken {
    }

    /** What was in hand did not end in time. */
    record NotDrained(List<String> held) implements Taken {

        private static final int MOST_DOUBLINGS = 4;

        /** Nothing is taken from queues while it is waited for, so it is tried more and more seldom. */
        @Override
        public Duration pause(int times) {
            return Duration.ofMinutes(1L << Math.min(times - 1, MOST_DOUBLINGS));
        }

        @Override
        public List<String> lines() {
            return List.of("what is in hand did not end in time: " + String.join(", ", held));
        }
    }
}
