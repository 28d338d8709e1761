package dev.sluice.cli.check;

import dev.sluice.cli.DisplayText;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Terminal;
import dev.sluice.config.Rule;
import dev.sluice.config.RuleText;
import dev.sluice.text.Nearest;
import java.io.PrintStream;
import java.util.Arrays;

/** Lists and explains what the check looks for. */
final class RulesShown {

    private static final int INDENT = 24;

    private final PrintStream out;
    private final Terminal terminal;

    RulesShown(Surroundings surroundings) {
        this.out = surroundings.out();
        this.terminal = surroundings.terminal();
    }

    void list() {
        for (Rule rule : Rule.values()) {
            String id = rule.id();
            boolean first = true;
            for (String line : DisplayText.wrap(RuleText.of(rule).finds(), terminal.width() - INDENT - 1)) {
                out.println(first ? terminal.paint(Terminal.BOLD, id) + " ".repeat(INDENT - id.length()) + line
                        : " ".repeat(INDENT) + line);
                first = false;
            }
        }
    }

    void explain(String id) {
        Rule rule = Rule.of(id).orElseThrow(() -> Problem.usage("there is no rule " + id + "; ./sluice check --rules"
                + " lists them" + Nearest.hint(id, Arrays.stream(Rule.values()).map(Rule::id).toList())));
        RuleText text = RuleText.of(rule);
        out.println(terminal.paint(Terminal.BOLD, id));
        paragraph("Finds: " + text.finds());
        paragraph("Why: " + text.why());
        paragraph("Mend: " + text.mend());
        paragraph((text.isNote() ? "It stops nothing" : "It stops what finds it")
                + (text.isAcceptable() ? "; a comment accepts it: # sluice: accept " + id + ": REASON"
                        : ", and cannot be accepted."));
    }

    private void paragraph(String text) {
        DisplayText.wrap(text, terminal.width() - 1).forEach(out::println);
    }
}
