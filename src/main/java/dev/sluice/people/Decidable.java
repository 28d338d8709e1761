package dev.sluice.people;

import dev.sluice.ledger.Entry;
import dev.sluice.step.Steps;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Says why a person can do nothing about a request. */
@Singleton
class Decidable {

    private final Steps steps;

    Decidable(Steps steps) {
        this.steps = steps;
    }

    /** Why the provider is not asked about it, where it is not. */
    @Nullable
    String unaskable(String step, Entry entry) {
        if (entry.isFinal()) {
            return ended(entry);
        }
        if (!steps.isServed(entry)) {
            return unserved(entry);
        }
        return steps.askNow(step, entry).isPresent() ? null
                : "the provider cannot be asked about it; look there, then resolve it";
    }

    /** Why it was not ended. */
    String undecided(Entry entry) {
        return entry.isFinal() || steps.isServed(entry) ? undecidable(entry) : unserved(entry);
    }

    private static String unserved(Entry entry) {
        return "config/providers has no file of " + entry.provider()
                + " any more, so nobody asks what became of it: put"
                + " the file back, with enabled: false, so that it ends";
    }

    private static String undecidable(Entry entry) {
        return entry.isFinal() ? ended(entry)
                : entry.status() == null ? "it is under way; only what was not heard of for ten minutes can be resolved"
                        : "it is " + entry.status()
                                + ": the provider is being asked; only what is UNKNOWN or UNRESOLVED"
                                + " can be resolved";
    }

    private static String ended(Entry entry) {
        return "it ended as " + entry.status() + " already";
    }
}
