package dev.sluice.bench.program;

import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What libraries may write. */
public final class Warnings {

    // Kept, so that its level stays.
    private static final Logger ROOT = Logger.getLogger("");

    private Warnings() {
    }

    /**
     * Nothing but warnings. Quarkus stands on the class path, and has every level be logged until it starts, which here
     * it never does: client and broker would make a text of every packet, the driver of every statement.
     */
    public static void only() {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        ROOT.addHandler(new ConsoleHandler());
        ROOT.setLevel(Level.WARNING);
    }
}
