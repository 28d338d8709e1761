package dev.sluice.cli.doctor;

import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Terminal;
import dev.sluice.text.Shown;

/** Tells what was looked at, a line each as soon as it is known, and whether anything is wrong. */
final class Diagnosis {

    private final Surroundings surroundings;
    private int warnings;
    private int wrongs;

    Diagnosis(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    void ok(String what, String told) {
        line("ok", Terminal.GREEN, what, told);
    }

    /** @param told what it is and what to do; nothing stands still yet, or nobody can say */
    void warn(String what, String told) {
        warnings++;
        line("warn", Terminal.YELLOW, what, told);
    }

    /** @param told what it is and what to do */
    void wrong(String what, String told) {
        wrongs++;
        line("wrong", Terminal.RED, what, told);
    }

    boolean isWell() {
        return wrongs == 0;
    }

    String verdict() {
        return wrongs + " wrong, " + warnings + (warnings == 1 ? " warning" : " warnings") + ".";
    }

    private void line(String standing, String style, String what, String told) {
        surroundings.out().println(surroundings.terminal().paint(style, String.format("%-6s", standing))
                + Shown.line(String.format("%-22s ", what) + told));
    }
}
