package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Rule;
import dev.sluice.config.WrongKey;
import dev.sluice.contract.Template;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.text.Nearest;
import dev.sluice.text.Shown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a provider's file says of its calls and answers and what nothing would read, or would read as something else.
 */
final class CallRules {

    private static final Pattern COLON = Pattern.compile("/:[A-Za-z]");
    private static final Pattern OF_BODY = Pattern.compile("\\{(body|field|digest)[:}]|\"(body|fields|from)\":");

    private final JsonNode file;
    private final WrongKey wrong;
    private final WrongKey note;

    /**
     * @param wrong is told the key and what is wrong there
     * @param note  the same of what an operator should know
     */
    CallRules(JsonNode file, WrongKey wrong, WrongKey note) {
        this.file = file;
        this.wrong = wrong;
        this.note = note;
    }

    void check() {
        file.path("operations").properties()
                .forEach(operation -> repeats("operations." + operation.getKey(), operation.getValue()));
        List.of("operations", "calls").forEach(part -> file.path(part).properties()
                .forEach(call -> path(part + "." + call.getKey() + ".path", call.getValue().path("path").asText())));
        file.path("calls").properties().forEach(call -> {
            unsent("calls." + call.getKey() + ".method", call.getValue());
            echoes("calls." + call.getKey() + ".places.echo", call.getValue().at("/places/echo"));
        });
        file.path("operations").properties()
                .forEach(operation -> comparedOnce("operations." + operation.getKey(), operation.getValue()));
        new ListRules(file, wrong).check();
        successIs();
        echoes("places.echo", file.at("/places/echo"));
        echoes("webhook.places.echo", file.at("/webhook/places/echo"));
        headers();
        cases();
        webhook();
    }

    /** What is only looked at when a lost call is made again. */
    private void repeats(String key, JsonNode operation) {
        boolean repeated = operation.path("lost").asText().equals("repeat");
        for (String name : List.of("repeats", "unknown-when-repeated")) {
            if (!repeated && operation.has(name)) {
                wrong.accept(Rule.NO_EFFECT, key + "." + name,
                        "counts for lost: repeat alone, and lost is " + operation.path("lost").asText()
                                + ": take it away, or correct lost");
            }
        }
        boolean harmless = repeated && operation.path("success").asText().equals("completed")
                && !operation.has("repeats") && !operation.has("unknown-when-repeated");
        if (operation.path("reads").asBoolean(false) && !harmless) {
            wrong.accept(Rule.WRONG_VALUE, key + ".reads",
                    "is not so of a call that must not be made at any time, any number of times:"
                            + " take it away, or have lost: repeat and success: completed, without repeats");
        }
        Set<String> codes = new TreeSet<>(ProviderShape.names(file.at("/answers/codes")));
        operation.path("unknown-when-repeated").forEach(code -> {
            if (repeated && !codes.contains(code.asText())) {
                wrong.accept(Rule.NO_EFFECT, key + ".unknown-when-repeated", "has " + Shown.line(code.asText(), 100)
                        + ", which answers.codes has not, so that it tells nothing in any case"
                        + Nearest.hint(code.asText(), codes));
            }
        });
    }

    private void path(String key, String path) {
        if (COLON.matcher(path).find()) {
            wrong.accept(Rule.UNSENDABLE_CALL, key,
                    "has a colon where other tools write a place, and would be sent as it stands; write"
                            + " {reference}");
        } else if (path.contains("#")) {
            wrong.accept(Rule.UNSENDABLE_CALL, key, "has a #, behind which nothing is sent");
        }
    }

    private void successIs() {
        List<JsonNode> all = new ArrayList<>(List.of(file.path("places")));
        file.path("operations").forEach(operation -> all.add(operation.path("places")));
        file.path("calls").forEach(call -> all.add(call.path("places")));
        if (all.stream().noneMatch(places -> places.has("success"))) {
            file.path("operations").properties().stream()
                    .filter(operation -> operation.getValue().at("/places").has("success-is"))
                    .forEach(operation -> unread("operations." + operation.getKey() + ".places.success-is"));
            if (file.path("places").has("success-is")) {
                unread("places.success-is");
            }
        }
    }

