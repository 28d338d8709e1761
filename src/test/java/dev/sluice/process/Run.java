package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.process.Plan.Event;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One load through one site while a plan of faults happens to it, and the comparison at the end. */
final class Run {

    private static final Duration LONGEST_WORK = Duration.ofMinutes(5);
    /** More than a Sluice has under way at any moment: what a fault may leave open. */
    private static final int UNDER_WAY = 60;
    private static final int AHEAD = 60;

    private final String what;
    private final Site.Shape shape;
    private final List<Asked> load;
    private final Plan plan;
    private Site site;
    private Books books;

    Run(String what, Site.Shape shape, List<Asked> load, Plan plan) {
        this.what = what;
        this.shape = shape;
        this.load = load;
        this.plan = plan;
    }

    Tally in(Path folder, long seed) throws Exception {
        long began = System.nanoTime();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Site opened = new Site(folder, shape)) {
            site = opened;
            if (shape.outside()) {
                site.startBroker(Plan.passings(plan.broker(), 0));
            }
            for (int replica = 0; replica < shape.replicas(); replica++) {
                site.launch(replica, Plan.passings(plan.replicas().get(replica), 0));
            }
            try (Books kept = new Books(load, site.doubles().effects(), site.brokerPort());
                    Sender sender = new Sender(site.brokerPort(), load, sent -> sent < kept.answered() + AHEAD)) {
                books = kept;
                faults(threads).join();
                Reckoning.awaitEnd(what, books, sender);
                Tally tally = new Tally(load.size(), books.made(), plan.kills(), plan.broker().size(),
                        plan.cuts().size(), findings());
                System.out.printf("%s: %s%n    %s, ever UNKNOWN %d, %d s%n", what, tally.line(seed), books.ends(),
                        books.ever("UNKNOWN"), (System.nanoTime() - began) / 1_000_000_000);
                check(tally);
                return tally;
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Begins all faults of the plan; what is there is done when it has come through all of them. */
    private CompletableFuture<Void> faults(ExecutorService threads) {
        List<Callable<Void>> faults = new ArrayList<>();
        if (shape.outside()) {
            faults.add(() -> broker(plan.broker()));
        }
        for (int i = 0; i < shape.replicas(); i++) {
            int replica = i;
            faults.add(() -> replica(replica, plan.replicas().get(replica)));
        }
        faults.add(() -> cuts(plan.cuts()));
        return CompletableFuture.allOf(faults.stream().map(fault -> CompletableFuture.runAsync(() -> {
            try {
                fault.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }, threads)).toArray(CompletableFuture[]::new));
    }

    private Void broker(List<Event> events) throws Exception {
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (event.point() == null) {
                awaitMade(event.at());
                site.broker().kill();
            } else {
                site.broker().awaitOwnEnd(event.point());
            }
            Pause.millis(event.millis());
            site.startBroker(Plan.passings(events, i + 1));
        }
        return null;
    }

    private Void replica(int replica, List<Event> events) throws Exception {
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (event.point() != null) {
                site.awaitOwnEnd(replica, event.point());
            } else {
                if (!event.early()) {
                    site.awaitReady(replica);
                    awaitMade(event.at());
                }
                Pause.millis(event.millis());
                site.kill(replica);
            }
            site.launch(replica, Plan.passings(events, i + 1));
        }
        site.awaitReady(replica);
        return null;
    }

    private Void cuts(List<Event> events) {
        events.forEach(event -> {
            awaitMade(event.at());
            site.cut(event.kind(), event.millis());
        });
        return null;
    }

    private void awaitMade(int at) {
        await().atMost(LONGEST_WORK).pollInterval(Duration.ofMillis(5)).until(() -> books.made() >= at);
    }

    private List<Finding> findings() throws SQLException {
        try (Connection ledger = site.ledger()) {
            return Reckoning.findings(books, ledger);
        }
    }

    private void check(Tally tally) {
        assertThat(tally.findings().stream().limit(30)).as(what + ", " + tally.findings().size() + " findings")
                .isEmpty();
        assertThat(site.said("duplicate key")).isEmpty();
        assertThat(books.openWithoutCause()).as("open, though nothing was lost but by a fault")
                .isLessThanOrEqualTo((long) UNDER_WAY * (tally.kills() + tally.brokerRestarts() + tally.cuts()));
        if (shape.race() > 0) {
            assertThat(site.said("holds before the record")).as("steps were held").isNotEmpty();
            assertThat(site.said("holds within the record")).as("steps were held").isNotEmpty();
        }
    }
}
