package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Mistakes;
import dev.sluice.outcome.UnlistedWords;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Lanes;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders of a provider whose file is gone, as after a restart without it. */
class UnservedTest extends OneOrder {

    @TempDir
    private Path empty;

    @Test
    void theyAreNotAskedAboutWhereNoFlowReads() throws Exception {
        record(submit(request("s", null)), accepted());
        assertThat(steps.isServed(entry())).isTrue();
        assertThat(steps.askAgain("sweep", entry()).orElseThrow().queue()).isEqualTo("sluice.polls.hambit");

        Providers none = new Providers(empty, GivenProviders.config(Map.of()), Map.of(), new Mistakes());
        Letters written = new Letters((queue, tenant) -> true, new Lanes(none), clock);
        Steps without = new Steps(ledger, none, written, new GivenAside(aside::add), new LastWords(ledger, written),
                new UnlistedWords(metrics), new Statuses(none, metrics), clock, Optional.empty());
        assertThat(without.isServed(entry())).isFalse();
        assertThat(without.askAgain("sweep", entry())).isEmpty();
        assertThat(without.askNow("person", entry())).isEmpty();
    }
}