    private void unread(String key) {
        wrong.accept(Rule.NO_EFFECT, key,
                "is compared with nothing, for no place of success is named: set success beside it");
    }

    /** What an answer repeats and no operation compares counts for nothing, however it differs. */
    private void echoes(String key, JsonNode places) {
        Set<String> compared = new TreeSet<>();
        file.path("operations").forEach(operation -> compared.addAll(ProviderShape.names(operation.path("echo"))));
        places.fieldNames().forEachRemaining(name -> {
            if (!compared.contains(name)) {
                wrong.accept(Rule.NEVER_COMPARED, key + "." + name,
                        "is compared with nothing, for no operation has it in its echo: name"
                                + " it there, or take it away"
                                + Nearest.hint(name, compared));
            }
        });
    }

    private void unsent(String key, JsonNode call) {
        if (call.path("method").asText().equals("GET") && Template.saysSomething(call.path("body"))) {
            wrong.accept(Rule.UNSENDABLE_CALL, key,
                    "is GET, with which nothing of body is sent: say POST, or take the body away");
        }
    }

    /** What is compared in the answer to a call and not in what is said of the order later. */
    private void comparedOnce(String key, JsonNode operation) {
        JsonNode question = file.path("calls").path(operation.path("ask").asText());
        operation.path("echo").fieldNames().forEachRemaining(name -> {
            String place = "/places/echo/" + name;
            if (operation.at(place).isTextual() && !question.at(place).isTextual() && !file.at(place).isTextual()
                    && !question.isMissingNode()) {
                note.accept(Rule.COMPARED_ONCE, key + ".places.echo." + name,
                        "is compared in the answer to the call, and not in the one to"
                                + " its question " + operation.path("ask").asText() + ": say in places.echo." + name
                                + " of the file, or of the question, where that has it");
            }
        });
    }

    /** A header that is given twice; names differ by more than capital letters. */
    private void headers() {
        Map<String, String> given = new HashMap<>();
        for (String part : List.of("signature.headers", "headers")) {
            ProviderShape.names(file.at("/" + part.replace('.', '/'))).forEach(name -> {
                String other = given.putIfAbsent(name.toLowerCase(Locale.ROOT), part + "." + name);
                if (other != null) {
                    wrong.accept(Rule.UNSENDABLE_CALL, part + "." + name,
                            "is a header that " + other + " sets too: one of them is too many");
                }
            });
        }
    }

    /** The same word in two lists, but for capital letters, is hardly two words of a provider. */
    private void cases() {
        Map<String, String> listed = new HashMap<>();
        file.at("/answers/statuses").properties().forEach(list -> list.getValue().forEach(status -> {
            String other = listed.putIfAbsent(status.asText().toLowerCase(Locale.ROOT), list.getKey());
            if (other != null && !other.equals(list.getKey())) {
                note.accept(Rule.NEAR_WORDS, "answers.statuses." + list.getKey(),
                        "has " + Shown.line(status.asText(), 100)
                                + ", which answers.statuses." + other
                                + " has too in other letters: are they two words of"
                                + " the provider?");
            }
        }));
    }

    private void webhook() {
        JsonNode webhook = file.path("webhook");
        if (webhook.isMissingNode()) {
            return;
        }
        if (!webhook.path("places").has("order-id")) {
            wrong.accept(Rule.WEBHOOK, "webhook.places",
                    "needs order-id, the place of our requestId, without which no webhook"
                            + " says whose it is");
        }
        JsonNode signature = webhook.has("signature") ? webhook.path("signature") : file.path("signature");
        if (signature.has("message")
                && !OF_BODY.matcher(signature.path("message").toString() + signature.path("parts")).find()) {
            note.accept(Rule.UNSIGNED_BODY, "webhook",
                    "is signed without its body, which anybody on the way can change");
        }
        String acknowledge = webhook.path("acknowledge").asText().strip();
        if (acknowledge.startsWith("{") || acknowledge.startsWith("[")) {
            try {
                Json.read(acknowledge.getBytes(StandardCharsets.UTF_8), Json.Numbers.KEPT);
            } catch (Unreadable e) {
                wrong.accept(Rule.WEBHOOK, "webhook.acknowledge", "begins as JSON and is none");
            }
        }
    }
}
