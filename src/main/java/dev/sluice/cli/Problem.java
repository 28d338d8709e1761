package dev.sluice.cli;

import org.jspecify.annotations.Nullable;

/**
 * What a person at the terminal got wrong or has to mend: one line that says what, where and how to mend it, shown
 * without a stack trace.
 */
public final class Problem extends RuntimeException {

    /** The exit code of a command that could not do what was asked. */
    public static final int FAILED = 1;
    /** The exit code of a command line that is wrong. */
    public static final int USAGE = 2;

    private final int exitCode;

    private Problem(int exitCode, String line, @Nullable Throwable cause) {
        super(line, cause);
        this.exitCode = exitCode;
    }

    public static Problem failed(String line) {
        return new Problem(FAILED, line, null);
    }

    public static Problem failed(String line, Throwable cause) {
        return new Problem(FAILED, line, cause);
    }

    public static Problem usage(String line) {
        return new Problem(USAGE, line, null);
    }

    /** Of a command whose other exit codes say something else. */
    public static Problem of(int exitCode, String line) {
        return new Problem(exitCode, line, null);
    }

    public int exitCode() {
        return exitCode;
    }
}
