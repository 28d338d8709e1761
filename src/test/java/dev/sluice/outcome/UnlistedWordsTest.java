package dev.sluice.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.flow.LogWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnlistedWordsTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final UnlistedWords words = new UnlistedWords(metrics);

    @Test
    void eachIsALineOnceAndCountedEachTime() {
        List<String> lines = said(() -> {
            for (int i = 0; i < 5; i++) {
                words.note("one", new Unlisted("status", "16"));
                words.note("two", new Unlisted("status", "16"));
                words.note("one", new Unlisted("code", "16"));
                words.note("one", null);
            }
        });
        assertThat(lines).hasSize(3).allMatch(line -> line.startsWith("WARN"))
                .anyMatch(line -> line.contains("one answers with status 16, which answers.statuses in"
                        + " config/providers/one.yaml does not list"))
                .anyMatch(line -> line.contains("two answers with status 16, which answers.statuses in"
                        + " config/providers/two.yaml does not list"))
                .anyMatch(line -> line.contains("one answers with code 16, which answers.codes in"
                        + " config/providers/one.yaml does not list"));
        assertThat(metrics.getMeters()).hasSize(3);
        assertThat(metrics.find("sluice.unlisted.words").tags("provider", "one", "what", "code")
                .counter().count()).isEqualTo(5);
    }

    @Test
    void aProviderThatMakesUpWordsFillsNeitherTheLogNorTheMetrics() {
        List<String> lines = said(() -> {
            for (int i = 0; i < 10 * UnlistedWords.MOST; i++) {
                words.note("one", new Unlisted("status", "s" + i));
            }
            words.note("two", new Unlisted("status", "s"));
        });
        assertThat(lines).hasSize(UnlistedWords.MOST + 2);
        assertThat(metrics.getMeters()).as("no word is a label").hasSize(2);
        assertThat(metrics.find("sluice.unlisted.words").counters().stream().mapToDouble(Counter::count).sum())
                .isEqualTo(10 * UnlistedWords.MOST + 1);
    }

    private static List<String> said(Runnable notes) {
        try (LogWatch log = LogWatch.begin()) {
            notes.run();
            return log.all().stream().filter(line -> line.contains(UnlistedWords.class.getName())).toList();
        }
    }
}
