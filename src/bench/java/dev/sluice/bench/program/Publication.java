package dev.sluice.bench.program;

import java.util.Optional;

/** What goes out in the transaction that takes the step's message away; a step may have nothing to say. */
public record Publication(Optional<Recorded> result, Optional<Poll> poll) {

    public static final Publication NOTHING = new Publication(Optional.empty(), Optional.empty());

    /** A result, and the question that follows one that is not final. */
    public static Publication of(Recorded result, String metadata) {
        return new Publication(Optional.of(result), result.isFinal() ? Optional.empty()
                : Optional.of(new Poll(result.requestId(), result.nextStep(), result.reference(), metadata)));
    }
}
