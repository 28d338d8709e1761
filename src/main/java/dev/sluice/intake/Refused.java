package dev.sluice.intake;

import dev.sluice.outcome.Category;
import dev.sluice.outcome.Outcome.Failure;

/** A request is refused at the door. The text names field and rule, never a value. */
public final class Refused extends Exception {

    private final Failure failure;

    Refused(Category category, String text) {
        super(text, null, false, false);
        this.failure = new Failure(category, null, text);
    }

    public Failure failure() {
        return failure;
    }
}
