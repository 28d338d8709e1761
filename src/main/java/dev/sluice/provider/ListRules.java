package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.text.Nearest;
import dev.sluice.text.Shown;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** What a provider's file says of the lists that questions are answered with. */
final class ListRules {

    private final JsonNode file;
    private final BiConsumer<String, String> wrong;

    /** @param wrong is told the key and what is wrong there */
    ListRules(JsonNode file, BiConsumer<String, String> wrong) {
        this.file = file;
        this.wrong = wrong;
    }

    void check() {
        file.path("calls").properties().stream().filter(call -> call.getValue().has("list"))
                .forEach(call -> list("calls." + call.getKey() + ".list", call.getValue()));
    }

    private void list(String key, JsonNode call) {
        JsonNode list = call.path("list");
        Places places = Places.of(file.path("places"), call);
        if (list.has("none")) {
            none(key + ".none", list.path("none").asText(), places);
        }
        if (list.path("at").asText().isEmpty() && places.tellsSuccess()) {
            wrong.accept(key + ".at", "is the answer itself, a list without the member that places.success names, so"
                    + " that none would be a success: name places.success at the operations alone");
        }
    }

    /** That an order is none where a list is empty must be said of the code that stands for it. */
    private void none(String key, String none, Places places) {
        Set<String> codes = new TreeSet<>();
        file.at("/answers/no-such-order").forEach(code -> codes.add(code.asText()));
        if (!codes.contains(none)) {
            wrong.accept(key, "is " + Shown.line(none, 100) + ", which answers.no-such-order has not: list"
                    + " it there, or take it away where the list may lack an order" + Nearest.hint(none, codes));
        }
        if (!places.tellsSuccess() && !places.tellsCode()) {
            wrong.accept(key, "is believed of a good answer alone, and no place tells one from an error:"
                    + " name places.success or places.code, or take it away");
        }
    }
}
