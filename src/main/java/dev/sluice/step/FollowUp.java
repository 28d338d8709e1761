package dev.sluice.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;

/**
 * The step that follows a step. Its id is derived from that step's, so that publishing a recorded step again gives the
 * same message.
 *
 * @param at when it is due, epoch milliseconds
 */
record FollowUp(String step, boolean submission, int attempt, int repeat, long at) {

    /** A further try of a submission. */
    static FollowUp submission(String after, int attempt, int repeat, long at) {
        int mark = after.lastIndexOf("-r");
        String base = mark > after.lastIndexOf("-p") ? after.substring(0, mark) : after;
        int number = mark > after.lastIndexOf("-p") ? Integer.parseInt(after.substring(mark + 2)) + 1 : 1;
        return new FollowUp(base + "-r" + number, true, attempt, repeat, at);
    }

    /** The next ask of a chain. */
    static FollowUp poll(String after, int attempt, long at) {
        int mark = after.lastIndexOf("-p");
        String base = mark > after.lastIndexOf("-r") ? after.substring(0, mark) : after;
        int number = mark > after.lastIndexOf("-r") ? Integer.parseInt(after.substring(mark + 2)) + 1 : 1;
        return new FollowUp(base + "-p" + number, false, attempt, 0, at);
    }

    static FollowUp read(String text) {
        ObjectNode node = Json.own(text);
        return new FollowUp(node.path("step").asText(), node.path("submission").asBoolean(), node.path("attempt").asInt(),
                node.path("repeat").asInt(), node.path("at").asLong());
    }

    String write() {
        return Json.write(Json.object().put("step", step).put("submission", submission).put("attempt", attempt)
                .put("repeat", repeat).put("at", at));
    }
}
