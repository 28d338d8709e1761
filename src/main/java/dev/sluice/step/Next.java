package dev.sluice.step;

import dev.sluice.outcome.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a step does next. */
public sealed interface Next {

    /**
     * The provider is called, and what comes of it is {@linkplain Steps#record recorded}.
     *
     * @param name an operation, or a call, of the provider's file
     */
    record Call(Step step, String name) implements Next {
    }

    /**
     * Nobody is called, or nobody any more; the letters leave with the step's message.
     *
     * @param counts what counts of the answer to the call, where one was recorded
     */
    record Publish(List<Letter> letters, @Nullable Outcome counts) implements Next {

        public static Publish of(List<Letter> letters) {
            return new Publish(letters, null);
        }
    }

    /** Nothing was done: the message goes back to its queue, and waits where it waited before. */
    record Back() implements Next {
    }
}
