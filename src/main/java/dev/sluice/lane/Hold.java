package dev.sluice.lane;

import dev.sluice.outcome.Category;
import org.jspecify.annotations.Nullable;

/**
 * What of an account's work is held back, and by what the provider answered.
 *
 * @param ofOthers whether another replica found that out
 */
record Hold(Part part, @Nullable Category why, boolean ofOthers) {

    enum Part {
        CREDENTIALS("its work is held back"), CALLS("calls are held back"), SUBMISSIONS("submissions are held back");

        private final String text;

        Part(String text) {
            this.text = text;
        }
    }

    /** As an operator is told of it. */
    String told() {
        return part.text + " (" + why + ")";
    }
}
