package dev.sluice.start;

import io.quarkus.runtime.Quarkus;

/** Starts Sluice, and tells in Sluice's words why it does not start. */
public final class Main {

    private Main() {
    }

    public static void main(String... arguments) {
        Quarkus.run(null, Main::end, arguments);
    }

    private static void end(int code, Throwable failure) {
        if (failure != null) {
            StartFailure.tell(failure);
        }
        System.exit(code);
    }
}
