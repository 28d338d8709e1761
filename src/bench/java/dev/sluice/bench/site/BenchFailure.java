package dev.sluice.bench.site;

/** Why a run does not count, in words for the person who started it. */
public final class BenchFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BenchFailure(String message) {
        super(message);
    }

    public BenchFailure(String message, Throwable cause) {
        super(message + ": " + cause, cause);
    }
}
