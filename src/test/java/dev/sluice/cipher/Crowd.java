package dev.sluice.cipher;

import static dev.sluice.given.Patience.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Many that ask for the same at once: whoever is let do the work holds until all the others wait for it. */
final class Crowd {
    private static final int SIZE = 100;

    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch working = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    final AtomicInteger works = new AtomicInteger();

    <T> T work(Callable<T> result) throws Exception {
        works.incrementAndGet();
        working.countDown();
        release.await();
        return result.call();
    }

    <T> List<Future<T>> ask(Callable<T> question) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(SIZE, run -> {
            Thread thread = new Thread(run);
            threads.add(thread);
            return thread;
        });
        try {
            List<Future<T>> answers = new ArrayList<>();
            for (int i = 0; i < SIZE; i++) {
                answers.add(pool.submit(question));
            }
            working.await();
            await().until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
            release.countDown();
            return answers;
        } finally {
            pool.shutdown();
        }
    }
}
