package dev.sluice.pages;

import dev.sluice.config.Rule;
import dev.sluice.config.RuleText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of rules says of each what the program says. */
class RulesPageTest {

    private static final Path PAGE = Path.of("docs/rules.md");

    @Test
    void thePageSaysWhatTheCheckSays() throws IOException {
        String rules = Arrays.stream(Rule.values()).map(RulesPageTest::section).collect(Collectors.joining("\n"));
        MadePage.is(MadePage.with(PAGE, "rules", rules), PAGE, getClass());
    }

    private static String section(Rule rule) {
        RuleText text = RuleText.of(rule);
        String note = text.isAcceptable() ? " A note, which a comment may accept." : text.isNote() ? " A note." : "";
        return "### " + rule.id() + "\n\n"
                + (text.finds() + " " + text.why() + note + "\n\n*" + text.mend() + "*\n").replace("<", "&lt;");
    }
}
