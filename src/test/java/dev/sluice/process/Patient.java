package dev.sluice.process;

import java.util.ArrayList;
import java.util.List;

/** A command that waits for its answer longer than a person would, as a busy machine may have it. */
final class Patient {

    private Patient() {
    }

    /** What a person wants done is asked for with a reason; every such command may be told how long to wait. */
    static String[] of(String... arguments) {
        List<String> patient = new ArrayList<>(List.of(arguments));
        if (patient.contains("--why") && !patient.contains("--wait")) {
            patient.addAll(List.of("--wait", "1m"));
        }
        return patient.toArray(String[]::new);
    }
}
