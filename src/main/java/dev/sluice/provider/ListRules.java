package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Rule;
import dev.sluice.config.WrongKey;
import dev.sluice.contract.Template;
import dev.sluice.text.Nearest;
import dev.sluice.text.Shown;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a provider's file says of the lists that questions are answered with. */
final class ListRules {

    private final JsonNode file;
    private final WrongKey wrong;

    /** @param wrong is told the key and what is wrong there */
    ListRules(JsonNode file, WrongKey wrong) {
        this.file = file;
        this.wrong = wrong;
    }

    void check() {
        List.of("operations", "calls").forEach(part -> file.path(part).properties().forEach(call -> {
            if (!call.getValue().at("/list/pages").isObject()
                    && Template.sent(call.getValue()).contains(PagesSeen.PLACE)) {
                wrong.accept(Rule.UNLISTED_ANSWER, part + "." + call.getKey(),
                        "names {page}, and is answered with no list in pages: say"
                                + " list.pages, or take it away");
            }
        }));
        file.path("calls").properties().stream().filter(call -> call.getValue().has("list"))
                .forEach(call -> list("calls." + call.getKey() + ".list", call.getValue()));
    }

    private void list(String key, JsonNode call) {
        JsonNode list = call.path("list");
        Places places = Places.of(file.path("places"), call);
        if (list.has("none")) {
            none(key + ".none", list.path("none").asText(), places);
        }
        if (list.has("pages")) {
            pages(key + ".pages", call, list.path("pages"));
        }
        if (list.path("at").asText().isEmpty() && places.tellsSuccess()) {
            wrong.accept(Rule.UNLISTED_ANSWER, key + ".at",
                    "is the answer itself, a list without the member that places.success names, so"
                            + " that none would be a success: name places.success at the operations alone");
        }
    }

    private void pages(String key, JsonNode call, JsonNode pages) {
        boolean cursor = pages.path("by").asText().equals("cursor");
        if (cursor != pages.has("next")) {
            wrong.accept(Rule.UNLISTED_ANSWER, key + (cursor ? "" : ".next"),
                    cursor ? "needs next, the place in an answer that has the cursor"
                            + " of the next page" : "is read with by: cursor alone: take it away, or correct by");
        }
        if (!cursor && !pages.path("first").asText("0").matches("\\d{1,6}")) {
            wrong.accept(Rule.UNLISTED_ANSWER, key + ".first", "must be a whole number, from which pages are counted");
        }
        if (!Template.sent(call).contains(PagesSeen.PLACE)) {
            wrong.accept(Rule.UNLISTED_ANSWER, key,
                    "asks for the first page again and again, for the call names {page} nowhere: put it into"
                            + " query, body or path");
        } else if (!pages.has("first") && cursor && Template.places(call.path("path")).contains(PagesSeen.PLACE)) {
            wrong.accept(Rule.UNLISTED_ANSWER, key,
                    "has nothing that stands for {page} in the path of the first call: say first, or put it"
                            + " into query or body");
        }
        if (CallPlan.hasBody(call) && !call.has("body")) {
            wrong.accept(Rule.UNLISTED_ANSWER, key,
                    "is followed where the file describes the whole call, and that has no body: write it, or"
                            + " say method: GET");
        }
    }

    /** That an order is none where a list is empty must be said of the code that stands for it. */
    private void none(String key, String none, Places places) {
        Set<String> codes = new TreeSet<>();
        file.at("/answers/no-such-order").forEach(code -> codes.add(code.asText()));
        if (!codes.contains(none)) {
            wrong.accept(Rule.UNLISTED_ANSWER, key,
                    "is " + Shown.line(none, 100) + ", which answers.no-such-order has not: list"
                            + " it there, or take it away where the list may lack an order"
                            + Nearest.hint(none, codes));
        }
        if (!places.tellsSuccess() && !places.tellsCode()) {
            wrong.accept(Rule.UNLISTED_ANSWER, key,
                    "is believed of a good answer alone, and no place tells one from an error:"
                            + " name places.success or places.code, or take it away");
        }
    }
}
