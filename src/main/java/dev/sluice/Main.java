package dev.sluice;

import dev.sluice.config.StartFailure;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.apache.camel.quarkus.main.CamelMainApplication;

/** Starts Sluice in the folder that holds {@code routes/} and {@code config/}. */
@QuarkusMain
public final class Main {

    private Main() {
    }

    public static void main(String... arguments) {
        Quarkus.run(CamelMainApplication.class, (code, failure) -> {
            if (failure != null) {
                StartFailure.print(failure);
            }
            System.exit(code);
        }, arguments);
    }
}
