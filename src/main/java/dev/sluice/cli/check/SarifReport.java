package dev.sluice.cli.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.TerminalJson;
import dev.sluice.cli.check.Finding.Level;
import dev.sluice.config.Mistake;
import dev.sluice.config.Rule;
import dev.sluice.config.RuleText;
import dev.sluice.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** OASIS SARIF 2.1.0, which code scanners and editors read. */
record SarifReport() implements Report {

    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    @Override
    public List<String> lines(List<Finding> findings) {
        ObjectNode log = Json.object().put("$schema", SCHEMA).put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "Sluice");
        ArrayNode rules = driver.putArray("rules");
        for (Rule rule : Rule.values()) {
            describe(rule, rules.addObject());
        }
        run.put("columnKind", "unicodeCodePoints");
        ArrayNode results = run.putArray("results");
        findings.forEach(finding -> result(finding, results.addObject()));
        return List.of(TerminalJson.line(log));
    }

    private static void describe(Rule rule, ObjectNode told) {
        RuleText text = RuleText.of(rule);
        told.put("id", rule.id());
        told.putObject("shortDescription").put("text", text.finds());
        told.putObject("fullDescription").put("text", text.finds() + " " + text.why());
        told.putObject("help").put("text", text.mend());
        told.putObject("defaultConfiguration").put("level", text.isNote() ? "note" : "error");
    }

    private static void result(Finding finding, ObjectNode told) {
        Mistake mistake = finding.mistake();
        told.put("ruleId", mistake.rule().id()).put("ruleIndex", mistake.rule().ordinal()).put("level",
                finding.level() == Level.MISTAKE ? "error" : "note");
        told.putObject("message").put("text", mistake.said());
        ArrayNode locations = told.putArray("locations");
        if (!mistake.file().isEmpty()) {
            ObjectNode place = locations.addObject().putObject("physicalLocation");
            place.putObject("artifactLocation").put("uri", uri(Path.of(mistake.file())));
            if (mistake.line() > 0) {
                place.putObject("region").put("startLine", mistake.line()).put("startColumn",
                        Math.max(1, mistake.column()));
            }
        }
        if (finding.level() == Level.ACCEPTED) {
            told.putArray("suppressions").addObject().put("kind", "inSource").put("justification", finding.why());
        }
    }

    private static String uri(Path file) {
        try {
            return file.isAbsolute() ? file.toUri().toString()
                    : new URI(null, null, file.toString(), null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
