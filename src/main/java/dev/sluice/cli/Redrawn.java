package dev.sluice.cli;

import java.io.PrintStream;
import java.util.List;

/** Lines of a terminal that are drawn over and over in their place. */
public final class Redrawn {

    // Lines are cut by us; without wrapping a terminal made narrower meanwhile still has one line a row.
    private static final String NO_WRAP = "\033[?7l";
    private static final String WRAP = "\033[?7h";
    private static final String HIDE_CURSOR = "\033[?25l";
    private static final String SHOW_CURSOR = "\033[?25h";
    private static final String CLEAR_TO_END = "\033[0J";
    private static final String CLEAR_LINE = "\033[K";

    private final PrintStream out;
    private int drawn;
    private boolean closed;

    public Redrawn(PrintStream out) {
        this.out = out;
        out.print(HIDE_CURSOR + NO_WRAP);
    }

    public synchronized void draw(List<String> lines) {
        if (closed) {
            return;
        }
        StringBuilder screen = new StringBuilder(top());
        lines.forEach(line -> screen.append(line).append(CLEAR_LINE).append('\n'));
        out.print(screen.append(CLEAR_TO_END));
        out.flush();
        drawn = lines.size();
    }

    /**
     * A line that stays, below which the next ones are drawn.
     *
     * @param over whether it takes the place of what is drawn
     */
    public synchronized void say(String line, boolean over) {
        if (!closed) {
            out.println((over ? top() + CLEAR_TO_END : "") + WRAP + line + NO_WRAP);
            drawn = 0;
        }
    }

    /** Leaves the terminal as it was, but for what is drawn. */
    public synchronized void close() {
        if (!closed) {
            closed = true;
            out.print(WRAP + SHOW_CURSOR);
            out.flush();
        }
    }

    private String top() {
        return drawn > 0 ? "\033[" + drawn + "A\r" : "\r";
    }
}
