package dev.sluice.cli.tests;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Terminal;
import dev.sluice.config.Mistake;
import dev.sluice.json.Json;
import dev.sluice.text.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What came of all tests, for people and for programs. */
final class Report {

    private final List<Path> files = new ArrayList<>();
    private final List<TestResult> results = new ArrayList<>();
    private final List<Mistake> mistakes = new ArrayList<>();
    private final List<Mistake> notes = new ArrayList<>();

    void file(Path file) {
        files.add(file.toAbsolutePath().normalize());
    }

    void result(TestResult result) {
        results.add(result);
    }

    /** A file of which no test is run. */
    void mistake(Mistake mistake) {
        mistakes.add(mistake);
    }

    void note(Mistake note) {
        notes.add(note);
    }

    /** Whether a path that was named holds a file of tests. */
    boolean knows(Path part) {
        return files.stream().anyMatch(file -> file.startsWith(part));
    }

    /** Whether no file of tests was found, and nothing can be said. */
    boolean isEmpty() {
        return files.isEmpty();
    }

    boolean passed() {
        return mistakes.isEmpty() && results.stream().allMatch(TestResult::passed);
    }

    String text(Terminal terminal) {
        StringBuilder text = new StringBuilder();
        mistakes.forEach(mistake -> line(text, mistake.toString()));
        for (TestResult result : results) {
            if (!result.passed()) {
                line(text, terminal.paint(Terminal.BOLD, Shown.line("failed: " + result.provider() + ": "
                        + result.name())));
                result.differences()
                        .forEach(each -> line(text, "  " + Shown.whole(place(each) + ": " + each.reason())));
            }
        }
        notes.forEach(note -> line(text, Shown.line("note: " + note)));
        long failed = results.stream().filter(result -> !result.passed()).count();
        line(text, results.size() + (results.size() == 1 ? " test, " : " tests, ") + failed + " failed"
                + (mistakes.isEmpty() ? ""
                        : ", " + mistakes.size() + (mistakes.size() == 1 ? " mistake" : " mistakes")));
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append(System.lineSeparator());
    }

    private static String place(Mistake difference) {
        return difference.file() + ":" + difference.line() + ":" + difference.column();
    }

    String json() {
        ObjectNode report = Json.object().put("tests", results.size())
                .put("failed", results.stream().filter(result -> !result.passed()).count());
        ArrayNode all = report.putArray("results");
        for (TestResult result : results) {
            ObjectNode one = all.addObject().put("provider", result.provider()).put("name", result.name())
                    .put("file", result.place().file()).put("line", result.place().line())
                    .put("passed", result.passed());
            ArrayNode differences = one.putArray("differences");
            result.differences().forEach(each -> put(differences, each));
        }
        ArrayNode wrong = report.putArray("mistakes");
        mistakes.forEach(each -> put(wrong, each));
        ArrayNode told = report.putArray("notes");
        notes.forEach(each -> put(told, each));
        return Json.write(report) + System.lineSeparator();
    }

    private static void put(ArrayNode list, Mistake mistake) {
        list.addObject().put("file", mistake.file()).put("line", mistake.line()).put("column", mistake.column())
                .put("key", mistake.key()).put("reason", mistake.reason());
    }
}
