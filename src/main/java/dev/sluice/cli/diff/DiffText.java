package dev.sluice.cli.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Terminal;
import dev.sluice.cli.TerminalJson;
import dev.sluice.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Changes for a person, in lines by their weight, and for a program. */
final class DiffText {

    private final Terminal terminal;

    DiffText(Terminal terminal) {
        this.terminal = terminal;
    }

    List<String> lines(String against, List<Told> changes) {
        List<String> lines = new ArrayList<>();
        lines.add(Shown.line(count(changes.size()) + " against " + against + "."));
        Weight weight = null;
        for (Told told : changes) {
            if (told.weight() != weight) {
                weight = told.weight();
                lines.add("");
                lines.add(terminal.paint(Terminal.BOLD, told.weight().name().toLowerCase(Locale.ROOT)));
            }
            lines.add("  " + line(told));
        }
        return lines;
    }

    private String line(Told told) {
        String text = Shown.line((told.change().name().isEmpty() ? "" : told.change().name() + ": ") + told.text());
        return terminal.paint(colour(told), text)
                + (told.danger() == null ? "" : terminal.paint(Terminal.BOLD, " (" + told.danger().words + ")"));
    }

    private static String colour(Told told) {
        return switch (told.weight()) {
            case MONEY -> told.danger() == null ? Terminal.YELLOW : Terminal.RED;
            case BEHAVIOUR -> Terminal.CYAN;
            case REST -> Terminal.DIM;
        };
    }

    private static String count(int changes) {
        return changes == 0 ? "Nothing changes" : changes == 1 ? "1 change" : changes + " changes";
    }

    List<String> json(String against, List<Told> changes) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("against", against);
        ArrayNode all = document.putArray("changes");
        for (Told told : changes) {
            Change change = told.change();
            ObjectNode one = all.addObject().put("weight", told.weight().name().toLowerCase(Locale.ROOT));
            if (told.danger() != null) {
                one.put("danger", told.danger().words);
            }
            one.put("part", change.part().name().toLowerCase(Locale.ROOT));
            if (!change.name().isEmpty()) {
                one.put("provider", change.name());
            }
            one.put("key", change.key());
            put(one, "before", Values.starred(change.path(), change.before()));
            put(one, "after", Values.starred(change.path(), change.after()));
            one.put("text", told.text());
        }
        return List.of(TerminalJson.line(document));
    }

    private static void put(ObjectNode one, String name, @Nullable JsonNode value) {
        if (value != null) {
            one.set(name, value);
        }
    }
}
