package dev.sluice.bench.site;

import dev.sluice.bench.baseline.BaselineProgram;
import dev.sluice.bench.camel.CamelProgram;
import dev.sluice.bench.program.ProgramSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What is measured. The first is what the others are held against. */
public enum Contestant {

    BASELINE("hand-written"), SLUICE("Sluice"), CAMEL("plain Camel");

    private static final String HEAP = "-Xmx512m";

    private final String shown;

    Contestant(String shown) {
        this.shown = shown;
    }

    /** As people read it. */
    public String shown() {
        return shown;
    }

    /** As it is typed. */
    public String typed() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Starts it and returns at once. */
    Running start(Site site, Ledger.Fresh ledger, Path data) throws IOException {
        if (this == SLUICE) {
            return SluiceStart.start(site, ledger, data, HEAP);
        }
        ProgramSettings settings = new ProgramSettings(site.broker().url(), site.provider().url(),
                ProviderProgram.ACCESS_KEY, ProviderProgram.SECRET_KEY, ledger.jdbc(), ledger.user(), "unsaid",
                ledger.connections(), site.consumers(), site.pollDelay().toMillis());
        long began = System.nanoTime();
        Child child = Child.program(typed(), data, HEAP,
                this == BASELINE ? BaselineProgram.class : CamelProgram.class, List.of(), settings.environment(),
                ProgramSettings.READY);
        return new Running(child, child.said().thenApply(line -> System.nanoTime() - began));
    }
}
