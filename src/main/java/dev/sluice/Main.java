package dev.sluice;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts Sluice in the folder that holds {@code routes/} and {@code config/}. */
@QuarkusMain
public final class Main {

    private Main() {
    }

    public static void main(String... arguments) {
        Quarkus.run(arguments);
    }
}
