package dev.sluice.process;

import dev.sluice.process.Finding.Flaw;
import java.util.List;

/** What a run, or all of them, came to. */
record Tally(int asked, int made, int kills, int brokerRestarts, int cuts, List<Finding> findings) {

    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, List.of());

    Tally plus(Tally other) {
        return new Tally(asked + other.asked, made + other.made, kills + other.kills,
                brokerRestarts + other.brokerRestarts, cuts + other.cuts,
                java.util.stream.Stream.concat(findings.stream(), other.findings.stream()).toList());
    }

    String line(long seed) {
        return String.format("asked %d, made %d, kills %d, broker restarts %d, cuts %d: lost %d, doubled %d, wrong"
                + " %d, gaps %d,"
                + " unanswered %d, seed %d", asked, made, kills, brokerRestarts, cuts, count(Flaw.LOST),
                count(Flaw.DOUBLED), count(Flaw.WRONG), count(Flaw.GAP), count(Flaw.UNANSWERED), seed);
    }

    private long count(Flaw flaw) {
        return findings.stream().filter(one -> one.flaw() == flaw).count();
    }
}
