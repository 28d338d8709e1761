package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Rule;
import dev.sluice.config.WrongKey;
import dev.sluice.contract.Template;
import dev.sluice.text.Nearest;
import java.util.List;
import java.util.regex.Pattern;

/** What a provider's file says of a request that could not be sent so. */
final class SentRules {

    private static final Pattern PLACE = Pattern.compile("\\{[^{}]*}");
    private static final Pattern URL = Pattern.compile("([A-Za-z0-9._~!$&'()*+,;=:@/?#{}-]|%[0-9A-Fa-f]{2})*");

    private final JsonNode file;
    private final WrongKey wrong;

    /** @param wrong is told the key and what is wrong there */
    SentRules(JsonNode file, WrongKey wrong) {
        this.file = file;
        this.wrong = wrong;
    }

    void check() {
        List.of("operations", "calls").forEach(part -> file.path(part).properties()
                .forEach(call -> call(part + "." + call.getKey(), call.getValue())));
        authorization("", file);
        minorUnits();
        requestIds();
    }

    private void minorUnits() {
        file.path("operations").properties()
                .forEach(operation -> minorUnits("operations." + operation.getKey(), operation.getValue()));
        file.path("calls").properties().stream()
                .filter(call -> MinorUnits.isNamedIn(Template.sent(call.getValue())))
                .forEach(call -> digits("calls." + call.getKey()));
        if (file.has("minor-units") && !file.path("family").asText().equals("orders")) {
            wrong.accept(Rule.AMOUNT_DIGITS, "minor-units",
                    "counts for the family orders alone, whose requests have amounts");
        }
    }

    private void minorUnits(String key, JsonNode operation) {
        boolean named = MinorUnits.isNamedIn(Template.sent(operation)) || MinorUnits.PLACES.stream()
                .anyMatch(place -> operation.path("echo").toString().contains("\"." + place + "\""));
        JsonNode fields = operation.at("/fields/properties");
        if (fields.at("/amount/type").toString().matches(".*\"(number|integer)\".*")) {
            wrong.accept(Rule.AMOUNT_DIGITS, key + ".fields.properties.amount",
                    "is a number, of which digits may be lost on the way to"
                            + " us: write {$ref: \"common.schema.json#/$defs/amount\"}");
        }
        if (named) {
            digits(key);
        }
        if (named && file.has("minor-units") && !fields.has("amount")) {
            wrong.accept(Rule.AMOUNT_DIGITS, key + ".fields",
                    "has no amount, of which " + MinorUnits.AMOUNT + " and fixedAmount are made");
        }
        if (file.has("minor-units") && fields.has("amount") && !fields.has("currency")) {
            wrong.accept(Rule.AMOUNT_DIGITS, key + ".fields",
                    "has an amount and no currency, by which alone minor-units tell what can be"
                            + " sent");
        }
    }

    private void digits(String key) {
        if (!file.has("minor-units")) {
            wrong.accept(Rule.AMOUNT_DIGITS, key,
                    "names " + MinorUnits.AMOUNT
                            + " or fixedAmount, and nothing says how many digits a currency has: set"
                            + " minor-units");
        }
    }

    private void requestIds() {
        if (RequestIds.RANGE.matcher(file.at("/request-id/characters").asText("")).results()
                .anyMatch(range -> range.group(1).compareTo(range.group(2)) > 0)) {
            wrong.accept(Rule.WRONG_VALUE, "request-id.characters", "has a range that ends before it begins");
        }
        RequestIds ids = RequestIds.of(file.path("request-id"));
        if (ids.shortens() && ids.longest() == RequestIds.LONGEST && ids.characters() == null) {
            wrong.accept(Rule.WRONG_VALUE, "request-id.short-form", "shortens nothing: say max-length or characters");
        } else if (ids.shortens() && !ids.shortForm().isRoomy()) {
            wrong.accept(Rule.WRONG_VALUE, "request-id.short-form",
                    "finds too few short forms, fewer than 2 to the 40th, in "
                            + ids.shortForm().length() + " of " + ids.shortForm().characters().length()
                            + " letters and digits: let max-length or characters have more, or leave it out");
        }
    }

    private void call(String key, JsonNode call) {
        path(key + ".path", call.path("path").asText());
        authorization(key + ".", call);
        body(key, call);
    }

    private void path(String key, String path) {
        if (path.startsWith("//")) {
            wrong.accept(Rule.UNSENDABLE_CALL, key,
                    "begins with two slashes, behind which a URL has its host: write one");
        }
        if (!URL.matcher(PLACE.matcher(path).replaceAll("")).matches()) {
            wrong.accept(Rule.UNSENDABLE_CALL, key,
                    "has a character that no URL has, and would not arrive as it stands: write it"
                            + " percent-encoded, such as %20 for a blank");
        }
    }

    private void authorization(String prefix, JsonNode part) {
        boolean basic = prefix.isEmpty() ? part.has("basic") : part.has("basic") || file.has("basic");
        ProviderShape.names(part.path("headers")).stream()
                .filter(name -> basic && name.equalsIgnoreCase("Authorization"))
                .forEach(name -> wrong.accept(Rule.UNSENDABLE_CALL, prefix + "headers." + name,
                        "is what basic sets too: one of them is too many"));
    }

    private void files(String key, BodyFormat format, JsonNode call) {
        ProviderShape.names(call.path("files")).forEach(name -> {
            if (format != BodyFormat.MULTIPART) {
                wrong.accept(Rule.NO_EFFECT, key, "counts for body-format: multipart alone");
            } else if (!call.path("body").path(name).isTextual()) {
                wrong.accept(Rule.UNSENDABLE_CALL, key + "." + name,
                        "is no text of the body, of which a file could be made"
                                + Nearest.hint(name, ProviderShape.names(call.path("body"))));
            }
        });
    }

    private void body(String key, JsonNode call) {
        BodyFormat format = BodyFormat.of(file, call);
        JsonNode body = call.path("body");
        if (body.isMissingNode()) {
            return;
        }
        if (format.isText() != body.isTextual()) {
            wrong.accept(Rule.UNSENDABLE_CALL, key + ".body",
                    format.isText() ? "must be one text, for body-format is " + format.label()
                            : "is one text, and body-format is " + format.label() + ": say text or xml");
        } else if (body.isArray() && format != BodyFormat.JSON) {
            wrong.accept(Rule.UNSENDABLE_CALL, key + ".body", "is a list, and a form has names: write an object");
        }
        if (format == BodyFormat.MULTIPART) {
            List.of(file, call).forEach(part -> ProviderShape.names(part.path("headers")).stream()
                    .filter("Content-Type"::equalsIgnoreCase)
                    .forEach(name -> wrong.accept(Rule.UNSENDABLE_CALL, key + ".body-format",
                            "is multipart, of which Content-Type tells the"
                                    + " boundary: take the header " + name + " away")));
        }
        files(key + ".files", format, call);
        if (format != BodyFormat.JSON && !call.path("numbers").isEmpty()) {
            wrong.accept(Rule.NO_EFFECT, key + ".numbers", "counts for body-format: json alone");
        }
    }
}
