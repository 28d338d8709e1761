package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.json.Json;
import dev.sluice.ledger.Change;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Key;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Status;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Only the provider or a person ends an unknown: whatever the outcome of a step and whatever the time. What only a
 * person can decide is never called a second time, so nothing answers a repetition there.
 */
class UnknownEndsTest {

    private static final Providers PROVIDERS = GivenProviders.shipped(Map.of());
    /** The provider's own word about the order. */
    private static final Set<Kind> SAYS_SO = EnumSet.of(Kind.COMPLETED, Kind.FAILED);
    private static final long DECADE = 10L * 365 * 24 * 3_600_000;

    @ParameterizedTest
    @CsvSource({"hambit,fiat-to-crypto", "messagehub,send", "messagehub,verify"})
    void noPathLeadsFromUnknownToAnEndButByAnOutcomeThatSaysSo(String provider, String operation) {
        for (Kind kind : Kind.values()) {
            for (long later : new long[]{0, 60_000, DECADE}) {
                for (boolean asking : operation.equals("send") ? new boolean[]{true} : new boolean[]{true, false}) {
                    for (boolean chained : new boolean[]{true, false}) {
                        Change change = new Decision(step(provider, operation, asking, chained), later)
                                .of(outcome(kind));
                        boolean ends = change.status() != null && change.status().isFinal();
                        assertThat(ends && !SAYS_SO.contains(kind))
                                .as("%s of %s ends as %s after %d ms, asking %s", kind, operation,
                                        change.status(), later, asking)
                                .isFalse();
                    }
                }
            }
        }
    }

    private static Step step(String name, String operation, boolean asking, boolean chained) {
        Provider provider = PROVIDERS.get(name);
        Entry entry = new Entry(new Key(provider.family(), "r-1"), "r-1", name, "default", operation, "hash",
                Json.object(),
                Json.object(), "s", 1, Status.UNKNOWN, 1, null, null, 0L, 5, 0L, false, Set.of(), 0, 0);
        return new Step("s", !asking, 1, asking ? 0 : 1, asking, chained, entry, provider,
                provider.operations().get(operation), Json.object(), "{}");
    }

    private static Outcome outcome(Kind kind) {
        return new Outcome(kind, null, null, null, new Outcome.Failure(Category.AUTHENTICATION, null, "simulated"),
                null);
    }
}
