package dev.sluice.cli.dead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.outcome.Masking;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A body as a person may see it. Members that the contract masks or keeps out of the ledger are masked wherever they
 * stand, for a request that died may have them anywhere; so is every other run of four or more digits. Only the
 * requestId that Sluice itself believed, a small amount and a time are left. What a terminal obeys is still in it.
 */
final class MaskedBody {

    private static final String HIDDEN = "****";
    private static final int EXCERPT = 200;
    /**
     * Digits of any script, with up to two other signs between them, as people and encodings break numbers up.
     * Possessive, for else a long row of them would overflow the stack.
     */
    private static final Pattern DIGITS = Pattern.compile("\\p{Nd}(?:[^\\p{L}\\p{Nd}]{0,2}+\\p{Nd}){3,}+");
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,6}(\\.\\d{1,18})?");
    private static final Pattern MOMENT = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?(Z|[+-]\\d{2}:\\d{2})");

    private final Map<String, String> rules;
    private final Pattern named;

    /** @param rules by the member's name in lower case: {@code masked}, or {@code never} */
    MaskedBody(Map<String, String> rules) {
        this.rules = Map.copyOf(rules);
        this.named = Pattern.compile("(?i)([\"']?(?:" + rules.keySet().stream().map(Pattern::quote)
                .collect(Collectors.joining("|")) + ")[\"']?\\s*[:=]\\s*)(\"(?:[^\"\\\\]|\\\\.)*+\"?|[^\"&,;}\\s]*)");
    }

    /** By the contract of the providers that are configured. */
    static MaskedBody by(Path home) {
        return new MaskedBody(MaskedMembers.read(home));
    }

    /**
     * @param requestId what Sluice read as the requestId, or empty
     * @return JSON of the same form, or a text where the body is no JSON
     */
    JsonNode of(byte[] body, String requestId) {
        try {
            return masked(Json.read(body, Json.Numbers.KEPT), "", requestId);
        } catch (Unreadable e) {
            return JsonNodeFactory.instance.textNode(excerpt(new String(body, StandardCharsets.UTF_8)));
        }
    }

    private String excerpt(String text) {
        String masked = digits(named.matcher(text).replaceAll("$1" + HIDDEN));
        return masked.length() <= EXCERPT ? masked
                : masked.substring(0, masked.offsetByCodePoints(0, masked.codePointCount(0, EXCERPT) - 1)) + "…";
    }

    private JsonNode masked(JsonNode node, String name, String requestId) {
        if (node instanceof ObjectNode object) {
            ObjectNode masked = Json.object();
            object.properties().forEach(member -> masked.set(digits(member.getKey()),
                    member(member.getKey(), member.getValue(), requestId)));
            return masked;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode masked = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> masked.add(masked(item, name, requestId)));
            return masked;
        }
        String text = node.isValueNode() ? node.asText() : "";
        String shown = text(text, name, requestId);
        return shown.equals(text) ? node : JsonNodeFactory.instance.textNode(shown);
    }

    private JsonNode member(String name, JsonNode value, String requestId) {
        String rule = rules.get(name.toLowerCase(Locale.ROOT));
        if (rule == null || value.isNull()) {
            return masked(value, name, requestId);
        }
        return JsonNodeFactory.instance.textNode(rule.equals("masked") && value.isValueNode()
                ? Masking.number(value.asText()) : HIDDEN);
    }

    private static String text(String text, String name, String requestId) {
        boolean known = !requestId.isEmpty() && text.equals(requestId) || MOMENT.matcher(text).matches()
                || name.equals("amount") && AMOUNT.matcher(text).matches();
        return known ? text : digits(text);
    }

    private static String digits(String text) {
        return DIGITS.matcher(text).replaceAll(HIDDEN);
    }
}
