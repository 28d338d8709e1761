package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Mistake;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** The text of a setting as the value of a provider's file that it stands for. */
final class SettingText {

    private SettingText() {
    }

    /**
     * As a value of the kind that the file has; a text that is none of that kind stays a text, for the schema to
     * refuse.
     */
    static JsonNode like(JsonNode was, String text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (was.isBoolean() && (text.equals("true") || text.equals("false"))) {
            return nodes.booleanNode(Boolean.parseBoolean(text));
        }
        if (was.isArray() && text.strip().startsWith("[{")) {
            return list(text);
        }
        if (was.isArray()) {
            ArrayNode array = nodes.arrayNode();
            for (String item : text.split(",", 0)) {
                array.add(item.trim());
            }
            return array;
        }
        if (was.isNumber()) {
            try {
                BigDecimal number = new BigDecimal(text.trim());
                return number.scale() <= 0 ? nodes.numberNode(number.toBigIntegerExact()) : nodes.numberNode(number);
            } catch (NumberFormatException e) {
                return nodes.textNode(text);
            }
        }
        return nodes.textNode(text);
    }

    /** One of sections, which is JSON. */
    private static JsonNode list(String text) {
        try {
            return Json.read(text.getBytes(StandardCharsets.UTF_8), Json.Numbers.KEPT);
        } catch (Unreadable e) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }

    /** @throws ConfigProblem where the text is no JSON object */
    static JsonNode object(String text, Function<String, Mistake> mistake) {
        try {
            JsonNode object = Json.read(text.getBytes(StandardCharsets.UTF_8), Json.Numbers.KEPT);
            if (object.isObject()) {
                return object;
            }
        } catch (Unreadable e) {
            // said below
        }
        throw new ConfigProblem(mistake.apply("must be a JSON object"));
    }
}
