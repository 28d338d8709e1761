package dev.sluice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.KnownSettings;
import dev.sluice.json.Json;
import dev.sluice.text.Shown;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who decides and why: the options that every command has which changes something. */
public final class Decider {

    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_REASON = 200;

    private final Surroundings surroundings;

    @Option(names = "--by", paramLabel = "NAME")
    private @Nullable String by;
    @Option(names = "--why", paramLabel = "TEXT", required = true)
    private String why;

    public Decider(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * The beginning of an act of this person.
     *
     * @throws Problem where name or reason is missing or too long
     */
    public ObjectNode act(String act) {
        return act(surroundings, act, by, why);
    }

    /** The same for a command that has these options itself. */
    public static ObjectNode act(Surroundings surroundings, String act, @Nullable String by, String why) {
        String name = by == null ? surroundings.environment().getOrDefault(KnownSettings.OPERATOR, "") : by;
        if (name.isBlank()) {
            throw Problem.usage("say who does this with --by NAME, or set SLUICE_OPERATOR.");
        }
        return Json.object().put("act", act).put("by", text("--by", name, LONGEST_NAME))
                .put("why", text("--why", why, LONGEST_REASON));
    }

    private static String text(String option, String text, int longest) {
        String clean = Shown.line(text).strip();
        if (clean.isEmpty() || clean.length() > longest) {
            throw Problem.usage(option + " must have 1 to " + longest + " characters.");
        }
        return clean;
    }
}
