package dev.sluice.cli.check;

import dev.sluice.cli.Terminal;
import dev.sluice.cli.check.Finding.Level;
import dev.sluice.config.Mistake;
import dev.sluice.text.Shown;
import java.util.ArrayList;
import java.util.List;

/** A line for each, as the start tells it, and how many there are. */
record TextReport(Terminal terminal) implements Report {

    @Override
    public List<String> lines(List<Finding> findings) {
        List<String> lines = new ArrayList<>();
        findings.stream().filter(finding -> finding.level() != Level.ACCEPTED).map(this::line).forEach(lines::add);
        String colour = Finding.count(findings, Level.MISTAKE) == 0 ? Terminal.GREEN : Terminal.RED;
        lines.add(terminal.paint(colour, Finding.summary(findings)));
        return lines;
    }

    private String line(Finding finding) {
        Mistake mistake = finding.mistake();
        return (finding.level() == Level.NOTE ? terminal.paint(Terminal.YELLOW, "note:") + " " : "")
                + part(Terminal.CYAN, mistake.place()) + part(Terminal.BOLD, mistake.key())
                + Shown.line(mistake.reason()) + terminal.paint(Terminal.DIM, " [" + mistake.rule().id() + "]");
    }

    private String part(String style, String text) {
        return text.isEmpty() ? "" : terminal.paint(style, Shown.line(text)) + ": ";
    }
}
