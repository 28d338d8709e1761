package dev.sluice.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Some equal Sluices under load, killed in turn at random moments and started again on what they left behind. */
final class Killer implements AutoCloseable {

    private static final Duration LONGEST_WORK = Duration.ofMinutes(10);

    private final Random random;
    private final Workplace place;
    private final List<Map<String, String>> settings;
    private final List<SluiceProcess> running = new ArrayList<>();
    private final List<SluiceProcess> ended = new ArrayList<>();
    private int kills;

    Killer(Random random, Workplace place, List<Settings> replicas) throws IOException {
        this.random = random;
        this.place = place;
        this.settings = replicas.stream().map(Settings::environment).toList();
        for (Map<String, String> replica : settings) {
            running.add(SluiceProcess.launch(place, replica));
        }
        running.forEach(SluiceProcess::awaitReady);
    }

    /** Kills so often, spread over the work at random, and returns when all is running again. */
    void kill(int times, Books books, int work) throws IOException {
        for (int i = 0; i < times; i++) {
            int at = work * i / times + random.nextInt(work / times);
            await().atMost(LONGEST_WORK).pollInterval(Duration.ofMillis(5)).until(() -> books.done() >= at);
            Pause.millis(random.nextInt(150));
            int victim = kills % running.size();
            running.get(victim).kill();
            ended.add(running.get(victim));
            kills++;
            running.set(victim, SluiceProcess.start(place, settings.get(victim)));
        }
    }

    int kills() {
        return kills;
    }

    /** Lines of what all of them wrote, the killed ones too, that hold the text. */
    List<String> said(String text) {
        return Stream.concat(ended.stream(), running.stream()).flatMap(one -> one.output().stream())
                .filter(line -> line.contains(text)).toList();
    }

    @Override
    public void close() {
        running.forEach(SluiceProcess::close);
    }
}
