package dev.sluice.cli.check;

import dev.sluice.cli.Surroundings;
import dev.sluice.cli.check.Finding.Level;
import dev.sluice.config.Mistake;
import dev.sluice.text.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Workflow commands, which GitHub shows beside the lines of a change. */
record GithubReport(Surroundings surroundings) implements Report {

    @Override
    public List<String> lines(List<Finding> findings) {
        List<String> lines = new ArrayList<>();
        findings.stream().filter(finding -> finding.level() != Level.ACCEPTED).map(this::line)
                .forEach(lines::add);
        lines.add(Finding.summary(findings));
        return lines;
    }

    private String line(Finding finding) {
        Mistake mistake = finding.mistake();
        List<String> properties = new ArrayList<>();
        if (!mistake.file().isEmpty()) {
            properties.add("file=" + property(file(Path.of(mistake.file()))));
        }
        if (mistake.line() > 0) {
            properties.add("line=" + mistake.line());
        }
        if (mistake.column() > 0) {
            properties.add("col=" + mistake.column());
        }
        properties.add("title=" + property(mistake.rule().id()));
        return (finding.level() == Level.NOTE ? "::notice " : "::error ") + String.join(",", properties) + "::"
                + data(mistake.said());
    }

    /** GitHub knows a file by its place in the repository, of which Sluice's folder may be a part. */
    private String file(Path file) {
        String workspace = surroundings.environment().get("GITHUB_WORKSPACE");
        Path whole = surroundings.home().resolve(file).normalize();
        return (workspace != null && whole.startsWith(workspace) ? Path.of(workspace).relativize(whole) : file)
                .toString();
    }

    private static String data(String text) {
        return Shown.line(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
