package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.ledger.PlanMark;
import dev.sluice.sandbox.Sandbox;
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
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change under load are taken between two messages, and what is wrong with some costs no message. */
class SwapIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String HAMBIT = "config/providers/hambit.yaml";
    private static final int KILLS = 3;
    private static final int SWAPS = Integer.getInteger("swaps", 6);
    private static final int ORDERS = Integer.getInteger("swap.orders", 600);
    private static final int A_SECOND = Integer.getInteger("swap.rate", 50);
    /** A swap for which something is in hand too long is tried again after a minute. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    @TempDir
    private Path folder;
    private final SandboxServer doubles = doubles(Duration.ofMillis(500));
    private int failures = 30;

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
                    breakAndMend(place, ports.get(1), ran.get(ran.size() - 1), "max-delay",
                            new Edit(HAMBIT, "max-delay: 5m", "max-delay: soon"));
                } else {
                    ran.add(taken(place, ports.get(1)));
                }
                System.out.printf("SwapIT: swap %d took %d ms, %d of %d answered%n", swap,
                        (System.nanoTime() - began) / 1_000_000, books.answered(), load.size());
            }
            books.awaitSettled(LONGEST);
            System.out.println("SwapIT: " + books.ends() + ", at the doubles " + doubles.effects().counts());
            assertThat(books.findings()).isEmpty();
            assertThat(books.ever("UNKNOWN")).as("calls end before a swap").isZero();
            assertThat(sluice.said("ERROR")).isEmpty();
        }
    }

    @Test
    void aKillInTheMiddleOfASwapLosesAndDoublesNothing() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        Random random = new Random(7);
        List<Asked> load = Asked.calm(random, ORDERS / 10, 0);
        Workplace place = new Workplace(folder);
        // What a kill leaves claimed and not sent comes to people soon.
        Map<String, String> settings = all(ports, doubles).impatient("20s", "3s").environment();
        SluiceProcess sluice = SluiceProcess.start(place, settings);
        try (doubles;
                Books books = new Books(load, doubles.effects(), ports.get(0));
                Sender sender = new Sender(ports.get(0), load, paced())) {
            for (int kill = 1; kill <= KILLS; kill++) {
                int at = load.size() * kill / (KILLS + 2);
                await().atMost(LONGEST).until(() -> books.made() >= at);
                change(place);
                want(place);
                Pause.millis(500 + random.nextInt(2500));
                sluice.kill();
                sluice = SluiceProcess.start(place, settings);
                String mark = PlanFiles.mark(folder).text();
                await().atMost(LONGEST).until(() -> plan(ports.get(1)).contains("\"running\": \"" + mark));
            }
            books.awaitSettled(LONGEST);
            assertThat(books.findings()).isEmpty();
        } finally {
            sluice.close();
        }
    }

    @Test
    void anAccountWithOpenOrdersIsNotTakenAway() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        List<Asked> load = List.of(Asked.order("open-1").by("eu"), Asked.order("open-2").by("eu"));
        Workplace place = new Workplace(folder);
        StringBuilder account = new StringBuilder();
        Sandbox.credentials("hambit").forEach((name, value) -> account
                .append("sluice.providers.hambit.accounts.eu." + name + "=" + value + "\n"));
        Path file = place.file("config/application.properties");
        String without = Files.exists(file) ? Files.readString(file) : "";
        doubles.close();
        try (SandboxServer slow = doubles(Duration.ofHours(1));
                SluiceProcess sluice = SluiceProcess.start(place, settings(ports, slow));
                Books books = new Books(load, slow.effects(), ports.get(0))) {
            // An account that the start did not know.
            Files.writeString(file, without + "\n" + account);
            change(place);
            PlanMark with = want(place);
            await().atMost(LONGEST).until(() -> plan(ports.get(1)).contains("\"running\": \"" + with.text()));
            try (Sender sender = new Sender(ports.get(0), load, sent -> true)) {
                await().atMost(LONGEST).until(() -> sender.done() && books.ever("ACCEPTED") == load.size());
            }
            Files.writeString(file, without);
            change(place);
            PlanMark wanted = want(place);
            await().atMost(LONGEST).until(() -> plan(ports.get(1)).contains("2 orders of account eu are open"));
            assertThat(plan(ports.get(1))).contains("\"running\": \"" + with.text())
                    .contains("\"refused\": \"" + wanted.text());
            assertThat(sluice.ready()).isTrue();
        }
    }

    /** What is written in the place of what. */
    private record Edit(String file, String text, String instead) {
    }

    /** A change that can be taken. */
    private PlanMark taken(Workplace place, int port) throws IOException {
        change(place);
        PlanMark wanted = want(place);
        await().atMost(LONGEST).until(() -> plan(port).contains("\"running\": \"" + wanted.text()));
        return wanted;
    }

    private void change(Workplace place) throws IOException {
        place.edit(HAMBIT, "failures: " + failures, "failures: " + ++failures);
    }

    private static void breakAndMend(Workplace place, int port, PlanMark running, String why, Edit... edits)
            throws IOException {
        for (Edit edit : edits) {
            place.edit(edit.file, edit.text, edit.instead);
        }
        PlanMark wanted = want(place);
        await().atMost(LONGEST)
                .until(() -> plan(port).contains("\"refused\": \"" + wanted.text()) && plan(port).contains(why));
        assertThat(plan(port)).contains("\"running\": \"" + running.text());
        for (Edit edit : edits) {
            place.edit(edit.file, edit.instead, edit.text);
        }
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

    private static SandboxServer doubles(Duration orderDuration) {
        return SandboxServer.start(0, SandboxSettings.defaults().withOrderDuration(orderDuration));
    }

    private static IntPredicate paced() {
        long began = System.nanoTime();
        return sent -> sent < (System.nanoTime() - began) * A_SECOND / 1_000_000_000;
    }

    private Map<String, String> settings(List<Integer> ports) {
        return settings(ports, doubles);
    }

    private static Map<String, String> settings(List<Integer> ports, SandboxServer doubles) {
        return all(ports, doubles).environment();
    }

    private static Settings all(List<Integer> ports, SandboxServer doubles) {
        return Settings.at(doubles).embedded(ports.get(0)).http(ports.get(1)).set("sluice.plan.watch", "true")
                .set("sluice.providers.hambit.limits.rate", "200");
    }
}
