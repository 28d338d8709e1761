package dev.sluice.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.Elsewhere;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The step that follows a step. Its id is derived from that step's, so that publishing a recorded step again gives the
 * same message.
 *
 * @param at     when it is due, epoch milliseconds
 * @param unsent why the step before it was not sent, where it was not
 * @param to     who is called by it, where that is not who was before
 */
record FollowUp(String step, boolean submission, int attempt, int repeat, long at, @Nullable String unsent,
        @Nullable Elsewhere to) {

    private static final Pattern NUMBER = Pattern.compile("(.+)-[rp](\\d+)");

    /** A further try of a submission. */
    static FollowUp submission(String after, int attempt, int repeat, long at) {
        return new FollowUp(next(after, 'r'), true, attempt, repeat, at, null, null);
    }

    /** The same, because the step before it was not sent; people are told why. */
    FollowUp because(@Nullable String unsent) {
        return new FollowUp(step, submission, attempt, repeat, at, unsent, to);
    }

    /** The same, at another provider. */
    FollowUp at(Elsewhere other) {
        return new FollowUp(step, submission, attempt, repeat, at, unsent, other);
    }

    /** The next ask of a chain. */
    static FollowUp poll(String after, int attempt, long at) {
        return new FollowUp(next(after, 'p'), false, attempt, 0, at, null, null);
    }

    /** A chain has one step after the other, so a number that grows along it is enough to tell them apart. */
    private static String next(String after, char kind) {
        Matcher number = NUMBER.matcher(after);
        return number.matches() ? number.group(1) + "-" + kind + (Long.parseLong(number.group(2)) + 1)
                : after + "-" + kind + 1;
    }

    static FollowUp read(String text) {
        ObjectNode node = Json.own(text);
        return new FollowUp(node.path("step").asText(), node.path("submission").asBoolean(),
                node.path("attempt").asInt(),
                node.path("repeat").asInt(), node.path("at").asLong(), node.path("unsent").asText(null),
                node.has("to") ? Elsewhere.read(node.path("to")) : null);
    }

    String write() {
        ObjectNode written = Json.object().put("step", step).put("submission", submission).put("attempt", attempt)
                .put("repeat", repeat).put("at", at);
        if (unsent != null) {
            written.put("unsent", unsent);
        }
        if (to != null) {
            written.set("to", to.json());
        }
        return Json.write(written);
    }
}
