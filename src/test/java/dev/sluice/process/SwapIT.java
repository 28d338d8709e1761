package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.ledger.PlanMark;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import dev.sluice.start.PlanFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change under load are taken between two messages, and what is wrong with some costs no message. */
class SwapIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String HAMBIT = "config/providers/hambit.yaml";
    private static final int SWAPS = Integer.getInteger("swaps", 20);
    private static final int ORDERS = Integer.getInteger("swap.orders", 2500);
    private static final int A_SECOND = Integer.getInteger("swap.rate", 100);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    private Path folder;
    private final SandboxServer doubles = SandboxServer.start(0,
            SandboxSettings.defaults().withOrderDuration(Duration.ofMillis(500)));
    private int failures = 31;

    @Test
    void swapsUnderLoadLoseAndDoubleNothing() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        List<Asked> load = Asked.calm(new Random(5), ORDERS * 9 / 10, ORDERS / 10);
        Workplace place = new Workplace(folder);
        List<PlanMark> ran = new ArrayList<>(List.of(PlanFiles.mark(folder)));
        try (doubles;
                SluiceProcess sluice = SluiceProcess.start(place, settings(ports));
                Books books = new Books(load, doubles.effects(), ports.get(0));
                Sender sender = new Sender(ports.get(0), load, paced())) {
            await().atMost(LONGEST).until(() -> books.answered() > A_SECOND);
            for (int swap = 1; swap <= SWAPS; swap++) {
                long began = System.nanoTime();
                if (swap % 5 == 0) {
                    breakAndMend(place, ports.get(1), ran.get(ran.size() - 1));
                } else {
                    ran.add(taken(place, ports.get(1)));
                }
                System.out.printf("SwapIT: swap %d took %d ms, %d of %d answered%n", swap,
                        (System.nanoTime() - began) / 1_000_000, books.answered(), load.size());
            }
            await().atMost(Duration.ofMinutes(3)).until(() -> sender.done() && books.allSettled());
            System.out.println("SwapIT: " + books.ends() + ", at the doubles " + doubles.effects().counts());
            assertThat(books.findings()).isEmpty();
            assertThat(books.ever("UNKNOWN")).as("calls end before a swap").isZero();
            assertThat(sluice.said("\tat ")).isEmpty();
            assertThat(sluice.said("ERROR")).isEmpty();
        }
    }

    /** A change that can be taken. */
    private PlanMark taken(Workplace place, int port) throws IOException {
        place.edit(HAMBIT, "failures: " + (failures == 31 ? 30 : failures), "failures: " + ++failures);
        PlanMark wanted = want(place);
        await().atMost(LONGEST).until(() -> plan(port).contains("\"running\": \"" + wanted.text()));
        return wanted;
    }

    private void breakAndMend(Workplace place, int port, PlanMark running) throws IOException {
        place.edit(HAMBIT, "max-delay: 5m", "max-delay: soon");
        PlanMark wanted = want(place);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> plan(port).contains("\"refused\": \"" + wanted.text())
                        && plan(port).contains("max-delay"));
        assertThat(plan(port)).contains("\"running\": \"" + running.text());
        place.edit(HAMBIT, "max-delay: soon", "max-delay: 5m");
    }

    /** All files are written by now. */
    private static PlanMark want(Workplace place) throws IOException {
        PlanMark mark = PlanFiles.mark(place.folder());
        Files.writeString(place.file("config/plan.mark"), mark.text());
        return mark;
    }

    /** What health tells of the plan. */
    private static String plan(int port) throws IOException {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready")).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static java.util.function.IntPredicate paced() {
        long began = System.nanoTime();
        return sent -> sent < (System.nanoTime() - began) * A_SECOND / 1_000_000_000;
    }

    private Map<String, String> settings(List<Integer> ports) {
        return Settings.at(doubles).embedded(ports.get(0)).http(ports.get(1)).set("sluice.plan.watch", "true")
                .set("sluice.providers.hambit.limits.rate", "200").environment();
    }
}
