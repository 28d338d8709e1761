package dev.sluice.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Decides, wherever a simulated run may go more than one way, which way it goes. */
interface Choices {

    /** One of 0 to {@code ways - 1}. */
    int of(int ways);

    static Choices random(long seed) {
        Random random = new Random(seed);
        return random::nextInt;
    }

    /** Every way of every choice, one run after the other: depth first, without forgetting any. */
    final class All implements Choices {

        private final List<Integer> taken = new ArrayList<>();
        private final List<Integer> ways = new ArrayList<>();
        private int next;

        @Override
        public int of(int ways) {
            if (next == taken.size()) {
                taken.add(0);
                this.ways.add(ways);
            }
            return taken.get(next++);
        }

        /** Goes on to the next run; false when there is none left. */
        boolean another() {
            next = 0;
            int last = taken.size() - 1;
            while (last >= 0 && taken.get(last) + 1 >= ways.get(last)) {
                taken.remove(last);
                ways.remove(last);
                last--;
            }
            if (last < 0) {
                return false;
            }
            taken.set(last, taken.get(last) + 1);
            return true;
        }
    }
}
