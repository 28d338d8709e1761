package dev.sluice.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DepartureTest {

    private final ExecutorService others = Executors.newFixedThreadPool(2);

    @AfterEach
    void end() {
        others.shutdownNow();
        Departure.goesOn(null);
    }

    @Test
    void nothingLeavesWhenTheCallIsClosed() {
        for (boolean once : new boolean[]{true, false}) {
            Departure call = Departure.begin(once);
            call.close();
            assertThatThrownBy(Departure::leaves).isInstanceOf(LateRequest.class);
            assertThatThrownBy(() -> others.submit(onItsOwnThread(call)).get()).hasCauseInstanceOf(LateRequest.class);
            assertThat(call.hasLeft()).isFalse();
        }
    }

    @Test
    void whatHasLeftBeforeStaysSo() throws Exception {
        Departure call = Departure.begin(true);
        Departure.leaves();
        assertThatThrownBy(Departure::leaves).isInstanceOf(SecondRequest.class);
        call.close();
        assertThat(call.hasLeft()).isTrue();
    }

    @Test
    void ofTheTwoThatRaceTheFirstWins() throws Exception {
        for (int round = 0; round < 500; round++) {
            Departure call = Departure.begin(true);
            CyclicBarrier both = new CyclicBarrier(2);
            Future<Boolean> left = others.submit(() -> {
                both.await();
                try {
                    return onItsOwnThread(call).call();
                } catch (LateRequest e) {
                    return false;
                }
            });
            Future<Boolean> known = others.submit(() -> {
                both.await();
                call.close();
                return call.hasLeft();
            });
            List<Boolean> said = new ArrayList<>(List.of(left.get(), known.get()));
            assertThat(said.get(0)).as("it left, and whoever closed knows of it").isEqualTo(said.get(1));
        }
    }

    private static Callable<Boolean> onItsOwnThread(Departure call) {
        return () -> {
            Departure.goesOn(call);
            Departure.leaves();
            return true;
        };
    }
}
