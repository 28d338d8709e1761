package dev.sluice.cli.check;

import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import java.util.ArrayList;
import java.util.List;

/**
 * What a check found, and how grave it is.
 *
 * @param why the reason that somebody gave for accepting it, else empty
 */
record Finding(Level level, Mistake mistake, String why) {

    enum Level {
        MISTAKE, NOTE, ACCEPTED
    }

    /** The mistakes, then the rest, each in the order of files and lines. */
    static List<Finding> all(Mistakes mistakes) {
        List<Finding> all = new ArrayList<>();
        mistakes.all().forEach(mistake -> all.add(new Finding(Level.MISTAKE, mistake, "")));
        mistakes.notes().forEach(note -> all.add(new Finding(Level.NOTE, note, "")));
        mistakes.accepted().forEach(one -> all.add(new Finding(Level.ACCEPTED, one.note(), one.why())));
        return all;
    }

    static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    /** As a person reads how many mistakes there are. */
    static String summary(List<Finding> findings) {
        long count = count(findings, Level.MISTAKE);
        return count == 0 ? "No mistakes." : count == 1 ? "1 mistake." : count + " mistakes.";
    }
}
