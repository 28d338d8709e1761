package dev.sluice.bench.program;

/**
 * A result as the ledger holds it and the queue carries it.
 *
 * @param step      the one that made it, of the message that was consumed
 * @param reference the provider's
 * @param body      JSON
 */
public record Recorded(String requestId, int sequence, String status, String step, String reference, String body) {

    public static final String ACCEPTED = "ACCEPTED";

    public boolean isFinal() {
        return !status.equals(ACCEPTED);
    }

    /** The step of the question that follows it. */
    public String nextStep() {
        return step + ":poll";
    }
}
