package dev.sluice.process;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.byteman.agent.Main;

/**
 * The moments of a step, and of a start, at which a process ends by the rules in {@code points.btm}, which Byteman
 * weaves into it as it starts. The product has no hooks for them. {@code Runtime.halt} stands for kill -9 there: no
 * hook runs, nothing is flushed, nobody is told.
 */
enum Point {
    /** The ledger has the claim; nothing was called. */
    CLAIMED,
    /** The provider has answered; the ledger knows nothing of it. */
    CALLED,
    /** The ledger has a result, or an end; nothing was sent. */
    RECORDED, ENDED,
    /** The ledger has what a webhook brought about; nothing was sent. */
    NOTIFIED,
    /** Results and follow-ups are sent; nothing is committed. */
    SENT,
    /** The broker commits: before and after the record of it is in its journal. */
    COMMITTING, COMMITTED,
    /** The ledger has an id; the broker is not marked with it yet. */
    MARKING,
    /** The broker has lost its mark to a ledger that may have it; it has no other yet. */
    UNMARKED;

    static final List<Point> OF_BROKER = List.of(COMMITTING, COMMITTED);
    /** All of a step, those of the broker among them. */
    static final List<Point> OF_STEP = List.of(CLAIMED, CALLED, RECORDED, ENDED, NOTIFIED, SENT, COMMITTING, COMMITTED);

    /** What a process that was ended by a rule exits with. */
    static final int EXIT_CODE = 255;

    /**
     * Arguments of a JVM with these rules at work.
     *
     * @param passings how often each point is passed until the process ends there
     * @param race     up to how many milliseconds a step holds between reading and writing the ledger; 0 for none
     */
    static List<String> arguments(Map<Point, Integer> passings, int race) {
        if (passings.isEmpty() && race == 0) {
            return List.of();
        }
        List<String> arguments = new ArrayList<>(woven());
        passings.forEach((point, passing) -> arguments.add("-Dend." + point.name().toLowerCase() + "=" + passing));
        arguments.add("-Drace=" + race);
        return arguments;
    }

    /** Arguments of a JVM with the rules in it, none of which does anything by itself. */
    static List<String> woven() {
        try {
            String agent = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
            String rules = Path.of(Point.class.getResource("/points.btm").toURI()).toString();
            return List.of("-javaagent:" + agent + "=script:" + rules + ",boot:" + agent);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
