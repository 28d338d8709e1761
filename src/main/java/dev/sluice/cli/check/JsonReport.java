package dev.sluice.cli.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.TerminalJson;
import dev.sluice.cli.check.Finding.Level;
import dev.sluice.config.Mistake;
import dev.sluice.json.Json;
import java.util.List;
import java.util.Locale;

/** One JSON document on one line; what is not known of a finding is not there. */
record JsonReport() implements Report {

    @Override
    public List<String> lines(List<Finding> findings) {
        ObjectNode report = Json.object();
        for (Level level : Level.values()) {
            report.put(level == Level.ACCEPTED ? "accepted" : name(level) + "s", Finding.count(findings, level));
        }
        ArrayNode all = report.putArray("findings");
        findings.forEach(finding -> describe(finding, all.addObject()));
        return List.of(TerminalJson.line(report));
    }

    private static void describe(Finding finding, ObjectNode told) {
        Mistake mistake = finding.mistake();
        told.put("level", name(finding.level())).put("rule", mistake.rule().id());
        if (!mistake.file().isEmpty()) {
            told.put("file", mistake.file());
        }
        if (mistake.line() > 0) {
            told.put("line", mistake.line());
        }
        if (mistake.column() > 0) {
            told.put("column", mistake.column());
        }
        if (!mistake.key().isEmpty()) {
            told.put("key", mistake.key());
        }
        told.put("reason", mistake.reason());
        if (!finding.why().isEmpty()) {
            told.put("accepted", finding.why());
        }
    }

    private static String name(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
